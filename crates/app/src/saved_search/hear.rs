//! Lots have come: they are held against the searches that are kept, some hundred lots in a go, and each organisation hears of all that fit once
//! for a feed, however many there are, and of the next one a while later. A job, which run twice tells nobody twice.

use crate::commit::{Writer, commit};
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::{OrganisationId, RequestId};
use domain::lot::LotOrigin;
use domain::saved_search::hear::hear;
use domain::saved_search::{SavedSearch, Telling};
use domain::time::Timestamp;
use std::collections::BTreeMap;
use store::job::{Everything, Job};
use store::lot::{Listed, says};

/// How long lots are waited for that come with the first: a feed is heard of once.
const GATHER: i64 = Timestamp::MINUTE;
/// How long an organisation hears nothing more once it was told; what fits meanwhile it hears of then.
const QUIET: i64 = Timestamp::HOUR;
/// Lots in one go.
const LOTS: i64 = 500;
/// Searches read at a time.
const SEARCHES: i64 = 500;

/// Lots have been listed in this transaction: what comes within the same while is heard of at its end, however long more comes.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) fn arrived(w: &mut Writer<'_>) -> Result<(), AppError> {
    let end = (w.now().micros().div_euclid(GATHER) + 1) * GATHER;
    w.job_again(Job::HearOfLots(Everything), Some(Timestamp::from_micros(end)))
}

/// Holds the lots that have come since against all searches, and tells whoever has yet to hear of what came before.
///
/// # Errors
/// [`AppError::Conflict`] when somebody removed a search meanwhile: the job is run again.
pub(crate) async fn run(world: &World) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let heard = store::saved_search::heard(&mut reader).await?;
    let lots = store::lot::list_arrived(&mut reader, heard, LOTS).await?;
    let last = lots.last().map_or(heard, |listed| listed.seq);
    let full = i64::try_from(lots.len()).unwrap_or(0) == LOTS;
    let lots: Vec<Listed> = lots.into_iter().filter(|listed| listed.lot.origin == LotOrigin::Feed).collect();
    let (mut after, mut waits, now) = (None, false, world.now());
    loop {
        let searches = store::saved_search::list_all(&mut reader, after.as_ref(), SEARCHES).await?;
        let more = i64::try_from(searches.len()).unwrap_or(0) == SEARCHES;
        after = searches.last().cloned();
        let fitting = searches.into_iter().filter_map(|search| {
            let fit = lots.iter().any(|lot| fits(&search, lot, now));
            let looked_to = if fit { last } else { search.looked_to };
            (fit || search.untold).then_some((search, looked_to))
        });
        waits |= tell(world, fitting.collect()).await?;
        if !more {
            break;
        }
    }
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::saved_search::hear(tx, last)?) })).await?;
    Ok(match (full, waits) {
        (true, _) => Ran::Later(now),
        (false, true) => Ran::Later(now.plus(QUIET)),
        (false, false) => Ran::Done,
    })
}

/// Whether a lot has come since for a search, and fits.
fn fits(search: &SavedSearch, listed: &Listed, now: Timestamp) -> bool {
    let (facts, lot) = (&search.facts, &listed.lot);
    listed.seq > search.looked_to && facts.site.covers(lot.site) && facts.wanted.fits(lot, now) && says(lot, &facts.wanted.text)
}

/// Tells whose searches these are, with how far lots have fitted each: once an organisation, and not again for a while. Whether some have yet to
/// hear.
async fn tell(world: &World, fitting: Vec<(SavedSearch, i64)>) -> Result<bool, AppError> {
    if fitting.is_empty() {
        return Ok(false);
    }
    let caller = Caller { request: world.id(RequestId::new), ..world.system() };
    let stamp = caller.stamp(world, Action::HearOfLots, Relation::Platform, "lots")?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let (now, mut known, mut waits) = (w.now(), BTreeMap::<OrganisationId, Telling>::new(), false);
            for (search, looked_to) in fitting {
                let organisation = search.facts.organisation;
                let telling = match known.get(&organisation) {
                    Some(Telling::Now | Telling::Already) => Telling::Already,
                    Some(Telling::Later) => Telling::Later,
                    None if was_told(&store::saved_search::list_of(w.tx(), organisation).await?, now) => Telling::Later,
                    None => Telling::Now,
                };
                waits |= telling == Telling::Later;
                if let Some(event) = hear(&search, looked_to, now, telling) {
                    w.append(search, &event)?;
                    known.insert(organisation, telling);
                }
            }
            Ok(waits)
        })
    })
    .await
}

/// Whether an organisation that keeps these was told a while ago.
fn was_told(kept: &[SavedSearch], now: Timestamp) -> bool {
    kept.iter().filter_map(|search| search.told_at).any(|at| now < at.plus(QUIET))
}
