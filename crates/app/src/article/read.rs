//! One article as everybody reads it.

use super::load::sources;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::article::Article;
use domain::id::ArticleId;
use domain::site::SiteCode;

/// The article, on a site that shows it.
///
/// # Errors
/// [`AppError::NotFound`], also when nobody may read it yet, or any more.
pub async fn read(world: &World, caller: &Caller, site: SiteCode, id: ArticleId) -> Result<Article, AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, site)?;
    let mut shown = sources(world, site)?;
    let article = store::article::load(&mut world.store.reader(), id).await?;
    article.filter(|article| shown.any(|site| site == article.facts.site) && article.read().is_some()).ok_or(AppError::NotFound)
}
