//! Searching what everybody may read.

use super::load::shown_on;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::article::ArticleKind;
use domain::site::SiteCode;
use domain::text::sought;
use std::cmp::Reverse;
pub use store::article::Listed;

/// Articles on one page.
const PAGE: usize = 20;

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The articles, newest first.
    pub articles: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// Searches titles and texts for the words of `text`, in one kind or in all.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such site, [`AppError::Unavailable`].
pub async fn search(
    world: &World,
    caller: &Caller,
    (site, kind): (SiteCode, Option<ArticleKind>),
    text: &str,
    before: Option<i64>,
) -> Result<Found, AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, site)?;
    let (mut reader, limit) = (world.store.reader(), i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    let (mut found, text) = (Vec::new(), sought(text));
    // Whose articles are shown is chosen kind by kind, as on their own pages.
    for kind in ArticleKind::ALL.into_iter().filter(|known| kind.is_none_or(|kind| kind == *known)) {
        let site = shown_on(world, &mut reader, site, kind).await?;
        found.extend(store::article::search(&mut reader, (site, kind), &text, before, limit).await?);
    }
    found.sort_by_key(|(_, place)| Reverse(*place));
    let full = found.len() > PAGE;
    found.truncate(PAGE);
    let next = if full { found.last().map(|(_, place)| *place) } else { None };
    Ok(Found { articles: found.into_iter().map(|(listed, _)| listed).collect(), next })
}
