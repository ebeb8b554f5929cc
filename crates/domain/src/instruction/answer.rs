//! What an institution answers. An answer is final; an invoice can be taken back by red ones, up to what it says.

use super::invoice::{Invoice, RedInvoice};
use super::{Instruction, InstructionEvent, InstructionKind};
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
        invoice: Box<Invoice>,
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

/// Takes an issued invoice back, in whole or in part; the same red invoice again changes nothing (`None`).
///
/// # Errors
/// [`Refusal::InvoiceIrreversible`] when this instruction has no such invoice, or more would be taken back than it says.
pub fn reverse(instruction: &Instruction, red: RedInvoice) -> Result<Option<InstructionEvent>, Refusal> {
    let Some(Answer::Done { done: Done::Invoiced { invoice } }) = &instruction.answer else { return Err(Refusal::InvoiceIrreversible) };
    if instruction.reversals.contains(&red) {
        return Ok(None);
    }
    let known = |reversal: &RedInvoice| reversal.invoice.number == red.invoice.number;
    let taken_back: i128 = instruction.reversals.iter().chain([&red]).map(|reversal| i128::from(reversal.invoice.amount.fen())).sum();
    let fits = taken_back <= i128::from(invoice.amount.fen()) && red.invoice.amount > Cny::ZERO;
    if red.reverses != invoice.number || instruction.reversals.iter().any(known) || !fits {
        return Err(Refusal::InvoiceIrreversible);
    }
    Ok(Some(InstructionEvent::Reversed { red: Box::new(red) }))
}
