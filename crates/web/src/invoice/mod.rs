//! Invoices (发票): the applicant's form, list and page; the institution's desk.

pub(crate) mod ask;
pub(crate) mod desk;
pub(crate) mod download;
pub(crate) mod handle;
pub(crate) mod list;
pub(crate) mod view;

use domain::invoice::InvoiceState;
use domain::money::Cny;

/// The states lists are narrowed to, with their words.
const STATES: &[(&str, &str)] = &[
    ("", "全部"),
    ("requested", "处理中"),
    ("issued", "已开票"),
    ("partly_reversed", "部分红冲"),
    ("reversed", "已红冲"),
    ("returned", "已退回"),
    ("cancelled", "已取消"),
];

/// The tone of a state's tag.
fn tone(state: &InvoiceState) -> &'static str {
    match state {
        InvoiceState::Requested { .. } => "wait",
        InvoiceState::Issued { .. } if state.left() > Cny::ZERO => "ok",
        InvoiceState::Issued { .. } | InvoiceState::Cancelled => "mute",
        InvoiceState::Returned { .. } => "bad",
    }
}
