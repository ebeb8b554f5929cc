//! What an institution answers to an instruction.

use super::outcome::{Outcome, suspended};
use crate::commit::Writer;
use crate::error::AppError;
use domain::id::InstructionId;
use domain::instruction::{Answer, Instruction, InstructionKind, answer};
use store::message::Message;

pub(super) async fn answered(
    w: &mut Writer<'_>,
    message: &Message,
    id: InstructionId,
    kind: InstructionKind,
    given: Answer,
) -> Result<Outcome, AppError> {
    let instruction: Option<Instruction> = w.find(id).await?;
    let own = instruction
        .filter(|instruction| message.institution == Some(instruction.institution) && instruction.number.to_string() == message.subject);
    let Some(instruction) = own else { return Ok(Outcome::Suspended("没有这一指令，或不属于本机构、本订单".into())) };
    match answer(&instruction, kind, given) {
        Ok(Some(event)) => {
            w.append(instruction, &event)?;
            Ok(Outcome::Done)
        }
        Ok(None) => Ok(Outcome::Done),
        Err(refusal) => Ok(suspended(refusal)),
    }
}
