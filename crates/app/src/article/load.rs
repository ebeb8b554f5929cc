//! Loading an article for its centre, and whose articles a site shows.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation};
use domain::article::Article;
use domain::id::ArticleId;
use domain::site::SiteCode;
use store::{Query, Stamp};

/// What the actor is to the articles of a site.
pub(super) fn relation(actor: &Actor, site: SiteCode) -> Relation {
    if actor.site == Some(site) { Relation::CentreOfSite } else { Relation::Stranger }
}

/// Loads an article for `action`: to someone who may not, it does not exist.
pub(super) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: ArticleId,
) -> Result<(Article, Stamp), AppError> {
    let article = store::article::load(query, id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, article.facts.site), id)?;
    Ok((article, stamp))
}

/// Whose articles `site` shows: its own. A site that shares another's answers for it here, and nowhere else.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such site.
pub(super) fn shown_on(world: &World, site: SiteCode) -> Result<SiteCode, AppError> {
    world.sites.get(site).map(|site| site.rules.code).ok_or(AppError::NotFound)
}

/// Whether an article needs two persons.
pub(super) fn two_persons(world: &World, article: &Article) -> Result<bool, AppError> {
    world.sites.get(article.facts.site).map(|site| site.rules.two_persons).ok_or(AppError::NotFound)
}
