//! What a voucher's events set off: people are told, and a credit is named as the order's. Nothing is settled.

use super::{Voucher, VoucherEvent};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};

impl Follows for Voucher {
    type Event = VoucherEvent;

    fn follows(&self, event: &VoucherEvent) -> Vec<Consequence> {
        let facts = &self.facts;
        let notify = |to, kind| Consequence::Notify(Notice { to, about: About::Application(facts.application), kind });
        match event {
            VoucherEvent::HandedIn { .. } => vec![notify(Side::Guarantor, NoticeKind::VoucherToCheck)],
            VoucherEvent::Checking { .. } => Vec::new(),
            VoucherEvent::Found { line, by } => vec![
                Consequence::Identify { line: *line, payment: facts.payment, by: by.clone() },
                notify(Side::Applicant, NoticeKind::VoucherFound),
            ],
            VoucherEvent::Missed { .. } => vec![notify(Side::Applicant, NoticeKind::VoucherNotFound)],
        }
    }
}
