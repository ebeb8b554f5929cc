//! Sending back: the grantor marks what has to be corrected (补正).

use super::{Correction, CreditLine, CreditLineEvent, CreditLineState, forbidden, words};
use crate::profile::ProfileItem;
use crate::refusal::Refusal;
use std::collections::BTreeSet;

/// Whether it is being looked at.
///
/// # Errors
/// [`Refusal::CreditBySystem`] when the institution's own system looks at it; [`Refusal::CreditStateForbids`].
pub const fn check(line: &CreditLine) -> Result<(), Refusal> {
    if line.by_system {
        return Err(Refusal::CreditBySystem);
    }
    match line.state {
        CreditLineState::Submitted => Ok(()),
        CreditLineState::Draft
        | CreditLineState::Returned { .. }
        | CreditLineState::GivenUp { .. }
        | CreditLineState::Granted
        | CreditLineState::Suspended { .. }
        | CreditLineState::Refused { .. }
        | CreditLineState::Cancelled { .. } => forbidden(),
    }
}

/// Sends it back.
///
/// # Errors
/// As [`check`]; [`Refusal::ReasonMissing`].
pub fn send_back(line: &CreditLine, marks: BTreeSet<ProfileItem>, comment: &str) -> Result<CreditLineEvent, Refusal> {
    check(line)?;
    Ok(CreditLineEvent::SentBack { correction: Correction { marks, comment: words(comment)? } })
}
