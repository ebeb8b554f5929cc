//! What an instruction's events set off.

use super::{Answer, Asked, Done, Instruction, InstructionEvent};
use crate::consequence::{Consequence, Follows, Told};

impl Instruction {
    /// A letter that is given back or released takes no credit any more, whenever its fee goes back.
    const fn free(&self) -> Consequence {
        Consequence::FreeCredit { application: self.application }
    }

    /// What was asked for hears the answer. Extensions, claims and releases are kept by nothing else yet.
    fn answered(&self, answer: &Answer) -> Vec<Consequence> {
        match (&self.asked, answer) {
            (Asked::Invoice { invoice }, Answer::Done { done: Done::Invoiced { invoice: issued } }) => {
                vec![Consequence::IssueInvoice { invoice: *invoice, issued: issued.clone() }]
            }
            (Asked::Invoice { invoice }, Answer::Refused { reason }) => {
                vec![Consequence::ReturnInvoice { invoice: *invoice, reason: reason.clone() }]
            }
            (Asked::Surrender { .. }, Answer::Done { done: Done::Surrendered { refund } }) => {
                vec![self.free(), Consequence::RefundInvoice { application: self.application, refund: *refund }]
            }
            (
                Asked::Surrender { .. } | Asked::Extend { .. } | Asked::Claim(_) | Asked::Release { .. } | Asked::Invoice { .. },
                Answer::Done { .. } | Answer::Refused { .. },
            ) => Vec::new(),
        }
    }
}

impl Follows for Instruction {
    type Event = InstructionEvent;

    fn follows(&self, event: &InstructionEvent) -> Vec<Consequence> {
        match event {
            InstructionEvent::Given { instruction } => {
                let released = matches!(instruction.asked, Asked::Release { .. }).then(|| self.free());
                [Some(Consequence::Tell(Told::Instructed(instruction.id))), released].into_iter().flatten().collect()
            }
            InstructionEvent::Answered { answer } => self.answered(answer),
        }
    }
}
