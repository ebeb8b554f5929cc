//! What a mandate's events set off: nothing. Whether an agency acts under one is looked up at each request.

use super::{Mandate, MandateEvent};
use crate::consequence::{Consequence, Follows};

impl Follows for Mandate {
    type Event = MandateEvent;

    fn follows(&self, event: &MandateEvent) -> Vec<Consequence> {
        match event {
            MandateEvent::Recorded { .. } | MandateEvent::Accepted { .. } | MandateEvent::Ended { .. } => Vec::new(),
        }
    }
}
