use super::{BankLine, BankLineEvent, BankLineState, LineSource, SuspenseReason};
use crate::application::{Application, honour, settle};
use crate::lot::KnownLot;
use crate::onboarding::Presence;
use crate::payment::{Payment, PaymentState};
use crate::refusal::Refusal;
use crate::text::figures;
use crate::time::Timestamp;

/// What a line's one reference names, as it stands now.
#[derive(Clone, Copy, Debug)]
pub struct Owed<'a> {
    /// The payment.
    pub payment: &'a Payment,
    /// Its application.
    pub application: &'a Application,
    /// What is known of the lot.
    pub lot: &'a KnownLot,
    /// How the institution stands on the site.
    pub presence: &'a Presence,
    /// Whether what was reserved of the applicant's credit can be reserved again; where none is needed, it can.
    pub credit: bool,
}

/// Holds a received line against what its one reference names (`None`: no such payment, or no single reference).
/// Reference, payee and amount must all match exactly, and the money must have come by the due time ([`BankLine::came_by`]); anything else is
/// suspense, nothing is dropped (HR-9). What came in time for an application that has lapsed since, because nobody could know of the money,
/// takes it up again where that is still possible (T-17). Whoever paid must be the applicant, where that is told, and a statement has to tell it:
/// what others pay never settles by itself (实施条例 art. 40(6) looks at payments from one account for several bidders). What a bank
/// reports twice and differently never settles anything by itself (K11).
///
/// # Errors
/// [`Refusal::BankLineSettled`] when the line has been looked at before.
pub fn match_line(line: &BankLine, owed: Option<&Owed<'_>>, now: Timestamp) -> Result<BankLineEvent, Refusal> {
    match line.state {
        BankLineState::Received => {}
        BankLineState::Matched
        | BankLineState::Suspense { .. }
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded
        | BankLineState::AsideProposed { .. }
        | BankLineState::Aside { .. }
        | BankLineState::Honoured { .. } => return Err(Refusal::BankLineSettled),
    }
    let suspend = |reason| Ok(BankLineEvent::Suspended { reason, payment: owed.map(|owed| owed.payment.id) });
    if line.facts.institution.is_none() {
        return suspend(SuspenseReason::UnknownAccount);
    }
    if line.facts.contradicts.is_some() {
        return suspend(SuspenseReason::ReportsDiffer);
    }
    let Some(&Owed { payment, application, lot, presence, credit }) = owed else { return suspend(SuspenseReason::UnknownReference) };
    if payment.payee.number != line.facts.account {
        return suspend(SuspenseReason::PayeeDiffers);
    }
    if payment.amount != line.facts.amount {
        return suspend(SuspenseReason::AmountDiffers);
    }
    let payer = plain(&line.facts.payer_name);
    if payer.is_empty() && line.facts.source == LineSource::Statement {
        return suspend(SuspenseReason::PayerMissing);
    }
    if !payer.is_empty() && payer != plain(application.facts.applicant.name.as_str()) {
        return suspend(SuspenseReason::PayerDiffers);
    }
    match payment.state {
        PaymentState::Due { until } if line.came_by(until) && settle::check(application).is_ok() => {
            Ok(BankLineEvent::Matched { payment: payment.id })
        }
        PaymentState::Settled { .. } => suspend(SuspenseReason::AlreadySettled),
        PaymentState::Closed if application.lapsed_at().is_some_and(|until| line.came_by(until)) => {
            match honour::by_rule(application, lot, presence, now) {
                Ok(()) if credit => Ok(BankLineEvent::Honoured { application: application.facts.id, in_time: Some(payment.id) }),
                Ok(()) | Err(_) => suspend(SuspenseReason::NotTakenUp),
            }
        }
        PaymentState::Due { .. } | PaymentState::Closed => suspend(SuspenseReason::PaymentClosed),
    }
}

/// A name as two banks would both write it: characters that look alike made one, without spaces and what is not seen.
fn plain(name: &str) -> String {
    figures(name).to_lowercase()
}
