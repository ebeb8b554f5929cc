//! Comparing what every guarantor of a site asks for one lot.

use crate::commit::{agreed, choose, lines};
use crate::error::AppError;
use crate::wording::offered;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation, Role};
use domain::application::draft::lawful;
use domain::credit_line::CreditNeed;
use domain::institution::Institution;
use domain::lot::{Lot, TenderedLot};
use domain::product::{GuaranteeKind, Quote, Wanted};
use domain::site::SiteCode;
use domain::time::WorkCalendar;
use std::borrow::Cow;
pub use store::product::Listed;

/// One guarantor's offer.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The product as it is sold.
    pub listed: Listed,
    /// The quote, or why there is none.
    pub quote: Result<Quote, Refusal>,
}

/// The products of one kind on a site, for its price list. What is under test is seen by its own institution only.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn of_site(world: &World, caller: &Caller, site: SiteCode, kind: GuaranteeKind) -> Result<Vec<Listed>, AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, site)?;
    let mut listed = store::product::list_of_site(&mut world.store.reader(), world.sites.outlet(site), kind).await?;
    listed.retain(|listed| listed.product.is_public() || caller.actor.institution == Some(listed.institution.id));
    Ok(listed)
}

/// The working days of an institution.
pub(crate) fn calendar<'a>(world: &'a World, institution: &Institution) -> Cow<'a, WorkCalendar> {
    let calendar = world.sites.calendar();
    if institution.closed_days.is_empty() { Cow::Borrowed(calendar) } else { Cow::Owned(calendar.closed_on(&institution.closed_days)) }
}

/// Says of a product on a site that demands credit that it does, and gives an applicant that has credit the rate agreed with it.
async fn with_credit(world: &World, caller: &Caller, lot: &Lot, listed: &mut Listed) -> Result<(), AppError> {
    let terms = &mut listed.product.terms;
    terms.requires_credit |= world.sites.get(lot.site).is_some_and(|site| site.rules.requires_credit);
    let bidder = caller.actor.organisation.filter(|_| caller.actor.role == Role::Applicant && terms.requires_credit);
    let Some(organisation) = bidder else { return Ok(()) };
    let lines = lines(&mut world.store.reader(), organisation, listed.institution.id, lot.site).await?;
    let need = CreditNeed { kind: listed.product.kind, amount: lot.bid_security };
    if let Ok(chosen) = choose(&lines, need, world.now().date()) {
        terms.fee.rate = agreed(&lines, chosen).unwrap_or(terms.fee.rate);
    }
    Ok(())
}

/// Every guarantor's offer for `lot`, of each kind that the site sells and the lot can have: first those that come in time, the cheapest
/// first; then those that do not; last those that make none.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn compare(world: &World, caller: &Caller, lot: &Lot) -> Result<Vec<Offer>, AppError> {
    let now = world.now();
    let site = world.sites.get(lot.site).ok_or(AppError::NotFound)?;
    let tendered = TenderedLot::open(lot);
    let wanted = Wanted { lot: &tendered, amount: lot.bid_security, rules: &site.rules };
    let mut listed = Vec::new();
    for kind in site.kinds.iter().filter(|kind| kind.fits(lot.subject)) {
        listed.extend(of_site(world, caller, lot.site, *kind).await?);
    }
    for one in &mut listed {
        with_credit(world, caller, lot, one).await?;
    }
    let mut offers: Vec<Offer> = listed
        .into_iter()
        .map(|listed| {
            let Listed { product, institution, presence } = &listed;
            let quote = lot
                .tendered(now)
                .and_then(|()| lawful(lot, &site.rules))
                .and_then(|()| offered(world, product, institution.kind, lot.subject))
                .and_then(|_| institution.licensed(now.date()))
                .and_then(|()| domain::product::quote(product, presence, wanted, now, &calendar(world, institution)));
            Offer { quote, listed }
        })
        .collect();
    offers.sort_by_key(|offer| {
        let Listed { product, institution, .. } = &offer.listed;
        match &offer.quote {
            Ok(quote) => (product.kind, u8::from(!quote.in_time), quote.fee, institution.kind),
            Err(_) => (product.kind, 2, product.terms.fee.minimum, institution.kind),
        }
    });
    Ok(offers)
}
