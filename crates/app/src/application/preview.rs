//! The letter and the agreement as they will be, before they exist.

use super::load::load;
use crate::agreement::prepare::{Prepared, prepare};
use crate::document::letter::{letter, terms};
use crate::error::AppError;
use crate::lot::known::known;
use crate::world::{Caller, World};
use documents::typesetting::{Pages, Urgency};
use domain::Refusal;
use domain::access::Action;
use domain::application::{Application, submit};
use domain::guarantee::LetterTerms;
use domain::id::ApplicationId;
use domain::time::Timestamp;
use std::sync::Arc;

/// What an applicant confirms.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The application.
    pub application: Application,
    /// What the letter will say.
    pub terms: LetterTerms,
    /// SM3 of the terms: shown, signed, and checked again at issue.
    pub terms_digest: String,
    /// The letter, watermarked: a picture of each page, and the PDF.
    pub letter: Arc<Pages>,
    /// The agreement to be sealed.
    pub agreement: Prepared,
    /// Why it cannot be submitted as it is, if it cannot.
    pub hindered: Option<Refusal>,
}

/// What is to be confirmed: the letter, and the agreement as of `prepared_at`.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Invalid`] when a character has no glyph.
pub async fn preview(world: &World, caller: &Caller, id: ApplicationId, prepared_at: Timestamp) -> Result<Preview, AppError> {
    let mut reader = world.store.reader();
    let (application, _) = load(world, &mut reader, caller, Action::ViewApplication, id).await?;
    let hindered = submit::check(&application, &known(&mut reader, &application).await?, world.now()).err();
    let (terms, terms_digest) = terms(world, &application).await?;
    let letter = letter(world, &application, None).await?;
    let agreement = prepare(world, &application, prepared_at, Urgency::WhenFree).await?;
    Ok(Preview { application, terms, terms_digest, letter, agreement, hindered })
}
