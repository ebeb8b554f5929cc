//! Sends the manuscript back to whoever wrote it.

use super::load::load;
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::article::{Article, send_back};
use domain::id::ArticleId;

/// Sends the manuscript back to whoever wrote it.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`], [`AppError::NotFound`].
pub async fn send_back(world: &World, caller: &Caller, id: ArticleId, seen: u32, note: &str) -> Result<Article, AppError> {
    let (article, stamp) = load(world, &mut world.store.reader(), caller, Action::PublishArticle, id).await?;
    let event = send_back::send_back(&article, note)?;
    as_seen(article.version, seen)?;
    append(world, stamp, article, event).await
}
