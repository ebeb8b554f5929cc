//! Loading a profile for somebody.

use crate::commit::Writer;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation, Role};
use domain::id::OrganisationId;
use domain::party::Party;
use domain::profile::{EnterpriseProfile, ProfileEvent, ProfileFacts};
use store::{Query, Stamp};

/// What the actor is to the profile of an organisation: a centre has to do with those alone that were handed to it.
pub(super) fn relation(actor: &Actor, organisation: OrganisationId, profile: Option<&EnterpriseProfile>) -> Relation {
    let site = profile.and_then(|profile| profile.state.site());
    if actor.organisation == Some(organisation) && actor.role == Role::Applicant {
        Relation::Applicant
    } else if site.is_some() && actor.site == site {
        Relation::CentreOfSite
    } else {
        Relation::Stranger
    }
}

/// Loads an organisation's profile for `action`: to someone who may not, it does not exist.
pub(super) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    organisation: OrganisationId,
) -> Result<(EnterpriseProfile, Stamp), AppError> {
    let profile = store::profile::load(query, organisation).await?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, organisation, profile.as_ref()), organisation)?;
    Ok((profile.ok_or(AppError::NotFound)?, stamp))
}

/// The caller's own organisation, with its profile if it has begun one, and the stamp for `action` on it.
pub(super) struct Own {
    pub(super) party: Party,
    pub(super) profile: Option<EnterpriseProfile>,
    pub(super) stamp: Stamp,
}

/// An organisation as its certificate says now.
///
/// # Errors
/// [`AppError::NotFound`].
pub(crate) async fn party(query: &mut impl Query, id: OrganisationId) -> Result<Party, AppError> {
    let organisation = store::organisation::load(query, id).await?.ok_or(AppError::NotFound)?;
    Ok(Party { organisation: id, name: organisation.name, uscc: organisation.uscc })
}

/// Loads it.
///
/// # Errors
/// [`AppError::NotFound`] to those who apply for nothing.
pub(super) async fn load_own(world: &World, caller: &Caller, action: Action) -> Result<Own, AppError> {
    let id = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, id, None), id)?;
    let mut reader = world.store.reader();
    let party = party(&mut reader, id).await?;
    Ok(Own { profile: store::profile::load(&mut reader, id).await?, party, stamp })
}

/// The profile of an organisation as it stands in this transaction; begun when there is none.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(super) async fn begun(w: &mut Writer<'_>, party: &Party) -> Result<EnterpriseProfile, AppError> {
    if let Some(known) = w.find::<EnterpriseProfile>(party.organisation).await? {
        return Ok(known);
    }
    let facts = ProfileFacts { organisation: party.clone(), begun_at: w.now() };
    w.create::<EnterpriseProfile>(&ProfileEvent::Begun { facts: Box::new(facts) })
}
