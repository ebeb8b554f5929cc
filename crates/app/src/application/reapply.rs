//! Taking an order up again that came to nothing (重新申请): a new draft for the same lot and product, and whom the old one named.

use super::describe::{Details, describe};
use super::draft::draft;
use super::load::load;
use super::underlying::UnderlyingForm;
use super::view::lot_page;
use crate::error::AppError;
use crate::lot::known::known;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::{Application, reapply as decide};
use domain::id::ApplicationId;

/// Drafts it anew. What has changed since counts: the product's rate, the lot's facts. Done twice it leads to the same draft.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn reapply(world: &World, caller: &Caller, id: ApplicationId) -> Result<Application, AppError> {
    let mut reader = world.store.reader();
    let (old, _) = load(world, &mut reader, caller, Action::ReapplyApplication, id).await?;
    decide::check(&old, &known(&mut reader, &old).await?, world.now())?;
    let lot = lot_page(&mut reader, &old).await?.ok_or(AppError::NotFound)?;
    let anew = draft(world, caller, old.facts.site, lot, old.facts.product).await?;
    let secured = UnderlyingForm::of(&old);
    let Some(named) = old.representative.filter(|_| anew.representative.is_none()) else { return Ok(anew) };
    let details = Details {
        name: named.name.to_string(),
        mobile: named.mobile.to_string(),
        email: named.email.to_string(),
        english: old.english,
        wording: String::new(),
    };
    match describe(world, caller, anew.facts.id, &details, &secured).await {
        // What is no longer taken is asked for in the form; who pressed twice has said it once.
        Err(AppError::Invalid(_) | AppError::Conflict) => Ok(anew),
        described => described,
    }
}
