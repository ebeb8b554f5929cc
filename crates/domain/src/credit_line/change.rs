//! Changing what is asked for, before it is handed in or once it was sent back.

use super::{CreditLine, CreditLineEvent, CreditLineState, CreditWanted, forbidden};
use crate::refusal::Refusal;

/// Whether it can be changed now.
///
/// # Errors
/// [`Refusal::CreditStateForbids`].
pub const fn check(line: &CreditLine) -> Result<(), Refusal> {
    match line.state {
        CreditLineState::Draft | CreditLineState::Returned { .. } => Ok(()),
        CreditLineState::Submitted
        | CreditLineState::GivenUp { .. }
        | CreditLineState::Granted
        | CreditLineState::Suspended { .. }
        | CreditLineState::Refused { .. }
        | CreditLineState::Cancelled { .. } => forbidden(),
    }
}

/// Asks for something else.
///
/// # Errors
/// As [`check`].
pub fn change(line: &CreditLine, wanted: CreditWanted) -> Result<CreditLineEvent, Refusal> {
    check(line)?;
    Ok(CreditLineEvent::Changed { wanted })
}
