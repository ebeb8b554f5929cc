//! Comparing what every guarantor of a site asks for one lot.

use crate::error::AppError;
use crate::wording::offered;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::institution::Institution;
use domain::lot::{Lot, TenderedLot};
use domain::product::{GuaranteeKind, Product, Quote};
use domain::site::SiteCode;

/// One guarantor's offer.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its product.
    pub product: Product,
    /// The guarantor.
    pub institution: Institution,
    /// The quote, or why there is none.
    pub quote: Result<Quote, Refusal>,
}

/// The products of one kind on a site, for its price list.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn of_site(world: &World, caller: &Caller, site: SiteCode, kind: GuaranteeKind) -> Result<Vec<(Product, Institution)>, AppError> {
    caller.stamp(Action::BrowseSite, Relation::Stranger, world.now())?;
    Ok(store::product::list_of_site(&mut world.store.reader(), site, kind).await?)
}

/// Every guarantor's offer for `lot`: first those that come in time, the cheapest first; then those that do not; last those that
/// make none.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn compare(world: &World, caller: &Caller, lot: &Lot) -> Result<Vec<Offer>, AppError> {
    let now = world.now();
    let tendered = TenderedLot::open(lot);
    let products = of_site(world, caller, lot.site, GuaranteeKind::Bid).await?;
    let mut offers: Vec<Offer> = products
        .into_iter()
        .map(|(product, institution)| {
            let quote = offered(world, &product, institution.kind)
                .and_then(|()| domain::product::quote(&product, &tendered, lot.bid_security, now, world.sites.calendar()));
            Offer { product, institution, quote }
        })
        .collect();
    offers.sort_by_key(|offer| match &offer.quote {
        Ok(quote) => (u8::from(!quote.in_time), quote.fee, offer.institution.kind),
        Err(_) => (2, offer.product.fee.minimum, offer.institution.kind),
    });
    Ok(offers)
}
