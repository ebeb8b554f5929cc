//! Drafting: the applicant says what it needs, and whom it asks.

use super::{CreditLine, CreditLineEvent, CreditLineFacts, CreditWanted};
use crate::refusal::Refusal;
use crate::time::Date;

/// Drafts a line; `known` are the applicant's lines of the same grantor.
///
/// # Errors
/// [`Refusal::CreditUnderWay`] when one of them is not over.
pub fn draft(known: &[CreditLine], facts: CreditLineFacts, wanted: CreditWanted, today: Date) -> Result<CreditLineEvent, Refusal> {
    if known.iter().any(|line| !line.is_over(today)) {
        return Err(Refusal::CreditUnderWay);
    }
    Ok(CreditLineEvent::Drafted { facts: Box::new(facts), wanted })
}
