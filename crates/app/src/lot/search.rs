//! Searching lots inside a site, by everything that a lot has. For a page a bounded number of lots is looked at; where more may fit behind them the
//! page says so and leads on.

use crate::error::AppError;
use crate::listing::EXPORT_MAX;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::OrganisationId;
use domain::lot::Wanted;
use domain::site::SiteCode;
use domain::text::sought;
use domain::time::Timestamp;
use store::Reader;
use store::lot::{Found, LOOK_MAX, PAGE_MAX, Search};
pub use store::lot::{Key, Listed, Sorting};

/// Lots on one page.
const PAGE: usize = 20;
/// Most lots that are counted; a search says "more than" beyond it.
pub const COUNT_MAX: usize = 100;
/// Most goes for an export: a search that few lots fit ends somewhere.
const GOES_MAX: usize = 50;

/// One page of lots.
#[derive(Clone, Debug)]
pub struct Page {
    /// The lots, in the order of the search.
    pub lots: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<Key>,
    /// How many there are in all; beyond [`COUNT_MAX`] only that there are more.
    pub count: usize,
    /// Whether not all lots were looked at, so that there may be more than were counted.
    pub unseen: bool,
    /// In which order they come. So many have the words that they cannot be put in another than that of their arrival.
    pub sorting: Sorting,
}

/// What is looked for on a site.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Where.
    pub site: SiteCode,
    /// What has to fit.
    pub wanted: &'a Wanted,
    /// Only those that the caller's organisation typed in.
    pub own: bool,
    /// In which order.
    pub sorting: Sorting,
}

/// A question on its way: who asks, and when.
struct Inquiry<'a> {
    question: Question<'a>,
    text: String,
    below: Vec<SiteCode>,
    viewer: Option<OrganisationId>,
    now: Timestamp,
}

/// Lots that fit, in the order they came out; and behind which place more would have to be looked at, if there may be some.
struct Looked {
    lots: Vec<Listed>,
    on: Option<Key>,
    sorting: Sorting,
}

