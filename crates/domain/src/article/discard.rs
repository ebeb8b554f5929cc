use super::{Article, ArticleEvent, ArticleState, forbidden};
use crate::refusal::Refusal;

/// Gives the manuscript up; what is read stays as it is.
///
/// # Errors
/// [`Refusal::ArticleStateForbids`].
pub const fn discard(article: &Article) -> Result<ArticleEvent, Refusal> {
    match article.state() {
        ArticleState::Draft | ArticleState::Submitted => Ok(ArticleEvent::Discarded),
        ArticleState::Published | ArticleState::Withdrawn | ArticleState::Discarded => forbidden(),
    }
}
