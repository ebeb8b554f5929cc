//! Agreeing, as the second person at the grantor, to what the first has proposed.

use super::{CreditLine, CreditLineEvent, CreditProposal, forbidden, propose};
use crate::refusal::Refusal;
use crate::time::Date;

/// Whether there is something to agree to, and `by` may: not whoever proposed it.
///
/// # Errors
/// [`Refusal::CreditStateForbids`], [`Refusal::SecondPersonNeeded`].
pub fn check<'a>(line: &'a CreditLine, by: &str, today: Date) -> Result<&'a CreditProposal, Refusal> {
    match &line.proposal {
        Some(proposal) if proposal.by == by => Err(Refusal::SecondPersonNeeded),
        Some(proposal) => propose::check(line, proposal.decision.kind(), today).map(|()| proposal),
        None => forbidden(),
    }
}

/// Agrees.
///
/// # Errors
/// As [`check`].
pub fn confirm(line: &CreditLine, by: &str, today: Date) -> Result<CreditLineEvent, Refusal> {
    let proposal = check(line, by, today)?;
    Ok(CreditLineEvent::Decided { decision: proposal.decision.clone() })
}