impl Inquiry<'_> {
    fn new<'a>(world: &World, question: Question<'a>, viewer: Option<OrganisationId>) -> Inquiry<'a> {
        let below = world.sites.prefectures(question.site).map(|site| site.rules.code).collect();
        Inquiry { question, text: sought(&question.wanted.text), below, viewer, now: world.now() }
    }

    async fn found(&self, reader: &mut Reader<'_>, sorting: Sorting, after: Option<Key>, limit: i64) -> Result<Found, AppError> {
        let Question { site, wanted, own, .. } = self.question;
        let search = Search {
            site,
            below: &self.below,
            viewer: self.viewer,
            own,
            text: &self.text,
            // In another order a trade is as good as looked for among the lots.
            trade: wanted.trade.filter(|_| sorting == Sorting::Newest),
            place: wanted.place,
            window: self.window(sorting),
            amount: (wanted.least, wanted.most),
            sorting,
            after,
            limit,
        };
        Ok(store::lot::search(reader, &search).await?)
    }

    /// The opening: who asks for the next ones, and for nothing else, does not mean those that are over.
    fn window(&self, sorting: Sorting) -> (Option<Timestamp>, Option<Timestamp>) {
        let (from, to) = self.question.wanted.window();
        let next = sorting == Sorting::Opening && (self.question.wanted.open || (from.is_none() && to.is_none()));
        (if next { Some(from.map_or(self.now, |from| from.max(self.now))) } else { from }, to)
    }

    /// Up to `limit` lots that fit, behind `after`.
    async fn look(&self, reader: &mut Reader<'_>, after: Option<Key>, limit: usize) -> Result<Looked, AppError> {
        let sorting = self.question.sorting;
        if sorting != Sorting::Newest && !self.text.trim().is_empty() {
            return self.sorted(reader, sorting, after, limit).await;
        }
        let few = i64::try_from(limit).unwrap_or(PAGE_MAX);
        if !self.question.wanted.narrows() {
            let found = self.found(reader, sorting, after, few).await?;
            return Ok(self.fitting(found, sorting, limit));
        }
        // What most lots fit is filled by the first of them.
        let looked = self.fitting(self.found(reader, sorting, after, 2 * few).await?, sorting, limit);
        if looked.on.is_none() || looked.lots.len() >= limit {
            return Ok(looked);
        }
        Ok(self.fitting(self.found(reader, sorting, after, LOOK_MAX).await?, sorting, limit))
    }

    /// What fits of what was found.
    fn fitting(&self, found: Found, sorting: Sorting, limit: usize) -> Looked {
        let Found { lots, ended } = found;
        let end = lots.last().map(|listed| sorting.key(listed)).filter(|_| !ended);
        let mut lots: Vec<Listed> = lots.into_iter().filter(|listed| self.question.wanted.fits(&listed.lot, self.now)).collect();
        let more = lots.len() >= limit;
        lots.truncate(limit);
        let on = if more { lots.last().map(|listed| sorting.key(listed)) } else { end };
        Looked { lots, on, sorting }
    }

    /// What has the words, in another order: all of it, where that can be looked at; else in the order of arrival.
    async fn sorted(&self, reader: &mut Reader<'_>, sorting: Sorting, after: Option<Key>, limit: usize) -> Result<Looked, AppError> {
        let found = self.found(reader, Sorting::Newest, None, LOOK_MAX).await?;
        if !found.ended {
            let found = if after.is_some() { self.found(reader, Sorting::Newest, after, LOOK_MAX).await? } else { found };
            return Ok(self.fitting(found, Sorting::Newest, limit));
        }
        let (from, _) = self.window(sorting);
        let mut lots = found.lots;
        lots.retain(|listed| {
            let key = sorting.key(listed);
            let next = sorting != Sorting::Opening || from.is_none_or(|from| listed.lot.opens_at >= from);
            next && after.is_none_or(|after| sorting.is_before(after, key))
        });
        lots.sort_by(|one, other| sorting.compare(sorting.key(one), sorting.key(other)));
        Ok(self.fitting(Found { lots, ended: true }, sorting, limit))
    }
}

/// A page of the lots found behind `after`, on a province's site those of its prefectures too: the feed's, and those that the caller's
/// organisation typed in.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn search(world: &World, caller: &Caller, question: Question<'_>, after: Option<Key>) -> Result<Page, AppError> {
    caller.stamp(world, Action::ViewLot, Relation::Stranger, question.site)?;
    let asked = Inquiry::new(world, question, caller.actor.organisation);
    let mut reader = world.store.reader();
    let first = asked.look(&mut reader, None, COUNT_MAX + 1).await?;
    let (count, unseen, sorting) = (first.lots.len(), first.on.is_some() && first.lots.len() <= COUNT_MAX, first.sorting);
    let Looked { mut lots, on, .. } = if after.is_some() { asked.look(&mut reader, after, PAGE + 1).await? } else { first };
    let full = lots.len() > PAGE;
    lots.truncate(PAGE);
    let next = if full { lots.last().map(|listed| sorting.key(listed)) } else { on };
    Ok(Page { lots, next, count, unseen, sorting })
}

/// All of the feed's lots found that an export holds; what an organisation typed in is in none, and the page says so.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, question: Question<'_>) -> Result<Vec<Listed>, AppError> {
    caller.stamp(world, Action::ViewLot, Relation::Stranger, question.site)?;
    let asked = Inquiry::new(world, question, None);
    let (mut rows, mut after) = (Vec::new(), None);
    for _ in 0..GOES_MAX {
        let looked = asked.look(&mut world.store.reader(), after, PAGE_MAX.unsigned_abs().try_into().unwrap_or(PAGE)).await?;
        rows.extend(looked.lots);
        after = looked.on;
        if after.is_none() || rows.len() >= EXPORT_MAX {
            break;
        }
    }
    rows.truncate(EXPORT_MAX);
    Ok(rows)
}
