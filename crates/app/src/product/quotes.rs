//! Comparing what every guarantor of a site asks for one lot.

use super::offer::{Arrangement, Offer};
use crate::commit::{agreed, choose, lines};
use crate::error::AppError;
use crate::wording::offered;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role};
use domain::application::draft::lawful;
use domain::credit_line::CreditNeed;
use domain::institution::Institution;
use domain::lot::{Lot, TenderedLot};
use domain::product::forecast::forecast;
use domain::product::{GuaranteeKind, Quote, Wanted};
use domain::site::{SiteCode, SiteRules};
use domain::time::WorkCalendar;
use std::borrow::Cow;
use store::Query;
pub use store::product::Listed;
use store::turnaround::Turnarounds;

/// The products of one kind on a site, for its price list. What is under test is seen by its own institution only.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn of_site(world: &World, caller: &Caller, site: SiteCode, kind: GuaranteeKind) -> Result<Vec<Listed>, AppError> {
    listed(&mut world.store.reader(), world, caller, site, kind).await
}

async fn listed(
    query: &mut impl Query,
    world: &World,
    caller: &Caller,
    site: SiteCode,
    kind: GuaranteeKind,
) -> Result<Vec<Listed>, AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, site)?;
    let mut listed = store::product::list_of_site(query, world.sites.outlet(site), kind).await?;
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

/// What is sold for `lot`, of each kind that the site sells and the lot can have, and what its institutions took lately: read together.
async fn sold(world: &World, caller: &Caller, lot: &Lot, kinds: &[GuaranteeKind]) -> Result<(Vec<Listed>, Turnarounds), AppError> {
    let flight = world.store.flight().await?;
    let (mut one, mut two) = (flight.clone(), flight);
    let products = async {
        let mut products = Vec::new();
        for kind in kinds.iter().filter(|kind| kind.fits(lot.subject)) {
            products.extend(listed(&mut one, world, caller, lot.site, *kind).await?);
        }
        Ok::<_, AppError>(products)
    };
    let done = async { Ok::<_, AppError>(store::turnaround::list(&mut two).await?) };
    tokio::try_join!(products, done)
}

/// Every guarantor's offer for `lot`, in the order that was chosen.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn compare(world: &World, caller: &Caller, lot: &Lot, by: Arrangement) -> Result<Vec<Offer>, AppError> {
    let site = world.sites.get(lot.site).ok_or(AppError::NotFound)?;
    let (mut products, done) = sold(world, caller, lot, &site.kinds).await?;
    for one in &mut products {
        with_credit(world, caller, lot, one).await?;
    }
    let mut offers: Vec<Offer> = products.into_iter().map(|listed| offer(world, lot, &site.rules, listed, &done)).collect();
    by.sort(&mut offers);
    Ok(offers)
}

fn offer(world: &World, lot: &Lot, rules: &SiteRules, listed: Listed, done: &Turnarounds) -> Offer {
    let (now, tendered) = (world.now(), TenderedLot::open(lot));
    let wanted = Wanted { lot: &tendered, amount: lot.bid_security, rules };
    let Listed { product, institution, presence } = &listed;
    let calendar = calendar(world, institution);
    let wording = offered(world, product, institution.kind, lot.subject);
    let quote = lot
        .tendered(now)
        .and_then(|()| lawful(lot, rules))
        .and_then(|()| wording.clone())
        .and_then(|_| institution.licensed(now.date()))
        .and_then(|()| domain::product::quote(product, presence, wanted, now, &calendar));
    let foretell = |quote: &Quote| forecast(quote, done.get(&(institution.id, quote.automatic)).copied(), lot.opens_at, now, &calendar);
    let forecast = quote.as_ref().ok().map(foretell);
    let wording = wording.ok().and_then(|id| world.wordings.get(&id));
    let wording = wording.map(|wording| (wording.metadata.title.clone(), wording.metadata.rule));
    let ahead = now.date()..=lot.opens_at.date();
    let closed = institution.closed_days.iter().copied().filter(|day| ahead.contains(day)).collect();
    Offer { quote, forecast, wording, closed, listed }
}
