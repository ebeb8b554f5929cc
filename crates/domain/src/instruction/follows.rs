//! What an instruction's events set off.

use super::{Answer, Asked, Done, Instruction, InstructionEvent};
use crate::consequence::{Consequence, Follows, Told};

impl Follows for Instruction {
    type Event = InstructionEvent;

    fn follows(&self, event: &InstructionEvent) -> Vec<Consequence> {
        // A letter that is given back or released takes no credit any more, whenever its fee goes back.
        let free = |application| Consequence::FreeCredit { application };
        match event {
            InstructionEvent::Given { instruction } => {
                let released = matches!(instruction.asked, Asked::Release { .. }).then(|| free(instruction.application));
                [Some(Consequence::Tell(Told::Instructed(instruction.id))), released].into_iter().flatten().collect()
            }
            InstructionEvent::Answered { answer: Answer::Done { done: Done::Surrendered { .. } } } => vec![free(self.application)],
            InstructionEvent::Answered { .. } | InstructionEvent::Reversed { .. } => Vec::new(),
        }
    }
}
