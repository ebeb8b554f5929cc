//! Publishing. Where the site asks for two persons, whoever wrote a manuscript last does not publish it.

use super::{Article, ArticleEvent, ArticleState, forbidden};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether it can be published now, apart from by whom.
///
/// # Errors
/// [`Refusal::ArticleStateForbids`].
pub const fn check(article: &Article, two_persons: bool) -> Result<(), Refusal> {
    match article.state() {
        ArticleState::Submitted => Ok(()),
        ArticleState::Draft if !two_persons => Ok(()),
        ArticleState::Draft | ArticleState::Published | ArticleState::Withdrawn | ArticleState::Discarded => forbidden(),
    }
}

/// Publishes the manuscript; `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// As [`check`]; [`Refusal::SecondPersonNeeded`].
pub fn publish(article: &Article, by: &str, two_persons: bool, now: Timestamp) -> Result<ArticleEvent, Refusal> {
    check(article, two_persons)?;
    let own = article.manuscript.as_ref().is_some_and(|manuscript| manuscript.editor == by);
    if two_persons && own { Err(Refusal::SecondPersonNeeded) } else { Ok(ArticleEvent::Published { at: now }) }
}
