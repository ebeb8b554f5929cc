use super::{BankLine, BankLineEvent, BankLineState, LineSource, SuspenseReason};
use crate::application::{Application, settle};
use crate::payment::{Payment, PaymentState};
use crate::refusal::Refusal;

/// Holds a received line against the payment its one reference names (`None`: no such payment, or no single reference).
/// Reference, payee and amount must all match exactly, and the payment must be due; anything else is suspense, nothing is
/// dropped (HR-9). A line that reached the platform at or after the due time is late even when the job that lapses
/// the application has not run yet (T-17). A line from a statement must also have been paid by the applicant. What a bank reports
/// twice and differently never settles anything by itself (K11).
///
/// # Errors
/// [`Refusal::BankLineSettled`] when the line has been looked at before.
pub fn match_line(line: &BankLine, payment: Option<&Payment>, application: Option<&Application>) -> Result<BankLineEvent, Refusal> {
    match line.state {
        BankLineState::Received => {}
        BankLineState::Matched
        | BankLineState::Suspense { .. }
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunding
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded
        | BankLineState::Honoured { .. } => return Err(Refusal::BankLineSettled),
    }
    let suspend = |reason| Ok(BankLineEvent::Suspended { reason, payment: payment.map(|payment| payment.id) });
    if line.facts.institution.is_none() {
        return suspend(SuspenseReason::UnknownAccount);
    }
    if line.facts.contradicts.is_some() {
        return suspend(SuspenseReason::ReportsDiffer);
    }
    let (Some(payment), Some(application)) = (payment, application) else { return suspend(SuspenseReason::UnknownReference) };
    if payment.payee.number != line.facts.account {
        return suspend(SuspenseReason::PayeeDiffers);
    }
    if payment.amount != line.facts.amount {
        return suspend(SuspenseReason::AmountDiffers);
    }
    if line.facts.source == LineSource::Statement && plain(&line.facts.payer_name) != plain(application.facts.applicant.name.as_str()) {
        return suspend(SuspenseReason::PayerDiffers);
    }
    match payment.state {
        PaymentState::Due { until } if line.facts.received_at < until && settle::check(application).is_ok() => {
            Ok(BankLineEvent::Matched { payment: payment.id })
        }
        PaymentState::Settled { .. } => suspend(SuspenseReason::AlreadySettled),
        PaymentState::Due { .. } | PaymentState::Closed => suspend(SuspenseReason::PaymentClosed),
    }
}

/// A name as two banks would both write it: without spaces, with one kind of brackets.
fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_whitespace());
    kept.map(|c| match c {
        '（' => '(',
        '）' => ')',
        other => other,
    })
    .collect()
}
