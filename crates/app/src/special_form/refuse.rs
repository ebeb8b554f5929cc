//! The guarantor refuses; the application goes on with the product's wording.

use super::{load, write};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::reword;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, refuse};

/// The guarantor refuses; the application goes on with the product's wording.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn refuse(world: &World, caller: &Caller, id: SpecialFormId, reason: &str) -> Result<SpecialForm, AppError> {
    let (form, application, stamp) = load(&mut world.store.reader(), caller, Action::EditForm, id, world.now()).await?;
    let reworded = reword::reword(&application, &form.facts.wording)?;
    let event = refuse::refuse(&form, reason)?;
    write(world, stamp, form, event, Some((application, reworded))).await
}
