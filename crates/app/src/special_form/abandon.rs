//! The applicant gives it up, and goes on with the product's wording.

use super::{load, write};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::reword;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, abandon};

/// The applicant gives it up, and goes on with the product's wording.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn abandon(world: &World, caller: &Caller, id: SpecialFormId) -> Result<SpecialForm, AppError> {
    let (form, application, stamp) = load(&mut world.store.reader(), caller, Action::RequestForm, id, world.now()).await?;
    let reworded = reword::reword(&application, &form.facts.wording)?;
    let event = abandon::abandon(&form)?;
    write(world, stamp, form, event, Some((application, reworded))).await
}
