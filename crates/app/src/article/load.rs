//! Loading an article for its centre, and whose articles a site shows.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation};
use domain::article::{Article, ArticleKind};
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

/// Whose articles `site` may show: its own, and in a prefecture its province's.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such site.
pub(super) fn sources(world: &World, site: SiteCode) -> Result<impl Iterator<Item = SiteCode>, AppError> {
    let found = world.sites.get(site).ok_or(AppError::NotFound)?;
    Ok(std::iter::once(site).chain(found.province))
}

/// Whose articles of a kind `site` shows: its own; a prefecture that has published none shows its province's.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such site.
pub(super) async fn shown_on(world: &World, query: &mut impl Query, site: SiteCode, kind: ArticleKind) -> Result<SiteCode, AppError> {
    let mut sources = sources(world, site)?.skip(1);
    // Only where there is somebody else's to show does it matter whether there are any of its own.
    let Some(province) = sources.next() else { return Ok(site) };
    for pinned in [false, true] {
        if !store::article::shelf(query, (site, kind, pinned), None, 1).await?.is_empty() {
            return Ok(site);
        }
    }
    Ok(province)
}

/// Whether an article needs two persons.
pub(super) fn two_persons(world: &World, article: &Article) -> Result<bool, AppError> {
    world.sites.get(article.facts.site).map(|site| site.rules.two_persons).ok_or(AppError::NotFound)
}
