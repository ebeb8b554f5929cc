use super::{Article, ArticleEvent, ArticleState, forbidden, noted};
use crate::refusal::Refusal;

/// Sends a manuscript that waits to be published back to whoever wrote it.
///
/// # Errors
/// [`Refusal::ArticleStateForbids`], [`Refusal::NoteMissing`].
pub fn send_back(article: &Article, note: &str) -> Result<ArticleEvent, Refusal> {
    match article.state() {
        ArticleState::Submitted => Ok(ArticleEvent::SentBack { note: noted(note)? }),
        ArticleState::Draft | ArticleState::Published | ArticleState::Withdrawn | ArticleState::Discarded => forbidden(),
    }
}
