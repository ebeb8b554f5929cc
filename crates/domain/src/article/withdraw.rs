use super::{Article, ArticleEvent, forbidden, noted};
use crate::refusal::Refusal;

/// Takes what is read away, for a `reason` that its centre reads. One person may: it protects readers.
///
/// # Errors
/// [`Refusal::ArticleStateForbids`] when nothing is read, [`Refusal::NoteMissing`].
pub fn withdraw(article: &Article, reason: &str) -> Result<ArticleEvent, Refusal> {
    match article.read() {
        Some(_) => Ok(ArticleEvent::Withdrawn { reason: noted(reason)? }),
        None => forbidden(),
    }
}
