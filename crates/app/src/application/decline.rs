//! The guarantor's staff refuses a paid application.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::{Application, decline};
use domain::id::ApplicationId;

/// Declines for `reason`, which the applicant will read.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn decline(world: &World, caller: &Caller, id: ApplicationId, reason: &str) -> Result<Application, AppError> {
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::DeclineApplication, id).await?;
    let event = decline::decline(&application, reason)?;
    append(world, stamp, application, event).await
}
