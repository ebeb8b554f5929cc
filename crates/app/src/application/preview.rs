//! The letter as it will be issued, before it exists.

use super::load;
use crate::error::AppError;
use crate::world::{Caller, World};
use documents::{Letter, Numbering, Rendered};
use domain::access::Action;
use domain::application::Application;
use domain::guarantee::LetterTerms;
use domain::id::ApplicationId;
use domain::signing::SigningPayload;
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
    /// What the certificate agent is asked to sign.
    pub consent: SigningPayload,
}

/// What stands for a lot's name in a consent while it is sealed.
const SEALED: &str = "（开标前加密）";

/// The terms of an application's letter and their digest.
pub(crate) fn terms(application: &Application) -> (LetterTerms, String) {
    let terms = LetterTerms::of(application);
    let digest = sm3_hex(&terms.canonical());
    (terms, digest)
}

/// What the applicant signs.
pub(crate) fn consent(world: &World, application: &Application, terms_digest: &str) -> SigningPayload {
    let facts = &application.facts;
    SigningPayload::Application {
        origin: world.origin.to_string(),
        number: facts.number.to_string(),
        applicant_uscc: facts.applicant.uscc.to_string(),
        guarantor: facts.guarantor.name.to_string(),
        lot: facts.lot.title().map_or(SEALED, |(_, name)| name).to_owned(),
        amount: facts.amount.plain(),
        fee: facts.fee.plain(),
        terms_digest: terms_digest.to_owned(),
    }
}

/// Where anyone verifies a letter.
pub(crate) fn verify_at(world: &World) -> String {
    format!("{}/verify", world.origin)
}

/// What is to be confirmed.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn preview(world: &World, caller: &Caller, id: ApplicationId) -> Result<Preview, AppError> {
    let (application, _) = load(&mut world.store.reader(), caller, Action::ViewApplication, id, world.now()).await?;
    let (terms, terms_digest) = terms(&application);
    let consent = consent(world, &application, &terms_digest);
    Ok(Preview { application, terms, terms_digest, consent })
}

/// The watermarked letter: PDF and a picture of each page.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Invalid`] when a character has no glyph.
pub async fn pages(world: &World, caller: &Caller, id: ApplicationId) -> Result<Rendered, AppError> {
    let Preview { terms, terms_digest, .. } = preview(world, caller, id).await?;
    typeset(world, Letter { terms, terms_digest, numbering: None, verify_at: verify_at(world) }).await
}

/// Typesets off the async threads; it takes milliseconds to a tenth of a second.
async fn typeset(world: &World, letter: Letter) -> Result<Rendered, AppError> {
    let typesetter = Arc::clone(&world.typesetter);
    let task = tokio::task::spawn_blocking(move || typesetter.letter(&letter));
    Ok(task.await.map_err(|error| AppError::Bug(error.to_string()))??)
}

/// The letter itself.
pub(crate) async fn letter(world: &World, application: &Application, numbering: Numbering) -> Result<Rendered, AppError> {
    let (terms, terms_digest) = terms(application);
    typeset(world, Letter { terms, terms_digest, numbering: Some(numbering), verify_at: verify_at(world) }).await
}
