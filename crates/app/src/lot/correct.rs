//! Correcting and removing a lot that the caller's organisation typed in (P2). Drafts for it are closed with it: they were made for what
//! the lot was; what had been typed into them is offered again.

use super::LotRecord;
use super::enter::{in_time, printable};
use super::known::listed as listed_as;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::application::{Application, withdraw};
use domain::id::LotId;
use domain::lot::{Lot, LotEvent, LotOrigin, correct as rule};
use domain::site::SiteCode;
use gm::digest::sm3_hex;
use store::lot::Listed;
use store::turn::{Contested, take};
use store::{Query, Stamp};

/// A lot of the caller's with the applications for it.
async fn load(query: &mut impl Query, caller: &Caller, site: SiteCode, id: LotId) -> Result<(Listed, Vec<Application>), AppError> {
    let listed = store::lot::load(query, id).await?.ok_or(AppError::NotFound)?;
    if listed.lot.site != site || !listed.lot.is_visible_to(caller.actor.organisation) {
        return Err(AppError::NotFound);
    }
    caller.actor.counts_for(&listed.lot.number)?;
    let applications = store::application::list_of_lot(query, id).await?;
    if i64::try_from(applications.len()).unwrap_or(i64::MAX) >= store::application::OF_LOT_MAX {
        return Err(Refusal::LotInUse.into());
    }
    Ok((listed, applications))
}

fn relation(caller: &Caller, lot: &Lot) -> Relation {
    match (lot.origin, caller.actor.organisation) {
        (LotOrigin::EnteredBy(by), Some(organisation)) if by == organisation => Relation::Applicant,
        (LotOrigin::EnteredBy(_) | LotOrigin::Feed, _) => Relation::Stranger,
    }
}

/// What may be done with a lot by the caller.
#[derive(Clone, Debug)]
pub struct Correctable {
    /// The lot.
    pub lot: Lot,
    /// Why it may not be changed any more.
    pub refused: Option<Refusal>,
    /// Drafts that would be closed.
    pub drafts: usize,
    /// What stands now, as the form carries it: whoever changes it has seen this.
    pub stands: String,
}

/// What a lot says, in short.
fn digest(lot: &Lot) -> Result<String, AppError> {
    let text = serde_json::to_string(lot).map_err(|error| AppError::Bug(error.to_string()))?;
    Ok(sm3_hex(text.as_bytes()))
}

/// The lot, for the page that corrects it.
///
/// # Errors
/// [`AppError::NotFound`] for one that is not the caller's own.
pub async fn view(world: &World, caller: &Caller, site: SiteCode, id: LotId) -> Result<Correctable, AppError> {
    let (listed, applications) = load(&mut world.store.reader(), caller, site, id).await?;
    caller.stamp(world, Action::CorrectLot, relation(caller, &listed.lot), id)?;
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let drafts = applications.iter().filter(|application| application.is_draft()).count();
    let stands = digest(&listed.lot)?;
    Ok(Correctable { refused: rule::check(&listed.lot, organisation, &applications).err(), lot: listed.lot, drafts, stands })
}

/// Corrects the lot that stood as `seen` when the form was opened.
///
/// # Errors
/// [`Refusal::LotCorrectedMeanwhile`] when somebody has corrected it since; /// [`AppError::Invalid`] with every fault; [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn correct(world: &World, caller: &Caller, site: SiteCode, id: LotId, record: &LotRecord, seen: String) -> Result<(), AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let (listed, _) = load(&mut world.store.reader(), caller, site, id).await?;
    let now = world.now();
    let stamp = caller.stamp(world, Action::CorrectLot, relation(caller, &listed.lot), id)?;
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let to = record.parse(id, &world.sites, site, listed.lot.origin).map_err(AppError::Invalid)?;
    caller.actor.counts_for(&to.number)?;
    if to.number != listed.lot.number && listed_as(&mut world.store.reader(), &to).await?.is_some() {
        let fault = "该编号已由交易中心公布，以公布的信息为准，请在列表中按编号查找后办理";
        return Err(AppError::Invalid(vec![FieldError::new("section_no", fault)]));
    }
    printable(world, &to)?;
    in_time(&to, now)?;
    let outcome = change(world, caller.clone(), stamp, site, id, move |lot, applications| {
        let event = rule::correct(lot, to, organisation, applications, now)?;
        // What another page has saved since would be undone by whoever has not seen it.
        if event.is_some() && digest(lot).is_ok_and(|stands| stands != seen) {
            return Err(Refusal::LotCorrectedMeanwhile);
        }
        Ok(event)
    });
    match outcome.await {
        Err(AppError::Conflict) => {
            Err(AppError::Invalid(vec![FieldError::new("section_no", "该编号已由贵单位增加过，或刚刚被更改，请刷新后核对")]))
        }
        other => other,
    }
}

/// Removes the lot.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn remove(world: &World, caller: &Caller, site: SiteCode, id: LotId) -> Result<(), AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let (listed, _) = load(&mut world.store.reader(), caller, site, id).await?;
    let stamp = caller.stamp(world, Action::CorrectLot, relation(caller, &listed.lot), id)?;
    change(world, caller.clone(), stamp, site, id, move |lot, applications| rule::remove(lot, organisation, applications).map(Some)).await
}

/// Decides on what stands in the transaction, and closes the drafts with it.
async fn change(
    world: &World,
    caller: Caller,
    stamp: Stamp,
    site: SiteCode,
    id: LotId,
    decide: impl FnOnce(&Lot, &[Application]) -> Result<Option<LotEvent>, Refusal> + Send + 'static,
) -> Result<(), AppError> {
    commit(world, stamp, move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Lots)?;
            let (listed, applications) = load(w.tx(), &caller, site, id).await?;
            let Some(event) = decide(&listed.lot, &applications)? else { return Ok(()) };
            for draft in applications.into_iter().filter(|application| application.is_draft()) {
                let closed = withdraw::withdraw(&draft)?;
                w.append(draft, &closed)?;
            }
            w.lot(Some(listed.lot), &event, id, listed.seq).await
        })
    })
    .await
}
