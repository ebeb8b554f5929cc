//! The applicant hands it in.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::credit_line::{CreditLine, submit};
use domain::id::CreditLineId;

/// Hands it in.
///
/// # Errors
/// [`AppError::Refused`] when the profile lacks something; [`AppError::NotFound`].
pub async fn submit(world: &World, caller: &Caller, id: CreditLineId) -> Result<CreditLine, AppError> {
    let mut reader = world.store.reader();
    let (drawn, stamp) = load(world, &mut reader, caller, Action::ApplyForCredit, id).await?;
    let profile = store::profile::load(&mut reader, drawn.line.facts.applicant.organisation).await?;
    let event = submit::submit(&drawn.line, profile.as_ref(), world.now().date())?;
    append(world, stamp, drawn.line, event).await
}
