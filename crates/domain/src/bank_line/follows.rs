//! What a bank line's events set off.

use super::{BankLine, BankLineEvent, LineSource, SuspenseReason};
use crate::consequence::{Consequence, Follows};
use crate::id::PaymentId;
use crate::notice::{About, Notice, NoticeKind, Side};
use crate::payment::Settlement;

/// Where the line names a payment, its people are told; of others the desk knows.
fn notify(payment: Option<PaymentId>, to: Side, kind: NoticeKind) -> Vec<Consequence> {
    payment.map(|payment| Consequence::Notify(Notice { to, about: About::Payment(payment), kind })).into_iter().collect()
}

impl Follows for BankLine {
    type Event = BankLineEvent;

    fn follows(&self, event: &BankLineEvent) -> Vec<Consequence> {
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
            // On another's account, or nobody's, the guarantor of the order has nothing to look at.
            BankLineEvent::Suspended { payment, reason } => match reason {
                SuspenseReason::PayeeDiffers | SuspenseReason::UnknownAccount => Vec::new(),
                SuspenseReason::UnknownReference
                | SuspenseReason::AmountDiffers
                | SuspenseReason::PaymentClosed
                | SuspenseReason::AlreadySettled
                | SuspenseReason::PayerMissing
                | SuspenseReason::NotTakenUp
                | SuspenseReason::PayerDiffers
                | SuspenseReason::ReportsDiffer => notify(*payment, Side::Guarantor, NoticeKind::Suspense),
            },
            BankLineEvent::RefundFailed { .. } => notify(self.payment, Side::Guarantor, NoticeKind::RefundFailed),
            BankLineEvent::Refunded => notify(self.payment, Side::Applicant, NoticeKind::Refunded),
            BankLineEvent::RefundProposed { .. }
            | BankLineEvent::RefundRejected
            | BankLineEvent::AsideProposed { .. }
            | BankLineEvent::AsideRejected
            | BankLineEvent::SetAside { .. } => Vec::new(),
        }
    }
}
