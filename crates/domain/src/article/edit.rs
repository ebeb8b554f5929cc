//! Writing: what is read stays as it is until the manuscript is published.

use super::{Article, ArticleEvent, ArticleState, Edition, forbidden};
use crate::refusal::Refusal;

/// Whether it can be written on.
///
/// # Errors
/// [`Refusal::ArticleStateForbids`] once it was given up.
pub const fn check(article: &Article) -> Result<(), Refusal> {
    match article.state() {
        ArticleState::Draft | ArticleState::Submitted | ArticleState::Published | ArticleState::Withdrawn => Ok(()),
        ArticleState::Discarded => forbidden(),
    }
}

/// Writes `edition`, begun from the article's `version`; `editor` is the fingerprint of the person's certificate. What waited to be published
/// waits no longer.
///
/// # Errors
/// As [`check`]; [`Refusal::ArticleEditedMeanwhile`] when somebody else changed it in between.
pub fn edit(article: &Article, edition: Edition, editor: &str, version: u32) -> Result<ArticleEvent, Refusal> {
    check(article)?;
    if article.version != version {
        return Err(Refusal::ArticleEditedMeanwhile);
    }
    Ok(ArticleEvent::Edited { edition: Box::new(edition), editor: editor.to_owned() })
}
