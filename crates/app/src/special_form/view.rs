//! One special form with its application.

use super::load::{latest, load};
use crate::document::{self, special};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::Application;
use domain::id::{ApplicationId, SpecialFormId};
use domain::special_form::SpecialForm;

/// A special form as its page shows it.
#[derive(Clone, Debug)]
pub struct SpecialFormDetail {
    /// The special form.
    pub form: SpecialForm,
    /// The application it is for.
    pub application: Application,
    /// The text as drafted, or the wording's own to begin with.
    pub text: String,
    /// The fields that may be named in it.
    pub fields: Vec<String>,
    /// Whether the viewer drafted it, and so may not approve it.
    pub is_editor: bool,
}

/// The special form in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: SpecialFormId) -> Result<SpecialFormDetail, AppError> {
    let (form, application, _) = load(world, &mut world.store.reader(), caller, Action::ViewForm, id).await?;
    let base = special::base(world, &form)?;
    let text = form.text.clone().unwrap_or_else(|| base.clauses.to_text());
    let is_editor =
        matches!(&form.state, domain::special_form::SpecialFormState::Drafted { editor } if *editor == caller.actor.certificate);
    Ok(SpecialFormDetail { text, fields: base.fields.iter().cloned().collect(), form, application, is_editor })
}

/// The last special form of an application the caller may see.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn last_of(world: &World, caller: &Caller, application: ApplicationId) -> Result<SpecialFormDetail, AppError> {
    let mut reader = world.store.reader();
    let application = store::application::load(&mut reader, application).await?.ok_or(AppError::NotFound)?;
    let last = latest(&mut reader, &application).await?.ok_or(AppError::NotFound)?;
    view(world, caller, last.facts.id).await
}

/// The page of the tender file, with its kind.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn page(world: &World, caller: &Caller, id: SpecialFormId) -> Result<(Vec<u8>, String), AppError> {
    let (form, _, _) = load(world, &mut world.store.reader(), caller, Action::ViewForm, id).await?;
    let page = form.facts.page.ok_or(AppError::NotFound)?;
    Ok((document::load(world, &page.file).await?, page.kind))
}
