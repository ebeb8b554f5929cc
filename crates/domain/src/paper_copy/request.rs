//! Asking for a paper original (索取纸质版保函原件, Henan manual 3.6): once the letter is out, and while it counts.

use super::{PaperCopy, PaperCopyEvent, PaperCopyFacts, Recipient};
use crate::guarantee::{Guarantee, Standing};
use crate::id::PaperCopyId;
use crate::number::ApplicationNumber;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether one can be asked for at `now`. `earlier` are those there are of the letter.
///
/// # Errors
/// [`Refusal::PaperBeforeIssue`] while there is no letter; [`Refusal::PaperOfExpired`] past its last day; [`Refusal::PaperUnderWay`] beside
/// one that is not received yet.
pub fn check<'a>(letter: Option<&'a Guarantee>, earlier: &[PaperCopy], now: Timestamp) -> Result<&'a Guarantee, Refusal> {
    let letter = letter.ok_or(Refusal::PaperBeforeIssue)?;
    match letter.standing(now) {
        Standing::BeforeOpening | Standing::InForce => {}
        Standing::Expired => return Err(Refusal::PaperOfExpired),
    }
    if earlier.iter().any(|copy| copy.state.lives()) { Err(Refusal::PaperUnderWay) } else { Ok(letter) }
}

/// Asks for one of `letter`, whose order has this `number`.
#[must_use]
pub fn request(letter: &Guarantee, number: ApplicationNumber, id: PaperCopyId, recipient: Recipient, now: Timestamp) -> PaperCopyEvent {
    let facts = PaperCopyFacts {
        id,
        guarantee: letter.id,
        letter: letter.number.clone(),
        application: letter.application,
        number,
        site: letter.site,
        applicant: letter.applicant.clone(),
        guarantor: letter.guarantor.clone(),
        recipient,
        requested_at: now,
    };
    PaperCopyEvent::Requested { facts: Box::new(facts) }
}
