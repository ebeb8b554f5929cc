//! The applicant does not go on with it.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::credit_line::{CreditLine, give_up};
use domain::id::CreditLineId;

/// Gives it up.
///
/// # Errors
/// [`AppError::Refused`] once it is with the grantor; [`AppError::NotFound`].
pub async fn give_up(world: &World, caller: &Caller, id: CreditLineId) -> Result<CreditLine, AppError> {
    let (drawn, stamp) = load(world, &mut world.store.reader(), caller, Action::ApplyForCredit, id).await?;
    let event = give_up::give_up(&drawn.line)?;
    append(world, stamp, drawn.line, event).await
}
