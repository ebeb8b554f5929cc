//! How the caller's institution's own system answers, what it has not taken, what it said that needs a person.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::institution::Institution;
use domain::institution::health::Health;
pub use store::delivery::Delivery;
pub use store::message::Message;

/// The health page.
#[derive(Clone, Debug)]
pub struct Detail {
    /// The institution.
    pub institution: Institution,
    /// How its system answers.
    pub health: Health,
    /// Messages that wait.
    pub pending: i64,
    /// Messages that were given up, newest first.
    pub dead: Vec<Delivery>,
    /// Messages from it that a person has to look at, newest first.
    pub suspended: Vec<Message>,
}

/// How the caller's institution's own system answers.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn health(world: &World, caller: &Caller) -> Result<Detail, AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    caller.stamp(Action::ViewInstitution, Relation::Guarantor, world.now())?;
    let mut reader = world.store.reader();
    Ok(Detail {
        institution: store::institution::load(&mut reader, id).await?.ok_or(AppError::NotFound)?,
        health: store::delivery::health(&mut reader, id).await?,
        pending: store::delivery::count(&mut reader, id, "pending").await?,
        dead: store::delivery::list(&mut reader, id, "dead").await?,
        suspended: store::message::list_suspended(&mut reader, id).await?,
    })
}
