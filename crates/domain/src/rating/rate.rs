//! Giving a rating: by the applicant of a letter that is out, once.

use super::{Opinion, RatingEvent, RatingFacts, Stars, WORDS_MAX};
use crate::id::GuaranteeId;
use crate::party::Invalid;
use crate::refusal::Refusal;
use crate::text::lines;

/// What the applicant says, read from what was typed.
///
/// # Errors
/// [`Invalid`] for too many words.
pub fn opinion(stars: Stars, text: &str) -> Result<Opinion, Invalid> {
    let words = lines(text, 0..=WORDS_MAX).ok_or(Invalid::Shape("评价内容最多 500 个字"))?;
    Ok(Opinion { stars, words })
}

/// The letter that is rated.
///
/// # Errors
/// [`Refusal::RatingTooEarly`] while there is none.
pub fn check(letter: Option<GuaranteeId>) -> Result<GuaranteeId, Refusal> {
    letter.ok_or(Refusal::RatingTooEarly)
}

/// Gives one.
#[must_use]
pub fn rate(facts: RatingFacts, opinion: Opinion) -> RatingEvent {
    RatingEvent::Rated { facts: Box::new(facts), opinion }
}
