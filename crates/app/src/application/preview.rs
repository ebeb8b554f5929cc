//! The letter and the agreement as they will be, before they exist.

use super::load;
use crate::agreement::prepare::{Prepared, prepare};
use crate::document::typeset;
use crate::error::AppError;
use crate::world::{Caller, World};
use documents::paper::{Letter, Numbering};
use documents::typesetting::Pages;
use documents::wording::Wording;
use domain::access::Action;
use domain::application::Application;
use domain::guarantee::LetterTerms;
use domain::id::ApplicationId;
use domain::time::Timestamp;
use gm::digest::sm3_hex;
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
}

/// What stands for a lot's name in a consent while it is sealed.
pub(crate) const SEALED: &str = "（开标前加密）";

/// The wording of an application's letter.
pub(crate) fn wording<'a>(world: &'a World, application: &Application) -> Result<&'a Wording, AppError> {
    let id = &application.wording;
    world.wordings.get(id).ok_or_else(|| AppError::Bug(format!("there is no wording {id}")))
}

/// The terms of an application's letter and their digest.
pub(crate) fn terms(world: &World, application: &Application) -> Result<(LetterTerms, String), AppError> {
    let terms = LetterTerms::of(application, &wording(world, application)?.digest);
    let digest = sm3_hex(&terms.canonical());
    Ok((terms, digest))
}

/// Where anyone verifies a letter.
pub(crate) fn verify_at(world: &World) -> String {
    format!("{}/verify", world.origin)
}

/// The letter of an application: watermarked while it has no numbering.
pub(crate) async fn letter(world: &World, application: &Application, numbering: Option<Numbering>) -> Result<Arc<Pages>, AppError> {
    let (terms, terms_digest) = terms(world, application)?;
    let preview = numbering.is_none();
    let letter = Letter { terms, terms_digest, numbering, commitment: None, verify_at: verify_at(world) };
    let mut sheet = letter.sheet(wording(world, application)?)?;
    sheet.pictures = preview;
    typeset(world, sheet).await
}

/// What is to be confirmed: the letter, and the agreement as of `prepared_at`.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Invalid`] when a character has no glyph.
pub async fn preview(world: &World, caller: &Caller, id: ApplicationId, prepared_at: Timestamp) -> Result<Preview, AppError> {
    let (application, _) = load(&mut world.store.reader(), caller, Action::ViewApplication, id, world.now()).await?;
    let (terms, terms_digest) = terms(world, &application)?;
    let letter = letter(world, &application, None).await?;
    let agreement = prepare(world, &application, prepared_at).await?;
    Ok(Preview { application, terms, terms_digest, letter, agreement })
}
