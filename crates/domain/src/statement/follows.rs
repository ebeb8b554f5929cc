//! What a bank statement's events set off.

use super::{Statement, StatementEvent};
use crate::consequence::{Consequence, Follows};

impl Follows for Statement {
    type Event = StatementEvent;

    fn follows(&self, event: &StatementEvent) -> Vec<Consequence> {
        match event {
            StatementEvent::Confirmed { .. } => vec![Consequence::TakeStatement { statement: self.facts.id }],
            StatementEvent::Begun { .. } | StatementEvent::Read { .. } | StatementEvent::Advanced { .. } | StatementEvent::Discarded => {
                Vec::new()
            }
        }
    }
}
