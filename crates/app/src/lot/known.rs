//! The lot of an application as it is known now: what decides (F-1).

use domain::application::Application;
use domain::lot::{KnownLot, TenderedLot};
use store::{Query, StoreError};

/// What is known now of the lot of an application.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn known(query: &mut impl Query, application: &Application) -> Result<KnownLot, StoreError> {
    of(query, &application.facts.lot).await
}

/// The same, of a lot as it was tendered.
pub(crate) async fn of(query: &mut impl Query, tendered: &TenderedLot) -> Result<KnownLot, StoreError> {
    let lot = match tendered.lot() {
        Some(lot) => store::lot::load(query, lot).await?,
        None => None,
    };
    Ok(tendered.known(lot.as_ref().map(|listed| &listed.lot)))
}
