//! Who acts for the caller's enterprise, and who has logged in for it and is nobody's yet.

use super::begun::stamp;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::duty::Duty;
use domain::money::Cny;
use domain::representative::{Person, Representatives};
pub use store::representative::Seen;

/// The people of an enterprise as their page shows them.
#[derive(Clone, Debug)]
pub struct RepresentativesDetail {
    /// Those who act and those who have left, in the order they were registered.
    pub people: Vec<Person>,
    /// Above which amount an application takes two.
    pub two_persons_above: Option<Cny>,
    /// Who has logged in and is no representative's, the last first.
    pub unknown: Vec<Seen>,
    /// Who has logged in, by what they are known by.
    pub seen: Vec<Seen>,
    /// What the viewer is known by.
    pub own: String,
    /// Whether the viewer manages them.
    pub manages: bool,
}

/// The people of the caller's enterprise.
///
/// # Errors
/// [`AppError::NotFound`] to those who apply for nothing.
pub async fn view(world: &World, caller: &Caller) -> Result<RepresentativesDetail, AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let (organisation, _) = stamp(world, caller, Action::ViewRepresentatives, organisation)?;
    let mut reader = world.store.reader();
    let people = store::representative::load(&mut reader, organisation).await?;
    let seen = store::representative::list_seen(&mut reader, organisation).await?;
    let known = |seen: &Seen| people.as_ref().is_some_and(|people: &Representatives| people.person(&seen.by).is_some());
    Ok(RepresentativesDetail {
        unknown: seen.iter().filter(|seen| !known(seen)).cloned().collect(),
        seen,
        own: caller.actor.certificate.clone(),
        manages: caller.actor.duties.has(Duty::Manager),
        two_persons_above: people.as_ref().and_then(|people| people.two_persons_above),
        people: people.map(|people| people.people).unwrap_or_default(),
    })
}
