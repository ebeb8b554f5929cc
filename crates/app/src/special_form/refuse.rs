//! The guarantor does not issue such a text; the application goes on with the product's wording.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, refuse};

/// Refuses for `reason`, which the applicant will read.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn refuse(world: &World, caller: &Caller, id: SpecialFormId, reason: &str) -> Result<SpecialForm, AppError> {
    let (form, _, stamp) = load(world, &mut world.store.reader(), caller, Action::EditForm, id).await?;
    let event = refuse::refuse(&form, reason)?;
    append(world, stamp, form, event).await
}
