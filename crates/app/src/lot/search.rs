//! Searching lots inside a site.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::site::SiteCode;
pub use store::lot::Listed;
use store::lot::Search;

/// Lots on one page.
pub const PAGE: i64 = 20;

/// One page of lots.
#[derive(Clone, Debug)]
pub struct Page {
    /// The lots, newest first.
    pub lots: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// The lots whose name or tenderee contains the words of `text`, or whose number begins with it; with `open` only those whose bids are not
/// opened yet.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn search(world: &World, caller: &Caller, site: SiteCode, text: &str, open: bool, before: Option<i64>) -> Result<Page, AppError> {
    caller.stamp(world, Action::ViewLot, Relation::Stranger, site)?;
    let viewer = caller.actor.organisation;
    let opens_after = open.then(|| world.now());
    let search = Search { site, viewer, text, opens_after, before, limit: PAGE + 1 };
    let mut lots = store::lot::search(&mut world.store.reader(), &search).await?;
    let full = i64::try_from(lots.len()).unwrap_or(0) > PAGE;
    lots.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = if full { lots.last().map(|listed| listed.seq) } else { None };
    Ok(Page { lots, next })
}
