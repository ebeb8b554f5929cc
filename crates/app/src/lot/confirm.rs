//! What a centre has to confirm of lots that applicants typed in. It sees a lot and its announcement, never who typed it in, how many did, or when:
//! two that say the same are one, of several under a number one is shown, in the order of numbers (HR-10). What it confirms it lists, for all
//! alike; what it refuses goes back to everybody who said the same.

use super::evidence::read;
use super::list::{list, numbered};
use crate::commit::{Writer, commit};
use crate::error::AppError;
use crate::saved_search::hear::arrived;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::id::LotId;
use domain::lot::confirm::refuse as rule;
use domain::lot::{EvidenceFile, Lot};
use domain::site::SiteCode;
use store::lot::Listed;
use store::turn::{Contested, take};
use store::{Query, Stamp};

/// Lots on one page.
const PAGE: i64 = 20;

/// A lot as its centre sees it.
#[derive(Clone, Debug)]
pub struct Awaiting {
    /// What it is called by on the desk: a digest of what it says.
    pub digest: String,
    /// What was typed in, and by nobody.
    pub lot: Lot,
    /// What kind of file the announcement is, where it is one.
    pub media: Option<String>,
    /// Where the announcement is; empty for nowhere.
    pub address: String,
}

/// One page of them.
#[derive(Clone, Debug)]
pub struct Page {
    /// By number.
    pub lots: Vec<Awaiting>,
    /// The number behind which the next page begins, if there is one.
    pub next: Option<String>,
}

/// The centre's site, and the permit of its people.
fn centre(world: &World, caller: &Caller, object: &str) -> Result<(SiteCode, Stamp), AppError> {
    let site = caller.actor.site.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, Action::ConfirmLot, Relation::CentreOfSite, object)?;
    Ok((site, stamp))
}

/// Those of the centre's site that say what has this digest. The first stands for all: who comes after it changes nothing on the desk.
async fn alike(query: &mut impl Query, site: SiteCode, digest: &str) -> Result<Vec<Listed>, AppError> {
    let found = store::lot::list_alike(query, digest).await?;
    Ok(found.into_iter().filter(|listed| listed.lot.site == site).collect())
}

/// As the desk shows it, by the one that stands for all.
fn shown(digest: &str, alike: &[Listed]) -> Option<Awaiting> {
    let first = alike.first()?;
    let (evidence, lot) = (&first.lot.evidence, first.lot.facts(first.lot.id));
    let media = evidence.file.as_ref().map(|file| file.media.clone());
    Some(Awaiting { digest: digest.to_owned(), lot, media, address: evidence.address.clone() })
}

/// A page of what waits, by number behind `after`.
///
/// # Errors
/// [`AppError::NotFound`] to everybody but a centre's people.
pub async fn desk(world: &World, caller: &Caller, after: &str) -> Result<Page, AppError> {
    let (site, _) = centre(world, caller, "desk")?;
    let mut reader = world.store.reader();
    let mut waiting = store::lot::list_pending(&mut reader, site, after, PAGE + 1).await?;
    let full = i64::try_from(waiting.len()).unwrap_or(0) > PAGE;
    waiting.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = waiting.last().map(|(number, _)| number.clone()).filter(|_| full);
    let mut lots = Vec::new();
    for (_, digest) in waiting {
        lots.extend(shown(&digest, &alike(&mut reader, site, &digest).await?));
    }
    Ok(Page { lots, next })
}

/// One of them.
///
/// # Errors
/// [`AppError::NotFound`], also for what was decided or corrected meanwhile.
pub async fn view(world: &World, caller: &Caller, digest: &str) -> Result<Awaiting, AppError> {
    let (site, _) = centre(world, caller, digest)?;
    shown(digest, &alike(&mut world.store.reader(), site, digest).await?).ok_or(AppError::NotFound)
}

/// Its announcement as a file.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn evidence(world: &World, caller: &Caller, digest: &str) -> Result<(Vec<u8>, EvidenceFile), AppError> {
    let (site, stamp) = centre(world, caller, digest)?;
    let mut reader = world.store.reader();
    let found = alike(&mut reader, site, digest).await?;
    let opened = read(world, &mut reader, &found.first().ok_or(AppError::NotFound)?.lot).await?;
    commit(world, stamp, |_| Box::pin(async { Ok(()) })).await?;
    Ok(opened)
}

/// What waits under the digest, in the transaction that decides about it.
async fn waiting(w: &mut Writer<'_>, site: SiteCode, digest: &str) -> Result<Vec<Listed>, AppError> {
    take(w.tx(), Contested::Lots)?;
    let found = alike(w.tx(), site, digest).await?;
    if found.is_empty() { Err(AppError::NotFound) } else { Ok(found) }
}

/// Lists it.
///
/// # Errors
/// [`AppError::NotFound`] for what was decided or corrected meanwhile; [`Refusal::LotIsListed`] when its number is listed by now.
pub async fn confirm(world: &World, caller: &Caller, digest: String) -> Result<Lot, AppError> {
    let (site, stamp) = centre(world, caller, &digest)?;
    let id = world.id(LotId::new);
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let found = waiting(w, site, &digest).await?;
            let typed = found.first().ok_or(Refusal::LotNotPending)?;
            let lot = typed.lot.confirmed(id)?;
            let there = numbered(w.tx(), &lot.number, site).await?;
            if there.listed.is_some() {
                return Err(Refusal::LotIsListed.into());
            }
            let seq = store::lot::next_seq(w.tx()).await?;
            list(w, lot.clone(), seq, &there.typed_in).await?;
            arrived(w)?;
            Ok(lot)
        })
    })
    .await
}

/// Sends it back.
///
/// # Errors
/// [`AppError::NotFound`] for what was decided or corrected meanwhile; [`Refusal::ReasonMissing`].
pub async fn refuse(world: &World, caller: &Caller, digest: String, reason: String) -> Result<(), AppError> {
    let (site, stamp) = centre(world, caller, &digest)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            for Listed { lot, seq } in waiting(w, site, &digest).await? {
                let (id, event) = (lot.id, rule(&lot, &reason)?);
                w.lot(Some(lot), &event, id, seq).await?;
            }
            Ok(())
        })
    })
    .await
}
