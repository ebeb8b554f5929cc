//! Takes away what everybody reads.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::article::{Article, withdraw};
use domain::id::ArticleId;

/// Takes away what everybody reads.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn withdraw(world: &World, caller: &Caller, id: ArticleId, reason: &str) -> Result<Article, AppError> {
    let (article, stamp) = load(world, &mut world.store.reader(), caller, Action::PublishArticle, id).await?;
    let event = withdraw::withdraw(&article, reason)?;
    append(world, stamp, article, event).await
}
