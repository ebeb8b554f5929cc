//! What an application is held against before anybody pays: whether its product is on sale, and whether its institution may be bound.

use crate::commit::{choose, lines};
use crate::error::AppError;
use crate::lot::known::known;
use crate::world::World;
use domain::Refusal;
use domain::application::Application;
use domain::institution::Institution;
use domain::institution::exposure::{self, Exposure};
use domain::lot::KnownLot;
use domain::onboarding::Presence;
use domain::product::Product;
use store::Flight;
use store::credit_line::Drawn;

/// What a submission is held against besides the application, as it stands now.
pub(super) struct Surroundings {
    pub(super) institution: Institution,
    pub(super) product: Product,
    pub(super) presence: Presence,
    pub(super) bound: Exposure,
    pub(super) lot: KnownLot,
    /// The applicant's credit, where the application needs any.
    pub(super) credit: Vec<Drawn>,
}

/// Reads them together: none waits for another.
pub(super) async fn surroundings(world: &World, application: &Application, flight: Flight<'_>) -> Result<Surroundings, AppError> {
    let facts = &application.facts;
    let (guarantor, outlet) = (facts.guarantor.institution, world.sites.outlet(facts.site));
    let (mut one, mut two, mut three) = (flight.clone(), flight.clone(), flight.clone());
    let (mut four, mut five, mut six) = (flight.clone(), flight.clone(), flight);
    let (institution, product, presence, bound, lot) = tokio::try_join!(
        store::institution::load(&mut one, guarantor),
        store::product::load(&mut two, facts.product),
        store::onboarding::load_presence(&mut three, guarantor, outlet),
        store::exposure::load(&mut four, guarantor, &facts.applicant.uscc),
        known(&mut five, application),
    )?;
    let (institution, product) = institution.zip(product).ok_or(AppError::NotFound)?;
    let credit = if facts.needs_credit { lines(&mut six, facts.applicant.organisation, guarantor, facts.site).await? } else { Vec::new() };
    Ok(Surroundings { institution, product, presence, bound, lot, credit })
}

/// Whether the product is still on sale and the institution may still be bound, before anybody pays (threat T-29). What counts is looked
/// at again when the letter is issued.
pub(super) fn still_sold(world: &World, application: &Application, around: &Surroundings) -> Result<(), AppError> {
    let now = world.now();
    around.product.on_sale(&around.presence, now)?;
    around.institution.licensed(now.date())?;
    let facts = &application.facts;
    if facts.needs_credit {
        choose(&around.credit, application.needs(), now.date())?;
    }
    let caps = exposure::caps(&around.institution.limits, world.sites.exposure(around.institution.kind))?;
    Ok(caps.check(&around.bound.plus(facts.amount))?)
}

/// Why a draft could not be submitted now for what its institution sells: told before anybody is asked for a PIN.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(super) async fn unsold(world: &World, application: &Application) -> Result<Option<Refusal>, AppError> {
    if !application.is_draft() {
        return Ok(None);
    }
    match still_sold(world, application, &surroundings(world, application, world.store.flight().await?).await?) {
        Ok(()) => Ok(None),
        Err(AppError::Refused(refusal)) => Ok(Some(refusal)),
        Err(other) => Err(other),
    }
}
