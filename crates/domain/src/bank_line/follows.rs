//! What a bank line's events set off.

use super::{BankLine, BankLineEvent, LineSource};
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
            BankLineEvent::Honoured { application } => vec![Consequence::Honour { application: *application, line }],
            // The bank behind a statement cannot be asked: the institution's staff sends the money back and says so.
            BankLineEvent::RefundRequested { reason } => match self.facts.source {
                LineSource::Bank => vec![Consequence::SendBack { line, reason: reason.clone() }],
                LineSource::Statement => Vec::new(),
            },
            BankLineEvent::Suspended { payment, .. } => notify(*payment, Side::Guarantor, NoticeKind::Suspense),
            BankLineEvent::RefundFailed { .. } => notify(self.payment, Side::Guarantor, NoticeKind::RefundFailed),
            BankLineEvent::Refunded => notify(self.payment, Side::Applicant, NoticeKind::Refunded),
            BankLineEvent::RefundProposed { .. } | BankLineEvent::RefundRejected => Vec::new(),
        }
    }
}
