//! What an institution answers. An answer is final.

use super::{Instruction, InstructionEvent, InstructionKind};
use crate::invoice::IssuedInvoice;
use crate::money::Cny;
use crate::refusal::Refusal;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Done {
    /// The guarantee is given back.
    Surrendered {
        /// What is refunded of the fee.
        refund: Cny,
    },
    /// It holds longer.
    Extended {
        /// Its last day now.
        expiry: Date,
    },
    /// The claim is settled.
    Claimed {
        /// What is paid.
        paid: Cny,
    },
    /// The invoice is issued.
    Invoiced {
        /// It.
        invoice: Box<IssuedInvoice>,
    },
}

impl Done {
    /// What kind of instruction this answers. Releases are answered by nothing.
    #[must_use]
    pub const fn kind(&self) -> InstructionKind {
        match self {
            Self::Surrendered { .. } => InstructionKind::Surrender,
            Self::Extended { .. } => InstructionKind::Extend,
            Self::Claimed { .. } => InstructionKind::Claim,
            Self::Invoiced { .. } => InstructionKind::Invoice,
        }
    }
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Answer {
    /// Done.
    Done {
        /// What.
        done: Done,
    },
    /// Refused.
    Refused {
        /// Why.
        reason: String,
    },
}

/// Answers an instruction of this `kind`; the same answer again changes nothing (`None`).
///
/// # Errors
/// [`Refusal::InstructionAnswered`] for another answer than the first, or one to another kind of instruction.
pub fn answer(instruction: &Instruction, kind: InstructionKind, answer: Answer) -> Result<Option<InstructionEvent>, Refusal> {
    let other = matches!(&answer, Answer::Done { done } if done.kind() != kind);
    if other || instruction.asked.kind() != kind {
        return Err(Refusal::InstructionAnswered);
    }
    match &instruction.answer {
        None => Ok(Some(InstructionEvent::Answered { answer })),
        Some(given) if *given == answer => Ok(None),
        Some(_) => Err(Refusal::InstructionAnswered),
    }
}

/// What of a fee was given back, by the answers to surrenders.
#[must_use]
pub fn refunded(instructions: &[Instruction]) -> Cny {
    let back = |instruction: &Instruction| match &instruction.answer {
        Some(Answer::Done { done: Done::Surrendered { refund } }) => refund.fen(),
        Some(Answer::Done { done: Done::Extended { .. } | Done::Claimed { .. } | Done::Invoiced { .. } } | Answer::Refused { .. })
        | None => 0,
    };
    Cny::from_fen(instructions.iter().map(back).sum()).unwrap_or(Cny::ZERO)
}
