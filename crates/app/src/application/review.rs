//! What the guarantor's staff looks at beside an application before deciding on it (P10).

use crate::error::AppError;
use crate::institution::ledger::ledger;
use crate::listing::Filter;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::scope;
use domain::application::Application;
use domain::institution::exposure::Caps;
use domain::money::Cny;
use std::collections::BTreeMap;

/// Earlier applications that are shown.
const EARLIER_MAX: i64 = 10;

/// How the institution stands towards the applicant, and what it has had to do with it.
#[derive(Clone, Debug)]
pub struct Review {
    /// What the institution is bound for in all.
    pub total: Cny,
    /// What it is bound for to this applicant.
    pub single: Cny,
    /// How far it may be bound.
    pub caps: Result<Caps, Refusal>,
    /// Other applications of the applicant at this institution, newest first.
    pub earlier: Vec<Application>,
    /// The institution's people, by certificate.
    pub people: BTreeMap<String, String>,
}

/// For the staff of the application's guarantor; `None` for everybody else.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn review(world: &World, caller: &Caller, application: &Application) -> Result<Option<Review>, AppError> {
    if caller.actor.institution != Some(application.facts.guarantor.institution) {
        return Ok(None);
    }
    let applicant = &application.facts.applicant.uscc;
    let ledger = ledger(world, caller).await?;
    let single = ledger.ledger.applicants.iter().find(|(uscc, _)| uscc == applicant).map_or(Cny::ZERO, |(_, amount)| *amount);
    let filter = Filter { text: applicant.as_str(), ..Filter::default() };
    let applications = store::application::list(&mut world.store.reader(), &scope(&caller.actor), &filter, None, EARLIER_MAX + 1).await?;
    let of_applicant = |other: &Application| other.facts.applicant.uscc == *applicant && other.facts.id != application.facts.id;
    let earlier = applications.into_iter().filter(of_applicant).collect();
    let people = crate::staff::list::names(world, caller).await?;
    Ok(Some(Review { total: ledger.ledger.total, single, caps: ledger.caps, earlier, people }))
}
