//! What an institution's own system says of credit that it was asked for.

use super::credit_word::CreditSaid;
use crate::commit::Writer;
use crate::error::AppError;
use domain::credit_line::{CreditLine, Grantor, WordHeard, answer};
use domain::id::CreditLineId;
use domain::message::{Effect, Message};

/// Why nothing is done about a word on somebody else's line.
const NONE: &str = "没有这一授信申请，或不属于本机构";

/// Takes it in.
pub(super) async fn act(w: &mut Writer<'_>, message: &Message, said: &CreditSaid) -> Result<Effect, AppError> {
    let Ok(id) = message.subject.parse::<CreditLineId>() else { return Ok(Effect::Doubtful(NONE.into())) };
    let found: Option<CreditLine> = w.find(id).await?;
    let own = |line: &CreditLine| matches!(line.facts.grantor, Grantor::Institution(grantor) if message.institution == Some(grantor));
    let Some(line) = found.filter(own) else { return Ok(Effect::Doubtful(NONE.into())) };
    match answer::answer(&line, &said.word, said.at, w.now().date()) {
        Ok(WordHeard::Event(event)) => {
            w.append(line, &event)?;
            Ok(Effect::Had)
        }
        Ok(WordHeard::Nothing) => Ok(Effect::Had),
        Ok(WordHeard::TooEarly) => Ok(Effect::Waits),
        Err(refusal) => Ok(refusal.into()),
    }
}
