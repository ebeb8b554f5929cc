//! Where it stands that a lot is tendered which an applicant typed in: the announcement as a file, or its address.

use super::correct::relation;
use super::known::listed as listed_as;
use crate::commit::commit;
use crate::complaint::attach::keep;
use crate::complaint::reveal::unsealed;
use crate::document::judge::Handed;
use crate::error::{AppError, FieldError};
use crate::profile::conceal::Safe;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::id::{LotId, OrganisationId};
use domain::lot::confirm::show as rule;
use domain::lot::{ADDRESS_MAX, Evidence, EvidenceFile, Lot, LotOrigin};
use domain::site::SiteCode;
use domain::text::entered;
use store::lot::Listed;
use store::turn::{Contested, take};
use store::{Query, Stamp};

/// The field of the file.
const FILE: &str = "file";
/// The field of the address.
const ADDRESS: &str = "address";

/// A lot that the caller's organisation typed in, and the permit to change it.
async fn own(world: &World, query: &mut impl Query, caller: &Caller, site: SiteCode, id: LotId) -> Result<(Listed, Stamp), AppError> {
    let listed = store::lot::load(query, id).await?.ok_or(AppError::NotFound)?;
    if listed.lot.site != site || !listed.lot.is_visible_to(caller.actor.organisation) {
        return Err(AppError::NotFound);
    }
    let stamp = caller.stamp(world, Action::CorrectLot, relation(caller, &listed.lot), id)?;
    Ok((listed, stamp))
}

/// The address as it is kept; empty for none.
fn address(text: &str) -> Result<String, AppError> {
    let wrong = || AppError::Invalid(vec![FieldError::new(ADDRESS, "公告网址应以 https:// 或 http:// 开头，请从浏览器地址栏完整复制")]);
    let text = entered(text).map_err(|_| wrong())?;
    if text.is_empty() {
        return Ok(text);
    }
    let web = url::Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    if web && text.chars().count() <= ADDRESS_MAX { Ok(text) } else { Err(wrong()) }
}

/// Hands in the announcement: a file, in the place of the one before, an address, or both.
///
/// # Errors
/// [`AppError::Invalid`] for a file that is no use or an address that is none; [`AppError::Refused`] as the domain says;
/// [`AppError::NotFound`] for a lot that is not the caller's own.
pub async fn show(
    world: &World,
    caller: &Caller,
    (site, id): (SiteCode, LotId),
    file: Option<(String, Vec<u8>)>,
    typed: &str,
) -> Result<(), AppError> {
    let (_, stamp) = own(world, &mut world.store.reader(), caller, site, id).await?;
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let address = address(typed)?;
    let file = match file {
        Some((name, bytes)) => Some(keep(world, organisation, Handed { field: FILE, name: &name }, bytes).await?),
        None => None,
    };
    let caller = caller.clone();
    commit(world, stamp, move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Lots)?;
            let world = w.world().clone();
            let (listed, _) = own(&world, w.tx(), &caller, site, id).await?;
            if listed_as(w.tx(), &listed.lot).await?.is_some() {
                return Err(Refusal::LotIsListed.into());
            }
            let file = file.or_else(|| listed.lot.evidence.file.clone());
            let event = rule(&listed.lot, organisation, Evidence { file, address })?;
            w.lot(Some(listed.lot), &event, id, listed.seq).await
        })
    })
    .await
}

/// The file that the caller's own organisation handed in.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn open(world: &World, caller: &Caller, site: SiteCode, id: LotId) -> Result<(Vec<u8>, EvidenceFile), AppError> {
    let mut reader = world.store.reader();
    let (listed, _) = own(world, &mut reader, caller, site, id).await?;
    read(world, &mut reader, &listed.lot).await
}

/// The announcement of a lot, if it is a file.
pub(super) async fn read(world: &World, query: &mut impl Query, lot: &Lot) -> Result<(Vec<u8>, EvidenceFile), AppError> {
    let file = lot.evidence.file.clone().ok_or(AppError::NotFound)?;
    let safe = Safe::find(world, query, by(lot)?).await?.ok_or(AppError::NotFound)?;
    Ok((unsealed(world, &safe, &file).await?, file))
}

/// Who typed it in.
fn by(lot: &Lot) -> Result<OrganisationId, AppError> {
    match lot.origin {
        LotOrigin::EnteredBy(by) => Ok(by),
        LotOrigin::Feed => Err(AppError::NotFound),
    }
}
