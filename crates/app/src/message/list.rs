//! What the trading centre said that needs a person, or waits: no page but this tells a centre that a message of its had no effect.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::message::Message;

/// The messages of the caller's site that a person has to look at, or that wait for their lot, newest first.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is not the centre's.
pub async fn of_centre(world: &World, caller: &Caller) -> Result<Vec<Message>, AppError> {
    let site = caller.actor.site.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ResolveMessage, Relation::CentreOfSite, site)?;
    Ok(store::message::list_of_centre(&mut world.store.reader(), site).await?)
}
