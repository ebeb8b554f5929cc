//! What a payment's events set off: nothing. It stands and falls with its application, whose events say what follows.

use super::{Payment, PaymentEvent};
use crate::consequence::{Consequence, Follows};

impl Follows for Payment {
    type Event = PaymentEvent;

    fn follows(&self, event: &PaymentEvent) -> Vec<Consequence> {
        match event {
            PaymentEvent::FellDue { .. } | PaymentEvent::Settled { .. } | PaymentEvent::Moved { .. } | PaymentEvent::Closed => Vec::new(),
        }
    }
}
