//! What an institution answers to an instruction, and what it takes back of that.

use super::result::Reply;
use crate::commit::Writer;
use crate::error::AppError;
use domain::id::InstructionId;
use domain::instruction::{Answer, Instruction, InstructionKind, RedInvoice, answer, reverse};
use domain::message::{Effect, Message};

/// Takes it in.
pub(super) async fn replied(w: &mut Writer<'_>, message: &Message, reply: &Reply) -> Result<Effect, AppError> {
    match reply {
        Reply::Answered { instruction, kind, answer } => answered(w, message, *instruction, *kind, answer.clone()).await,
        Reply::Reversed { instruction, red } => reversed(w, message, *instruction, red).await,
    }
}

/// Why nothing is done about a word on somebody else's instruction.
const NONE: &str = "没有这一指令，或不属于本机构、本订单";

/// The instruction, if it is the sender's and about the application that the message is about.
async fn own(w: &mut Writer<'_>, message: &Message, id: InstructionId) -> Result<Option<Instruction>, AppError> {
    let found: Option<Instruction> = w.find(id).await?;
    Ok(found.filter(|found| message.institution == Some(found.institution) && found.number.to_string() == message.subject))
}

/// An invoice is taken back; one that has not come yet is waited for.
async fn reversed(w: &mut Writer<'_>, message: &Message, id: InstructionId, red: &RedInvoice) -> Result<Effect, AppError> {
    let Some(instruction) = own(w, message, id).await? else { return Ok(Effect::Doubtful(NONE.into())) };
    if instruction.asked.kind() == InstructionKind::Invoice && instruction.answer.is_none() {
        return Ok(Effect::Waits);
    }
    match reverse(&instruction, red.clone()) {
        Ok(Some(event)) => {
            w.append(instruction, &event)?;
            Ok(Effect::Had)
        }
        Ok(None) => Ok(Effect::Had),
        Err(refusal) => Ok(refusal.into()),
    }
}

async fn answered(
    w: &mut Writer<'_>,
    message: &Message,
    id: InstructionId,
    kind: InstructionKind,
    given: Answer,
) -> Result<Effect, AppError> {
    let Some(instruction) = own(w, message, id).await? else { return Ok(Effect::Doubtful(NONE.into())) };
    match answer(&instruction, kind, given) {
        Ok(Some(event)) => {
            w.append(instruction, &event)?;
            Ok(Effect::Had)
        }
        Ok(None) => Ok(Effect::Had),
        Err(refusal) => Ok(refusal.into()),
    }
}
