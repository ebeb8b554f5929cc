//! A first person at the grantor proposes a decision; suspending is done at once.

use super::form::DecisionForm;
use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::credit_line::{CreditLine, propose};
use domain::id::CreditLineId;

/// Proposes.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`], [`AppError::NotFound`].
pub async fn propose(world: &World, caller: &Caller, id: CreditLineId, form: &DecisionForm) -> Result<CreditLine, AppError> {
    let (drawn, stamp) = load(world, &mut world.store.reader(), caller, Action::ReviewCredit, id).await?;
    let event = propose::propose(&drawn.line, form.read()?, &caller.actor.certificate, world.now().date())?;
    append(world, stamp, drawn.line, event).await
}
