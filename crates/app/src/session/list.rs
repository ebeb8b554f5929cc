//! One's own sessions.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::time::Timestamp;
pub use store::session::Session;

/// A session that counts, and when it ends unless it is used.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// The session.
    pub session: Session,
    /// When it ends.
    pub ends: Timestamp,
}

/// The sessions of the caller's person for the organisation, the newest first.
///
/// # Errors
/// [`AppError::NotFound`] to nobody.
pub async fn list(world: &World, caller: &Caller) -> Result<Vec<OwnSession>, AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ListSessions, Relation::Holder, organisation)?;
    let sessions = store::session::list_of_person(&mut world.store.reader(), &caller.actor.certificate, organisation).await?;
    let now = world.now();
    let counting = sessions.into_iter().map(|session| {
        let ends = world.sites.sessions(session.site).ends(session.created_at, session.seen_at);
        OwnSession { session, ends }
    });
    Ok(counting.filter(|own| now < own.ends).collect())
}
