//! Giving an application up before payment.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::{Application, withdraw};
use domain::id::ApplicationId;

/// Withdraws. Money that comes later goes to suspense.
///
/// # Errors
/// [`AppError::Refused`] once paid, [`AppError::NotFound`].
pub async fn withdraw(world: &World, caller: &Caller, id: ApplicationId) -> Result<Application, AppError> {
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::WithdrawApplication, id).await?;
    let event = withdraw::withdraw(&application)?;
    append(world, stamp, application, event).await
}
