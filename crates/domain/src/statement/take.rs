use super::{FAULTS_MAX, Statement, StatementEvent, StatementState, Totals, UNUSED_MAX};
use crate::refusal::Refusal;

/// Records what a statement was found to hold.
///
/// # Errors
/// [`Refusal::StatementStateForbids`] when it has been read before.
pub fn finish_reading(statement: &Statement, mut totals: Totals) -> Result<StatementEvent, Refusal> {
    match statement.state {
        StatementState::Reading => {}
        StatementState::Proposed | StatementState::Confirmed { .. } | StatementState::Taken | StatementState::Discarded => {
            return Err(Refusal::StatementStateForbids);
        }
    }
    totals.faults.truncate(FAULTS_MAX);
    totals.unused.truncate(UNUSED_MAX);
    Ok(StatementEvent::Read { totals: Box::new(totals) })
}

/// Records that the credits up to row `until` have been taken in.
///
/// # Errors
/// [`Refusal::StatementStateForbids`] when nobody has confirmed it, or these rows were taken in before.
pub const fn advance(statement: &Statement, until: u64, recorded: u64, known: u64, done: bool) -> Result<StatementEvent, Refusal> {
    match statement.state {
        StatementState::Confirmed { until: before } if until >= before => Ok(StatementEvent::Advanced { until, recorded, known, done }),
        StatementState::Confirmed { .. }
        | StatementState::Reading
        | StatementState::Proposed
        | StatementState::Taken
        | StatementState::Discarded => Err(Refusal::StatementStateForbids),
    }
}
