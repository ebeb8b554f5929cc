//! Another order like an earlier one (再来一份): for another lot, with the same product and the same particulars.

use super::describe::{Details, describe};
use super::draft::draft;
use super::load::load;
use super::underlying::UnderlyingForm;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Role};
use domain::application::Application;
use domain::id::{ApplicationId, LotId, ProductId};
use domain::site::SiteCode;
use domain::underlying::Underlying;

/// The earlier order, to whoever may begin another like it.
///
/// # Errors
/// [`AppError::NotFound`] to everybody else.
pub async fn example(world: &World, caller: &Caller, id: ApplicationId) -> Result<Application, AppError> {
    if caller.actor.role != Role::Applicant {
        return Err(AppError::NotFound);
    }
    Ok(load(world, &mut world.store.reader(), caller, Action::ViewApplication, id).await?.0)
}

/// Drafts for `lot`, and describes the draft as the order `like` is described; what it does not fit is left for the form. A draft that there was
/// already stays as it is.
///
/// # Errors
/// As [`draft`]; [`AppError::NotFound`] for an order that is not the caller's.
pub async fn again(
    world: &World,
    caller: &Caller,
    site: SiteCode,
    lot: LotId,
    product: ProductId,
    like: ApplicationId,
) -> Result<Application, AppError> {
    let example = example(world, caller, like).await?;
    let drafted = draft(world, caller, site, lot, product).await?;
    // What another contract secures is asked for, as it is another.
    if Underlying::is_asked_of(drafted.facts.kind) {
        return Ok(drafted);
    }
    let Some(representative) = example.representative.filter(|_| drafted.representative.is_none()) else { return Ok(drafted) };
    let details = |wording: String| Details {
        name: representative.name.to_string(),
        mobile: representative.mobile.to_string(),
        email: representative.email.to_string(),
        english: example.english,
        wording,
    };
    let (id, secured) = (drafted.facts.id, UnderlyingForm::default());
    match describe(world, caller, id, &details(example.wording), &secured).await {
        // The other wording is another product's, or was one order's alone.
        Err(AppError::Invalid(_)) => describe(world, caller, id, &details(String::new()), &secured).await,
        other => other,
    }
}
