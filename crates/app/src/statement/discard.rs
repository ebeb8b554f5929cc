//! Laying a statement aside that nobody has confirmed.

use super::load;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::StatementId;
use domain::statement::{Statement, discard as decide};

/// Lays it aside.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn discard(world: &World, caller: &Caller, id: StatementId) -> Result<Statement, AppError> {
    let (statement, stamp) = load(&mut world.store.reader(), caller, Action::DiscardStatement, id, world.now()).await?;
    let event = decide(&statement)?;
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                Ok(store::statement::append(tx, &stamp, statement, &event)?)
            })
        })
        .await
}
