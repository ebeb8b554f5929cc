//! What a close's events set off: nothing. It is looked at on the ledger's page.

use super::{DayClose, DayCloseEvent};
use crate::consequence::{Consequence, Follows};

impl Follows for DayClose {
    type Event = DayCloseEvent;

    fn follows(&self, event: &DayCloseEvent) -> Vec<Consequence> {
        match event {
            DayCloseEvent::DrawnUp { .. } | DayCloseEvent::Confirmed { .. } | DayCloseEvent::Withdrawn => Vec::new(),
        }
    }
}
