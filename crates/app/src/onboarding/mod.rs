//! Onboarding of institutions (机构接入). One file a verb.

pub mod apply;
pub mod decide;
pub mod identify;
pub mod list;
pub mod request_acceptance;
pub mod template;
pub mod view;

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation};
use domain::id::OnboardingId;
use domain::onboarding::Onboarding;
use domain::time::Timestamp;
use store::{Query, Stamp};

/// What the actor is to the onboarding.
fn relation(actor: &Actor, onboarding: &Onboarding) -> Relation {
    if actor.site == Some(onboarding.facts.site) {
        Relation::CentreOfSite
    } else if actor.institution.is_some() && actor.institution == onboarding.institution {
        Relation::Guarantor
    } else {
        Relation::Stranger
    }
}

/// Loads an onboarding for `action`: to someone who may not, it does not exist.
pub(crate) async fn load(
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: OnboardingId,
    now: Timestamp,
) -> Result<(Onboarding, Stamp), AppError> {
    let onboarding = store::onboarding::load(query, id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(action, relation(&caller.actor, &onboarding), now)?;
    Ok((onboarding, stamp))
}

/// Parses a field, or notes what is wrong with it.
pub(crate) fn field<T: std::str::FromStr>(faults: &mut Vec<crate::FieldError>, name: &'static str, text: &str) -> Option<T>
where
    T::Err: std::fmt::Display,
{
    text.trim().parse().map_err(|error| faults.push(crate::FieldError::new(name, error))).ok()
}

/// A text of so many characters, or a note of what is wrong with it.
pub(crate) fn text(
    faults: &mut Vec<crate::FieldError>,
    name: &'static str,
    text: &str,
    length: std::ops::RangeInclusive<usize>,
    message: &str,
) -> String {
    let text = text.trim();
    if !length.contains(&text.chars().count()) || text.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
        faults.push(crate::FieldError::new(name, message));
    }
    text.to_owned()
}

/// The contact's words for "no code was right", at the field of the code.
pub(crate) fn at_code(error: AppError) -> AppError {
    if let AppError::Refused(refusal @ domain::Refusal::CodeWrong) = error {
        AppError::Invalid(vec![crate::FieldError::new("code", refusal)])
    } else {
        error
    }
}

/// How long a ticket counts.
const TICKET_LIFE: i64 = 30 * Timestamp::MINUTE;

fn ticket_text(id: OnboardingId, expires: i64) -> String {
    format!("{id}.{expires}")
}

/// A ticket for whoever has proved to be the contact of an onboarding: the form for acceptance carries it.
#[must_use]
pub fn ticket(world: &World, id: OnboardingId) -> String {
    let text = ticket_text(id, world.now().plus(TICKET_LIFE).seconds());
    let mac = world.platform.secret("onboarding-ticket").mac(text.as_bytes());
    format!("{text}.{}", hex::encode(mac))
}

/// The onboarding a ticket is for; `None` for one we did not write or that has expired.
#[must_use]
pub fn ticketed(world: &World, ticket: &str) -> Option<OnboardingId> {
    let (text, mac) = ticket.rsplit_once('.')?;
    let (id, expires) = text.split_once('.')?;
    let counts = expires.parse::<i64>().ok()? > world.now().seconds();
    let ours = world.platform.secret("onboarding-ticket").verify(text.as_bytes(), &hex::decode(mac).ok()?);
    if counts && ours { id.parse().ok() } else { None }
}
