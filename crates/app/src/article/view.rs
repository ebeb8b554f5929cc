//! One article as its centre sees it.

use super::load::{load, two_persons};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::article::Article;
use domain::id::ArticleId;
pub use store::event::Entry;

/// An article with its history.
#[derive(Clone, Debug)]
pub struct ArticleDetail {
    /// The article.
    pub article: Article,
    /// What happened, oldest first.
    pub history: Vec<Entry>,
    /// Whether it takes two persons to publish it.
    pub two_persons: bool,
    /// Whether the viewer wrote the manuscript last.
    pub is_editor: bool,
}

/// The article in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: ArticleId) -> Result<ArticleDetail, AppError> {
    let mut reader = world.store.reader();
    let (article, _) = load(world, &mut reader, caller, Action::ViewArticle, id).await?;
    let history = store::event::history(&mut reader, &id.to_string()).await?;
    let is_editor = article.manuscript.as_ref().is_some_and(|manuscript| manuscript.editor == caller.actor.certificate);
    Ok(ArticleDetail { two_persons: two_persons(world, &article)?, article, history, is_editor })
}
