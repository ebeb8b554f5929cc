//! What an institution answers to an instruction, parsed at the edge.

use super::fields::{Fields, read};
use crate::error::AppError;
use domain::id::InstructionId;
use domain::instruction::{Answer, Done, InstructionKind};
use protocol::message as wire;

/// What an institution answers to an instruction.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) instruction: InstructionId,
    pub(crate) kind: InstructionKind,
    pub(crate) answer: Answer,
}

fn answer(fields: &mut Fields, outcome: wire::Outcome, reason: &str, done: Done) -> Answer {
    match outcome {
        wire::Outcome::Done => Answer::Done { done },
        wire::Outcome::Refused => Answer::Refused { reason: fields.words("reason", reason) },
    }
}

fn instruction(fields: &mut Fields, text: &str) -> Option<InstructionId> {
    text.parse().map_err(|_| fields.fault("instruction_id", "不是平台发出的指令编号")).ok()
}

/// A result: which application it is about, what it answers, and what that comes to when it is done.
fn decided(
    fields: &mut Fields,
    (order_number, instruction_id): (String, &str),
    (outcome, reason): (wire::Outcome, &str),
    done: Done,
) -> (String, Option<Reply>) {
    let kind = done.kind();
    let answer = answer(fields, outcome, reason, done);
    let content = instruction(fields, instruction_id).map(|instruction| Reply { instruction, kind, answer });
    (order_number, content)
}

/// Parses the result of this topic.
///
/// # Errors
/// [`AppError::Invalid`] for a body that is no such message; [`AppError::NotFound`] for a topic that is no result.
pub(super) fn result(topic: &str, body: &[u8], fields: &mut Fields) -> Result<(String, Option<Reply>), AppError> {
    Ok(match topic {
        "surrender.result" => {
            let message: wire::SurrenderResult = read(body)?;
            let done = Done::Surrendered { refund: fields.amount("refund", &message.refund) };
            decided(fields, (message.order_number, &message.instruction_id), (message.outcome, &message.reason), done)
        }
        "extension.result" => {
            let message: wire::ExtensionResult = read(body)?;
            let done = Done::Extended { expiry: fields.day("new_expiry", &message.new_expiry) };
            decided(fields, (message.order_number, &message.instruction_id), (message.outcome, &message.reason), done)
        }
        "claim.result" => {
            let message: wire::ClaimResult = read(body)?;
            let done = Done::Claimed { paid: fields.amount("paid_amount", &message.paid_amount) };
            decided(fields, (message.order_number, &message.instruction_id), (message.outcome, &message.reason), done)
        }
        _ => return Err(AppError::NotFound),
    })
}
