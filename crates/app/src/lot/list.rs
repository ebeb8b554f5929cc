//! Listing a lot that its centre has reported for the first time. Where applicants have typed in its number, their orders hear of it.

use crate::commit::Writer;
use crate::error::AppError;
use domain::id::LotId;
use domain::lot::{Lot, LotEvent, LotNumber, LotOrigin};
use domain::site::SiteCode;
use store::lot::Listed;
use store::{Query, StoreError};

/// What there is of a number.
pub(crate) struct Found {
    /// The lot that is listed under it, on whichever site.
    pub(crate) listed: Option<Listed>,
    /// What applicants have typed in under it on the site, or on its province's.
    pub(crate) typed_in: Vec<LotId>,
}

/// Looks a number up.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn numbered(query: &mut impl Query, number: &LotNumber, site: SiteCode) -> Result<Found, StoreError> {
    let (listed, typed_in): (Vec<_>, Vec<_>) =
        store::lot::list_numbered(query, number).await?.into_iter().partition(|found| found.lot.origin == LotOrigin::Feed);
    let typed_in = typed_in.iter().filter(|found| found.lot.site.overlaps(site)).map(|found| found.lot.id).collect();
    Ok(Found { listed: listed.into_iter().next(), typed_in })
}

/// Writes a lot that nobody has listed yet, at `seq` in the order of arrival.
///
/// # Errors
/// [`AppError::Conflict`] when somebody was faster.
pub(crate) async fn list(w: &mut Writer<'_>, lot: Lot, seq: i64, typed_in: &[LotId]) -> Result<(), AppError> {
    // Whoever waits for the centre to confirm it waits no longer.
    for id in typed_in {
        store::lot::settle(w.tx(), *id)?;
    }
    if !typed_in.is_empty() {
        let id = lot.id;
        return w.lot(None, &LotEvent::Listed { lot: Box::new(lot) }, id, seq).await;
    }
    // What nobody can have heard of is a row alone: a feed has millions of them.
    Ok(store::lot::create(w.tx(), &lot, seq)?)
}
