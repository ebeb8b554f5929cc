//! Taking up again (重新申请) an order that came to nothing: a new draft for the same lot and product, with whom it names as before. Xinjiang
//! manual 1.4: 放弃订单在开标前如需申请保函可重新办理.

use super::{Application, ApplicationState, forbidden};
use crate::lot::KnownLot;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether it can be taken up again at `now`. What the draft itself takes is looked at when it is made.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`] of one that is under way or has its letter; [`Refusal::LotOpened`] or [`Refusal::LotAborted`] when
/// nothing can come of it.
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::Withdrawn { .. } | ApplicationState::Lapsed { .. } | ApplicationState::Declined { .. } => lot.tendered(now),
        ApplicationState::Draft { .. }
        | ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. } => forbidden(),
    }
}
