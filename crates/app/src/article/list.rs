//! A centre's articles, whatever their state.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::article::Article;
use domain::id::ArticleId;

/// A page of the articles of the caller's site.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, before: Option<ArticleId>) -> Result<Page<Article>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::article::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::article::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |article| article.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Article>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::article::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |article| article.facts.id).await
}
