//! Giving up (放弃): the applicant does not go on with what it has drafted, or was to correct. It may ask the same grantor anew at once.

use super::{CreditLine, CreditLineEvent, change};
use crate::refusal::Refusal;

/// Gives it up.
///
/// # Errors
/// As [`change::check`]: what the grantor looks at, and what was granted, is not the applicant's to end.
pub fn give_up(line: &CreditLine) -> Result<CreditLineEvent, Refusal> {
    change::check(line)?;
    Ok(CreditLineEvent::GivenUp)
}
