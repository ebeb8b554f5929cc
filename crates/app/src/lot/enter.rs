//! Adding a lot that is not listed (增加项目). It is seen by the organisation that added it, and no other.

use super::LotRecord;
use super::known::listed;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::LotId;
use domain::lot::{Lot, LotEvent, LotOrigin};
use domain::site::SiteCode;
use domain::time::Timestamp;
use store::turn::{Contested, take};

/// What came of adding a lot.
#[derive(Clone, Debug)]
pub enum Entered {
    /// It is there.
    New(Box<Lot>),
    /// Nothing is added: its centre lists the number, and what the centre says of the lot counts.
    Listed(Box<Lot>),
}

/// Adds the lot, unless its centre lists it.
///
/// # Errors
/// [`AppError::Invalid`] with every fault; [`AppError::NotFound`] for anyone but an applicant.
pub async fn enter(world: &World, caller: &Caller, site: SiteCode, record: &LotRecord) -> Result<Entered, AppError> {
    let now = world.now();
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let id = world.id(LotId::new);
    let stamp = caller.stamp(world, Action::EnterLot, Relation::Stranger, id)?;
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let lot = record.parse(id, &world.sites, site, LotOrigin::EnteredBy(organisation)).map_err(AppError::Invalid)?;
    caller.actor.counts_for(&lot.number)?;
    if let Some(listed) = listed(&mut world.store.reader(), &lot).await? {
        return Ok(Entered::Listed(Box::new(listed)));
    }
    printable(world, &lot)?;
    in_time(&lot, now)?;
    let entered = lot.clone();
    let outcome = commit(world, stamp, move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Lots)?;
            if let Some(listed) = listed(w.tx(), &lot).await? {
                return Ok(Entered::Listed(Box::new(listed)));
            }
            let seq = store::lot::next_seq(w.tx()).await?;
            w.lot(None, &LotEvent::Entered { lot: Box::new(lot) }, id, seq).await?;
            Ok(Entered::New(Box::new(entered)))
        })
    })
    .await;
    match outcome {
        Err(AppError::Conflict) => {
            Err(AppError::Invalid(vec![FieldError::new("section_no", "该编号已由贵单位增加过，请在标段列表中查找")]))
        }
        other => other,
    }
}

/// Whether a letter for it can still be handed in.
pub(super) fn in_time(lot: &Lot, now: Timestamp) -> Result<(), AppError> {
    let late = || FieldError::new("bid_open_time", format!("{}已过，不能再办理保函", lot.subject.words().deadline));
    if lot.is_opened(now) { Err(AppError::Invalid(vec![late()])) } else { Ok(()) }
}

/// Whether a letter can say what the lot is called and who tenders it (P3).
pub(super) fn printable(world: &World, lot: &Lot) -> Result<(), AppError> {
    let faults: Vec<FieldError> =
        [("section_no", lot.number.as_str()), ("section_name", lot.name.as_str()), ("creditor", lot.tenderee.name.as_str())]
            .into_iter()
            .filter_map(|(field, text)| world.glyphs.fault(field, text))
            .collect();
    if faults.is_empty() { Ok(()) } else { Err(AppError::Invalid(faults)) }
}
