//! The letter and the agreement as they will be, before they exist.

use super::handed_on::handed_on;
use super::load::load;
use super::sold::unsold;
use crate::agreement::prepare::{self, Prepared, prepare};
use crate::carried::{carried, carry};
use crate::document::letter::{pictures, preview_pdf, terms};
use crate::error::AppError;
use crate::lot::known::known;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::application::{Application, submit};
use domain::guarantee::LetterTerms;
use domain::id::ApplicationId;
use domain::signing::Consent;
use domain::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use documents::typesetting::{Pages, Picture};

/// What the mark on [`Shown`] is for.
const PURPOSE: &str = "consent";

/// What somebody was shown, and may seal: carried to the submission, so that nothing is typeset for it again.
#[derive(Serialize, Deserialize)]
pub(crate) struct Shown {
    /// Of which application.
    pub(crate) application: ApplicationId,
    /// As it stood then.
    pub(crate) version: u32,
    /// What is consented to.
    pub(crate) consent: Consent,
}

/// What a form carried, if we wrote it.
pub(crate) fn shown(world: &World, carried_text: &str) -> Option<Shown> {
    carried(world, PURPOSE, carried_text)
}

/// What an applicant confirms.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The application.
    pub application: Application,
    /// What the letter will say.
    pub terms: LetterTerms,
    /// SM3 of the terms: shown, signed, and checked again at issue.
    pub terms_digest: String,
    /// The letter, watermarked: a picture of each page.
    pub letter: Arc<Pages>,
    /// The agreement to be sealed.
    pub agreement: Prepared,
    /// What is consented to by sealing it, as the form carries it to the submission.
    pub carried: String,
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
    let hindered = match submit::check(&application, &known(&mut reader, &application).await?, world.now()) {
        Ok(()) => match handed_on(&mut reader, caller, &application).await? {
            None => unsold(world, &application).await?,
            other => other,
        },
        Err(refusal) => Some(refusal),
    };
    let (terms, terms_digest) = terms(world, &application).await?;
    let letter = pictures(world, &application).await?;
    let agreement = prepare(world, &application, prepared_at).await?;
    let shown = Shown { application: id, version: application.version, consent: agreement.consent.clone() };
    let carried = carry(world, PURPOSE, &shown)?;
    Ok(Preview { application, terms, terms_digest, letter, agreement, carried, hindered })
}

/// The letter as it will be, a picture of each page, for whoever asks for one of them.
///
/// # Errors
/// As [`preview`].
pub async fn letter(world: &World, caller: &Caller, id: ApplicationId) -> Result<Arc<Pages>, AppError> {
    let (application, _) = load(world, &mut world.store.reader(), caller, Action::ViewApplication, id).await?;
    pictures(world, &application).await
}

/// The agreement as of that day, today at the latest, for whoever asks for a picture of one of its pages.
///
/// # Errors
/// As [`preview`].
pub async fn agreement(world: &World, caller: &Caller, id: ApplicationId, dated: Date) -> Result<Arc<Pages>, AppError> {
    let (application, _) = load(world, &mut world.store.reader(), caller, Action::ViewApplication, id).await?;
    prepare::pictures(world, &application, dated.min(world.now().date())).await
}

/// The letter as it will be, as PDF.
///
/// # Errors
/// As [`preview`].
pub async fn pdf(world: &World, caller: &Caller, id: ApplicationId) -> Result<Arc<Pages>, AppError> {
    let (application, _) = load(world, &mut world.store.reader(), caller, Action::ViewApplication, id).await?;
    preview_pdf(world, &application).await
}
