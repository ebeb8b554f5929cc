//! Searching lots inside a site.

use crate::error::AppError;
use crate::listing;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::site::SiteCode;
use domain::text::sought;
pub use store::lot::Listed;
use store::lot::Search;

/// Lots on one page.
const PAGE: usize = 20;
/// Most lots that are counted; a search says "more than" beyond it.
pub const COUNT_MAX: usize = 100;

/// One page of lots.
#[derive(Clone, Debug)]
pub struct Page {
    /// The lots, newest first.
    pub lots: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
    /// How many there are in all; beyond [`COUNT_MAX`] only that there are more.
    pub count: usize,
}

/// What is looked for on a site.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Where.
    pub site: SiteCode,
    /// Words of the name or tenderee, or the beginning of the number; empty for all.
    pub text: &'a str,
    /// Only lots whose bids are not opened yet.
    pub open: bool,
}

/// A page of the lots found, on a province's site those of its prefectures too: the feed's, and those that the caller's organisation typed in.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn search(world: &World, caller: &Caller, question: Question<'_>, before: Option<i64>) -> Result<Page, AppError> {
    let Question { site, text, open } = question;
    caller.stamp(world, Action::ViewLot, Relation::Stranger, site)?;
    let (text, opens_after) = (&sought(text), open.then(|| world.now()));
    let limit = i64::try_from(COUNT_MAX + 1).unwrap_or(i64::MAX);
    let below: Vec<SiteCode> = world.sites.prefectures(site).map(|site| site.rules.code).collect();
    let search = Search { site, below: &below, viewer: caller.actor.organisation, text, opens_after, before: None, limit };
    let mut reader = world.store.reader();
    let found = store::lot::search(&mut reader, &search).await?;
    let count = found.len();
    let mut lots = match before {
        Some(_) => {
            store::lot::search(&mut reader, &Search { before, limit: i64::try_from(PAGE + 1).unwrap_or(i64::MAX), ..search }).await?
        }
        None => found,
    };
    let full = lots.len() > PAGE;
    lots.truncate(PAGE);
    let next = if full { lots.last().map(|listed| listed.seq) } else { None };
    Ok(Page { lots, next, count })
}

/// All of the feed's lots found that an export holds; what an organisation typed in is in none, and the page says so.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, question: Question<'_>) -> Result<Vec<Listed>, AppError> {
    let Question { site, text, open } = question;
    caller.stamp(world, Action::ViewLot, Relation::Stranger, site)?;
    let (text, opens_after) = (&sought(text), open.then(|| world.now()));
    let below: Vec<SiteCode> = world.sites.prefectures(site).map(|site| site.rules.code).collect();
    let read = async |before, limit| {
        store::lot::search(&mut world.store.reader(), &Search { site, below: &below, viewer: None, text, opens_after, before, limit }).await
    };
    listing::all(read, |listed| listed.seq).await
}
