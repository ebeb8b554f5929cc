//! Ending sessions: one's own, one or all others.

use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::SessionId;
use gm::digest::sm3_hex;

/// Ends one of the caller's own sessions; of anybody else's nothing happens.
///
/// # Errors
/// [`AppError::NotFound`] to nobody.
pub async fn end(world: &World, caller: &Caller, id: SessionId) -> Result<(), AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, Action::EndSession, Relation::Holder, id)?;
    let person = caller.actor.certificate.clone();
    commit(world, stamp, move |w| Box::pin(async move { Ok(store::session::delete_of_person(w.tx(), id, &person, organisation)?) })).await
}

/// Ends all of them but the one behind `token`.
///
/// # Errors
/// As [`end`].
pub async fn end_others(world: &World, caller: &Caller, token: &str) -> Result<(), AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, Action::EndSession, Relation::Holder, organisation)?;
    let (person, token) = (caller.actor.certificate.clone(), sm3_hex(token.as_bytes()));
    commit(world, stamp, move |w| Box::pin(async move { Ok(store::session::delete_others(w.tx(), &person, organisation, &token)?) })).await
}
