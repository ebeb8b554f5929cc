//! What an invoice's events set off.

use super::{Invoice, InvoiceEvent, RedConfirmation};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};

impl Invoice {
    const fn notify(&self, to: Side, kind: NoticeKind) -> Consequence {
        Consequence::Notify(Notice { to, about: About::Application(self.facts.application), kind })
    }
}

impl Follows for Invoice {
    type Event = InvoiceEvent;

    fn follows(&self, event: &InvoiceEvent) -> Vec<Consequence> {
        match event {
            InvoiceEvent::Requested { facts } if facts.own_system => vec![Consequence::AskInvoice { invoice: facts.id }],
            InvoiceEvent::Requested { .. } => vec![self.notify(Side::Guarantor, NoticeKind::InvoiceToIssue)],
            InvoiceEvent::Issued { .. } => vec![self.notify(Side::Applicant, NoticeKind::InvoiceIssued)],
            InvoiceEvent::SentBack { .. } => vec![self.notify(Side::Applicant, NoticeKind::InvoiceReturned)],
            InvoiceEvent::Cancelled => {
                vec![self.notify(Side::Guarantor, NoticeKind::InvoiceCancelled), self.notify(Side::Applicant, NoticeKind::InvoiceCancelled)]
            }
            InvoiceEvent::RedWanted { .. } => vec![self.notify(Side::Guarantor, NoticeKind::RedWanted)],
            InvoiceEvent::RedConfirming { wanted } => {
                let asks = wanted.confirming.is_some_and(|confirming| confirming.state == RedConfirmation::AwaitsBuyer);
                if asks { vec![self.notify(Side::Applicant, NoticeKind::RedToConfirm)] } else { Vec::new() }
            }
            InvoiceEvent::Reversed { .. } => vec![self.notify(Side::Applicant, NoticeKind::InvoiceReversed)],
            InvoiceEvent::Posted { .. } => vec![self.notify(Side::Applicant, NoticeKind::InvoicePosted)],
        }
    }
}
