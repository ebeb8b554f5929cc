use super::{Statement, StatementEvent, StatementState};
use crate::refusal::Refusal;

/// Lays a statement aside that nobody has confirmed.
///
/// # Errors
/// [`Refusal::StatementStateForbids`].
pub const fn discard(statement: &Statement) -> Result<StatementEvent, Refusal> {
    match statement.state {
        StatementState::Reading | StatementState::Proposed => Ok(StatementEvent::Discarded),
        StatementState::Confirmed { .. } | StatementState::Taken | StatementState::Discarded => Err(Refusal::StatementStateForbids),
    }
}
