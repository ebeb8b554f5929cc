//! What a bank line's events set off.

use super::{BankLine, BankLineEvent, LineSource, SuspenseReason};
use crate::consequence::{Consequence, Follows};
use crate::id::PaymentId;
use crate::ledger::posting;
use crate::notice::{About, Notice, NoticeKind, Side};
use crate::payment::Settlement;

/// Where the line names a payment, its people are told; of others the desk knows.
fn notify(payment: Option<PaymentId>, to: Side, kind: NoticeKind) -> Option<Consequence> {
    payment.map(|payment| Consequence::Notify(Notice { to, about: About::Payment(payment), kind }))
}

/// Who hears of money in suspense: the payer always; on another's account, or nobody's, the guarantor of the order has nothing to look at.
fn suspended(payment: Option<PaymentId>, reason: SuspenseReason) -> Vec<Consequence> {
    let looks = match reason {
        SuspenseReason::PayeeDiffers | SuspenseReason::UnknownAccount => None,
        SuspenseReason::UnknownReference
        | SuspenseReason::AmountDiffers
        | SuspenseReason::PaymentClosed
        | SuspenseReason::AlreadySettled
        | SuspenseReason::PayerMissing
        | SuspenseReason::NotTakenUp
        | SuspenseReason::PayerDiffers
        | SuspenseReason::ReportsDiffer => notify(payment, Side::Guarantor, NoticeKind::Suspense),
    };
    looks.into_iter().chain(notify(payment, Side::Applicant, NoticeKind::Unsettled)).collect()
}

impl BankLine {
    /// What the event sets off beside what it posts.
    fn sets_off(&self, event: &BankLineEvent) -> Vec<Consequence> {
        let line = self.facts.id;
        match event {
            BankLineEvent::Received { .. } => vec![Consequence::Match { line }],
            BankLineEvent::Matched { payment } => vec![Consequence::Settle { payment: *payment, by: Settlement::Line(line) }],
            BankLineEvent::Honoured { application, in_time } => {
                vec![Consequence::Honour { application: *application, line, in_time: in_time.is_some() }]
            }
            // The bank behind a statement cannot be asked: the institution's staff sends the money back and says so.
            BankLineEvent::RefundRequested { reason } => match self.facts.source {
                LineSource::Bank => vec![Consequence::SendBack { line, reason: reason.clone() }],
                LineSource::Statement => Vec::new(),
            },
            BankLineEvent::Suspended { payment, reason } => suspended(*payment, *reason),
            BankLineEvent::RefundFailed { .. } => notify(self.payment, Side::Guarantor, NoticeKind::RefundFailed).into_iter().collect(),
            BankLineEvent::Refunded => notify(self.payment, Side::Applicant, NoticeKind::Refunded).into_iter().collect(),
            BankLineEvent::Identified { .. }
            | BankLineEvent::RefundProposed { .. }
            | BankLineEvent::RefundRejected
            | BankLineEvent::AsideProposed { .. }
            | BankLineEvent::AsideRejected
            | BankLineEvent::SetAside { .. } => Vec::new(),
        }
    }
}

impl Follows for BankLine {
    type Event = BankLineEvent;

    fn follows(&self, event: &BankLineEvent) -> Vec<Consequence> {
        posting(self, event).map(Consequence::Post).into_iter().chain(self.sets_off(event)).collect()
    }
}
