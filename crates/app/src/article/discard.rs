//! Gives the manuscript up.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::article::{Article, discard};
use domain::id::ArticleId;

/// Gives the manuscript up.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn discard(world: &World, caller: &Caller, id: ArticleId) -> Result<Article, AppError> {
    let (article, stamp) = load(world, &mut world.store.reader(), caller, Action::EditArticle, id).await?;
    let event = discard::discard(&article)?;
    append(world, stamp, article, event).await
}
