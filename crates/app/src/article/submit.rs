//! Hands the manuscript to whoever publishes it.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::article::{Article, submit};
use domain::id::ArticleId;

/// Hands the manuscript to whoever publishes it.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn submit(world: &World, caller: &Caller, id: ArticleId) -> Result<Article, AppError> {
    let (article, stamp) = load(world, &mut world.store.reader(), caller, Action::EditArticle, id).await?;
    let event = submit::submit(&article)?;
    append(world, stamp, article, event).await
}
