//! The applicant changes what it asks for, before it hands it in or when it came back.

use super::form::WantedForm;
use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::credit_line::{CreditLine, change};
use domain::id::CreditLineId;

/// Changes it.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`], [`AppError::NotFound`].
pub async fn change(world: &World, caller: &Caller, id: CreditLineId, form: &WantedForm) -> Result<CreditLine, AppError> {
    let (drawn, stamp) = load(world, &mut world.store.reader(), caller, Action::ApplyForCredit, id).await?;
    let event = change::change(&drawn.line, form.read()?)?;
    append(world, stamp, drawn.line, event).await
}
