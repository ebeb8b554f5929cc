//! Vouchers of transfers (转账凭证): handed in on the order's page, held against what came at the institution's desk.

pub(crate) mod desk;
pub(crate) mod hand_in;
pub(crate) mod handle;
pub(crate) mod picture;

use domain::voucher::VoucherState;

/// The states lists are narrowed to, with their words.
const STATES: &[(&str, &str)] =
    &[("", "全部"), ("uploaded", "待核实"), ("checking", "核实中"), ("matched", "已找到到账"), ("not_found", "未找到到账")];

/// The tone of a state's tag.
pub(crate) const fn tone(state: &VoucherState) -> &'static str {
    match state {
        VoucherState::Uploaded | VoucherState::Checking { .. } => "wait",
        VoucherState::Matched { .. } => "ok",
        VoucherState::NotFound { .. } => "bad",
    }
}
