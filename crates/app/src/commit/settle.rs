//! Payment and application are settled together, or not at all.

use super::writer::Writer;
use crate::error::AppError;
use crate::lot::known::known;
use domain::application::{Application, honour as application_honour, settle as application_settle};
use domain::bank_line::{BankLine, identify as decide};
use domain::id::{ApplicationId, BankLineId, PaymentId};
use domain::payment::{Payment, PaymentEvent, Settlement};

/// Settles a payment that is due, and its application.
pub(super) async fn payment(w: &mut Writer<'_>, payment: PaymentId, by: Settlement) -> Result<(), AppError> {
    let payment: Payment = w.load(payment).await?;
    let application: Application = w.load(payment.application).await?;
    settle(w, application, payment, by).map(drop)
}

/// The same, of what has been looked at already.
///
/// # Errors
/// [`AppError::Refused`] when the application does not await it.
pub(crate) fn settle(w: &mut Writer<'_>, application: Application, payment: Payment, by: Settlement) -> Result<Application, AppError> {
    let event = application_settle::settle(&application, by)?;
    w.append(payment, &PaymentEvent::Settled { by })?;
    w.append(application, &event)
}

/// Takes a line for an application that had ended unpaid.
pub(super) async fn honour(w: &mut Writer<'_>, application: ApplicationId, line: BankLineId, in_time: bool) -> Result<(), AppError> {
    let application: Application = w.load(application).await?;
    let payment = payment_of(w, &application).await?;
    let event = application_honour::honour(&application, &known(w.tx(), &application).await?, line, in_time, w.now())?;
    w.append(payment, &PaymentEvent::Settled { by: Settlement::Line(line) })?;
    w.append(application, &event).map(drop)
}

/// Names a line in suspense as the payment's; one that is dealt with already is left as it is.
pub(super) async fn identify(w: &mut Writer<'_>, line: BankLineId, payment: PaymentId, by: &str) -> Result<(), AppError> {
    let line: BankLine = w.load(line).await?;
    match decide(&line, payment, by) {
        Some(event) => w.append(line, &event).map(drop),
        None => Ok(()),
    }
}

/// The payment of an application that was submitted.
pub(super) async fn payment_of(w: &mut Writer<'_>, application: &Application) -> Result<Payment, AppError> {
    let payment = application.payment().ok_or_else(|| AppError::Bug("a submitted application has no payment".into()))?;
    w.load(payment).await
}
