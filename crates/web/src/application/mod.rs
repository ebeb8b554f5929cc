pub(crate) mod describe;
pub(crate) mod draft;
pub(crate) mod list;
pub(crate) mod paid;
pub(crate) mod phone;
pub(crate) mod preview;
pub(crate) mod row;
pub(crate) mod submit;
pub(crate) mod view;
pub(crate) mod withdraw;

use domain::application::ApplicationState;

/// The tone of a state's tag: never colour alone, the word stands beside it.
pub(crate) const fn tone(state: &ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft { .. } => "info",
        ApplicationState::AwaitingPayment { .. } | ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => "wait",
        ApplicationState::Issued { .. } => "ok",
        ApplicationState::Withdrawn { .. } | ApplicationState::Lapsed { .. } => "mute",
        ApplicationState::Declined { .. } => "bad",
    }
}
