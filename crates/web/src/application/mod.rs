pub(crate) mod describe;
pub(crate) mod draft;
pub(crate) mod list;
pub(crate) mod paid;
pub(crate) mod preview;
pub(crate) mod row;
pub(crate) mod submit;
pub(crate) mod view;
pub(crate) mod withdraw;

use app::AppError;
use domain::application::ApplicationState;
use domain::id::ApplicationId;

/// Reads an application's identifier out of an address.
pub(crate) fn id(text: &str) -> Result<ApplicationId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// The tone of a state's tag: never colour alone, the word stands beside it.
pub(crate) const fn tone(state: &ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft => "info",
        ApplicationState::AwaitingPayment { .. } | ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => "wait",
        ApplicationState::Issued { .. } => "ok",
        ApplicationState::Withdrawn { .. } | ApplicationState::Lapsed { .. } => "mute",
        ApplicationState::Declined { .. } => "bad",
    }
}
