//! The letter of an application: its wording, its terms and their digest, its pages.

use super::typeset::typeset_when;
use crate::error::AppError;
use crate::world::World;
use documents::paper::{Letter, Numbering};
use documents::typesetting::{Pages, Urgency};
use documents::wording::Wording;
use domain::application::Application;
use domain::guarantee::LetterTerms;
use domain::special_form;
use gm::digest::sm3_hex;
use std::borrow::Cow;
use std::sync::Arc;

/// What stands for a lot's name in a consent while it is sealed.
pub(crate) const SEALED: &str = "（开标前加密）";

/// The wording of an application's letter: the product's, or the special form that was confirmed for it.
pub(crate) async fn wording<'a>(world: &'a World, application: &Application) -> Result<Cow<'a, Wording>, AppError> {
    let missing = || AppError::Bug(format!("there is no wording {}", application.wording));
    let Some(id) = special_form::behind(&application.wording) else {
        return world.wordings.get(&application.wording).map(Cow::Borrowed).ok_or_else(missing);
    };
    let form = store::special_form::load(&mut world.store.reader(), id).await?.ok_or_else(missing)?;
    let text = form.text.as_deref().filter(|_| form.facts.application == application.facts.id).ok_or_else(missing)?;
    super::special::wording(world, &form, text).map(Cow::Owned)
}

fn terms_in(application: &Application, wording: &Wording) -> (LetterTerms, String) {
    let terms = LetterTerms::of(application, &wording.digest);
    let digest = sm3_hex(&terms.canonical());
    (terms, digest)
}

/// The terms of an application's letter and their digest.
pub(crate) async fn terms(world: &World, application: &Application) -> Result<(LetterTerms, String), AppError> {
    Ok(terms_in(application, &*wording(world, application).await?))
}

/// Where anyone verifies a letter.
pub(crate) fn verify_at(world: &World) -> String {
    format!("{}/verify", world.origin)
}

/// The letter of an application: watermarked while it has no numbering.
pub(crate) async fn letter(world: &World, application: &Application, numbering: Option<Numbering>) -> Result<Arc<Pages>, AppError> {
    letter_in(world, application, &*wording(world, application).await?, numbering).await
}

/// The same in this wording.
pub(crate) async fn letter_in(
    world: &World,
    application: &Application,
    wording: &Wording,
    numbering: Option<Numbering>,
) -> Result<Arc<Pages>, AppError> {
    let (terms, terms_digest) = terms_in(application, wording);
    let preview = numbering.is_none();
    let letter = Letter { terms, terms_digest, numbering, commitment: None, verify_at: verify_at(world) };
    let mut sheet = letter.sheet(wording)?;
    sheet.pictures = preview;
    typeset_when(world, sheet, if preview { Urgency::WhenFree } else { Urgency::First }).await
}
