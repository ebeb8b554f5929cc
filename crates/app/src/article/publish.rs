//! Publishing a manuscript, by a second person where the site says so.

use super::load::{load, two_persons};
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::article::{Article, publish};
use domain::id::ArticleId;

/// Publishes.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when the manuscript is no longer the one that was `seen`; [`AppError::NotFound`].
pub async fn publish(world: &World, caller: &Caller, id: ArticleId, seen: u32) -> Result<Article, AppError> {
    let (article, stamp) = load(world, &mut world.store.reader(), caller, Action::PublishArticle, id).await?;
    let event = publish::publish(&article, &caller.actor.certificate, two_persons(world, &article)?, world.now())?;
    as_seen(article.version, seen)?;
    append(world, stamp, article, event).await
}
