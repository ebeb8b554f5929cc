use super::{Article, ArticleEvent, ArticleState, forbidden};
use crate::refusal::Refusal;

/// Hands the manuscript to whoever publishes it.
///
/// # Errors
/// [`Refusal::ArticleStateForbids`].
pub const fn submit(article: &Article) -> Result<ArticleEvent, Refusal> {
    match article.state() {
        ArticleState::Draft => Ok(ArticleEvent::Submitted),
        ArticleState::Submitted | ArticleState::Published | ArticleState::Withdrawn | ArticleState::Discarded => forbidden(),
    }
}
