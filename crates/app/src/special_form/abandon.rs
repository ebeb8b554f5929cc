//! The applicant does without, and goes on with the product's wording.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, abandon};

/// Gives it up.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn abandon(world: &World, caller: &Caller, id: SpecialFormId) -> Result<SpecialForm, AppError> {
    let (form, _, stamp) = load(world, &mut world.store.reader(), caller, Action::RequestForm, id).await?;
    let event = abandon::abandon(&form)?;
    append(world, stamp, form, event).await
}
