//! What an instruction's events set off.

use super::{Instruction, InstructionEvent};
use crate::consequence::{Consequence, Follows, Told};

impl Follows for Instruction {
    type Event = InstructionEvent;

    fn follows(&self, event: &InstructionEvent) -> Vec<Consequence> {
        match event {
            InstructionEvent::Given { instruction } => vec![Consequence::Tell(Told::Instructed(instruction.id))],
            InstructionEvent::Answered { .. } | InstructionEvent::Reversed { .. } => Vec::new(),
        }
    }
}
