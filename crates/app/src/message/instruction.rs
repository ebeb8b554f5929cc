//! What an institution answers to an instruction.

use super::result::Reply;
use crate::commit::Writer;
use crate::error::AppError;
use domain::id::InstructionId;
use domain::instruction::{Instruction, answer};
use domain::message::{Effect, Message};

/// Why nothing is done about a word on somebody else's instruction.
pub(super) const NONE: &str = "没有这一指令，或不属于本机构、本订单";

/// The instruction, if it is the sender's and about the application that the message is about.
pub(super) async fn own(w: &mut Writer<'_>, message: &Message, id: InstructionId) -> Result<Option<Instruction>, AppError> {
    let found: Option<Instruction> = w.find(id).await?;
    Ok(found.filter(|found| message.institution == Some(found.institution) && found.number.to_string() == message.subject))
}

/// Takes it in.
pub(super) async fn replied(w: &mut Writer<'_>, message: &Message, reply: &Reply) -> Result<Effect, AppError> {
    let Some(instruction) = own(w, message, reply.instruction).await? else { return Ok(Effect::Doubtful(NONE.into())) };
    match answer(&instruction, reply.kind, reply.answer.clone()) {
        Ok(Some(event)) => {
            w.append(instruction, &event)?;
            Ok(Effect::Had)
        }
        Ok(None) => Ok(Effect::Had),
        Err(refusal) => Ok(refusal.into()),
    }
}
