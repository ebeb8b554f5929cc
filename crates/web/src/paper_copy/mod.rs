//! Paper originals (纸质版保函原件): the applicant's form, list and page; the institution's desk.

pub(crate) mod ask;
pub(crate) mod desk;
pub(crate) mod handle;
pub(crate) mod list;
pub(crate) mod view;

use domain::paper_copy::PaperCopyState;

/// The states lists are narrowed to, with their words.
const STATES: &[(&str, &str)] =
    &[("", "全部"), ("requested", "待寄送"), ("posted", "已寄出"), ("delivered", "已签收"), ("refused", "已退回")];

/// The tone of a state's tag.
const fn tone(state: &PaperCopyState) -> &'static str {
    match state {
        PaperCopyState::Requested => "wait",
        PaperCopyState::Posted { .. } => "info",
        PaperCopyState::Delivered { .. } => "ok",
        PaperCopyState::Refused { .. } => "bad",
    }
}
