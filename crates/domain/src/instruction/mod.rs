//! Instructions to an institution about a guarantee (退保、延期、理赔、注销、开票): sent once, answered once. An answer is final; a second one
//! that differs is looked at by a person. What follows from an answer is the business of whatever gave the instruction.

mod answer;
mod asked;
mod claim;
mod follows;

pub use answer::{Answer, Done, answer, refunded};
pub use asked::Asked;
pub use claim::{Claim, ClaimContact, ClaimSignature};

use crate::id::{ApplicationId, InstitutionId, InstructionId};
use crate::number::ApplicationNumber;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstructionKind {
    /// 退保.
    Surrender,
    /// 延期.
    Extend,
    /// 理赔.
    Claim,
    /// 注销.
    Release,
    /// 开票.
    Invoice,
}

impl InstructionKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Surrender, Self::Extend, Self::Claim, Self::Release, Self::Invoice];

    /// Its name in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Surrender => "surrender",
            Self::Extend => "extend",
            Self::Claim => "claim",
            Self::Release => "release",
            Self::Invoice => "invoice",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Surrender => "退保",
            Self::Extend => "延期",
            Self::Claim => "理赔",
            Self::Release => "注销",
            Self::Invoice => "开票",
        }
    }
}

/// An instruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// Which.
    pub id: InstructionId,
    /// About which application's guarantee.
    pub application: ApplicationId,
    /// The application's number, as the wire has it.
    pub number: ApplicationNumber,
    /// To whom.
    pub institution: InstitutionId,
    /// What is asked.
    pub asked: Asked,
    /// When.
    pub requested_at: Timestamp,
    /// What was answered, once it was.
    pub answer: Option<Answer>,
    /// Events so far.
    pub version: u32,
}

/// What happened to an instruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum InstructionEvent {
    /// It was given.
    Given {
        /// All of it; the version is 1.
        instruction: Box<Instruction>,
    },
    /// It was answered.
    Answered {
        /// How.
        answer: Answer,
    },
}

impl InstructionEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Given { .. } => "instruction.given",
            Self::Answered { .. } => "instruction.answered",
        }
    }
}

impl Instruction {
    /// The instruction after its first event; `None` when that is not `Given`.
    #[must_use]
    pub fn born(event: &InstructionEvent) -> Option<Self> {
        if let InstructionEvent::Given { instruction } = event { Some((**instruction).clone()) } else { None }
    }

    /// The only writer of its state.
    pub fn apply(&mut self, event: &InstructionEvent) {
        self.version += 1;
        match event {
            InstructionEvent::Given { .. } => {}
            InstructionEvent::Answered { answer } => self.answer = Some(answer.clone()),
        }
    }
}

/// Whether a demand among these has not been answered: its guarantor is bound until it is (F-6).
#[must_use]
pub fn claimed_on(instructions: &[Instruction]) -> bool {
    instructions.iter().any(|given| matches!(given.asked, Asked::Claim(_)) && given.answer.is_none())
}
