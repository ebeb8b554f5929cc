//! What has changed about a lot (变更记录), as whoever may see it may see its history.

use super::view::view;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::id::LotId;
use domain::lot::history::{Changed, changes, label};
use domain::lot::{Lot, LotEvent};
use domain::site::SiteCode;
use domain::time::Timestamp;

/// Most entries that are shown: the newest.
pub const ENTRIES_MAX: usize = 50;

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When it was heard of.
    pub at: Timestamp,
    /// What happened.
    pub what: &'static str,
    /// What differs by it.
    pub changes: Vec<Changed>,
}

/// The newest entries, the last first; none of a lot that nothing has happened to since it was there. Who did it is nobody's business.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn history(world: &World, caller: &Caller, site: SiteCode, id: LotId) -> Result<Vec<Entry>, AppError> {
    view(world, caller, site, id).await?;
    let (mut known, mut entries): (Option<Lot>, Vec<Entry>) = (None, Vec::new());
    for entry in store::event::history(&mut world.store.reader(), &id.to_string()).await? {
        let event: LotEvent = serde_json::from_str(&entry.payload).map_err(|error| AppError::Bug(error.to_string()))?;
        let after = event.apply(known.clone());
        let changed = known.as_ref().zip(after.as_ref()).map(|(before, after)| changes(before, after)).unwrap_or_default();
        // What was listed as a row alone is written down with the first change: it was heard of when the lot was made.
        let at = match event {
            LotEvent::Listed { .. } => id.made_at().unwrap_or(entry.at),
            LotEvent::Entered { .. }
            | LotEvent::Corrected { .. }
            | LotEvent::Removed
            | LotEvent::Reported { .. }
            | LotEvent::OpeningChanged { .. }
            | LotEvent::ValidityChanged { .. }
            | LotEvent::CandidatesAnnounced { .. }
            | LotEvent::Progressed { .. }
            | LotEvent::Evidenced { .. }
            | LotEvent::Refused { .. } => entry.at,
        };
        entries.push(Entry { at, what: label(&event), changes: changed });
        known = after;
    }
    // That it was listed with an event of its own tells that somebody had typed it in before: nobody hears of that alone (HR-10).
    if entries.len() < 2 {
        entries.clear();
    }
    entries.reverse();
    entries.truncate(ENTRIES_MAX);
    Ok(entries)
}
