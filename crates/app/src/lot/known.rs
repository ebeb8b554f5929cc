//! The lot of an application as it is known now: what decides (F-1). Of a lot that an applicant typed in, what its centre has listed under the
//! number since counts: what is opened is opened, however it was typed.

use domain::application::Application;
use domain::lot::{KnownLot, Lot, LotOrigin, TenderedLot};
use store::{Query, StoreError};

/// What is known now of the lot of an application.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn known(query: &mut impl Query, application: &Application) -> Result<KnownLot, StoreError> {
    of(query, &application.facts.lot).await
}

/// The same, of a lot as it was tendered.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn of(query: &mut impl Query, tendered: &TenderedLot) -> Result<KnownLot, StoreError> {
    let lot = match tendered.lot() {
        Some(lot) => store::lot::load(query, lot).await?,
        None => None,
    };
    let Some(lot) = lot.map(|known| known.lot) else { return Ok(tendered.known(None)) };
    let known = match listed(query, &lot).await? {
        Some(listed) => lot.as_listed(&listed),
        None => lot,
    };
    Ok(tendered.known(Some(&known)))
}

/// The lot that the site, its province or a prefecture of it lists under the number of one that was typed in, or is about to be; `None` of
/// what is listed itself, and of what nobody bids for: whose number that is the centre does not say.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn listed(query: &mut impl Query, lot: &Lot) -> Result<Option<Lot>, StoreError> {
    if lot.origin == LotOrigin::Feed || !lot.subject.is_competed_for() {
        return Ok(None);
    }
    let found = store::lot::load_by_number(query, &lot.number).await?.map(|found| found.lot);
    Ok(found.filter(|found| found.site.overlaps(lot.site) && found.subject.is_competed_for()))
}
