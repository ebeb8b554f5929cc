//! What everybody may read of a kind on a site.

use super::load::shown_on;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::article::ArticleKind;
use domain::site::SiteCode;
pub use store::article::{Listed, Place};

/// Articles on one page.
const PAGE: usize = 20;
/// Most articles that stand before the others of their kind: the latest of those that are pinned. What is pinned beyond them stands
/// under its date among the others.
const PINNED_MAX: usize = 5;

/// A page of a kind.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// Those that stand before the others, on the first page.
    pub pinned: Vec<Listed>,
    /// The others, the latest date first.
    pub articles: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<Place>,
}

/// The page before `before`.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such site, [`AppError::Unavailable`].
pub async fn shelf(world: &World, caller: &Caller, site: SiteCode, kind: ArticleKind, before: Option<Place>) -> Result<Shelf, AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, site)?;
    let mut reader = world.store.reader();
    let site = shown_on(world, &mut reader, site, kind).await?;
    let rows = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut pinned = store::article::shelf(&mut reader, (site, kind, true), None, rows(PINNED_MAX)).await?;
    let limit = rows(PAGE + 1);
    let mut found = store::article::shelf(&mut reader, (site, kind, false), before.clone(), limit).await?;
    if let Some((_, last)) = pinned.last().filter(|_| pinned.len() == PINNED_MAX) {
        let from = before.iter().chain([last]).min().cloned();
        found.extend(store::article::shelf(&mut reader, (site, kind, true), from, limit).await?);
        found.sort_by(|(_, one), (_, other)| other.cmp(one));
    }
    if before.is_some() {
        pinned.clear();
    }
    let full = found.len() > PAGE;
    found.truncate(PAGE);
    let next = if full { found.last().map(|(_, place)| place.clone()) } else { None };
    let plain = |rows: Vec<(Listed, Place)>| rows.into_iter().map(|(listed, _)| listed).collect();
    Ok(Shelf { pinned: plain(pinned), articles: plain(found), next })
}

/// The first `count` of a kind: those that are pinned, then the latest.
///
/// # Errors
/// As [`shelf`].
pub async fn first(world: &World, caller: &Caller, site: SiteCode, kind: ArticleKind, count: usize) -> Result<Vec<Listed>, AppError> {
    let Shelf { pinned, articles, .. } = shelf(world, caller, site, kind, None).await?;
    Ok(pinned.into_iter().chain(articles).take(count).collect())
}
