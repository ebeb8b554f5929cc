//! Opening the cashier: the institution's own system says where the fee is paid.

use super::{Application, ApplicationEvent, ApplicationState, Cashier, forbidden};
use crate::product::PaymentStyle;
use crate::refusal::Refusal;

/// Takes the cashier's address; the last one counts, the same again changes nothing (`None`). One that comes when the fee is settled
/// is of no use any more.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`] before submission, once it is over, and for a product whose fee is transferred.
pub fn cashier(application: &Application, cashier: Cashier) -> Result<Option<ApplicationEvent>, Refusal> {
    if application.facts.payment_style != PaymentStyle::Cashier {
        return forbidden();
    }
    match &application.state {
        ApplicationState::AwaitingPayment { cashier: Some(known), .. } if *known == cashier => Ok(None),
        ApplicationState::AwaitingPayment { .. } => Ok(Some(ApplicationEvent::CashierOpened { cashier })),
        ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } | ApplicationState::Issued { .. } => Ok(None),
        ApplicationState::Draft { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}
