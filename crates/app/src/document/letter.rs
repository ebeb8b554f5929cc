//! The letter of an application: its wording, its terms and their digest, its pages. Only what is asked for is made of them.

use super::typeset::{typeset, typeset_when};
use crate::error::AppError;
use crate::world::World;
use documents::paper::{Letter, Numbering};
use documents::typesetting::{Pages, Sheet, Urgency};
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

/// The sheet of an application's letter in this wording: watermarked while it has no numbering.
fn sheet(world: &World, application: &Application, wording: &Wording, numbering: Option<Numbering>) -> Result<Sheet, AppError> {
    let (terms, terms_digest) = terms_in(application, wording);
    Ok(Letter { terms, terms_digest, numbering, commitment: None, verify_at: verify_at(world) }.sheet(wording)?)
}

/// The letter of an application as it is issued, in both formats.
pub(crate) async fn issued(world: &World, application: &Application, numbering: Numbering) -> Result<Arc<Pages>, AppError> {
    typeset(world, sheet(world, application, &*wording(world, application).await?, Some(numbering))?).await
}

/// A picture of each page of the letter as it will be.
pub(crate) async fn pictures(world: &World, application: &Application) -> Result<Arc<Pages>, AppError> {
    pictures_in(world, application, &*wording(world, application).await?).await
}

/// The same in this wording.
pub(crate) async fn pictures_in(world: &World, application: &Application, wording: &Wording) -> Result<Arc<Pages>, AppError> {
    let sheet = Sheet { pdf: false, ofd: false, pictures: true, ..sheet(world, application, wording, None)? };
    typeset_when(world, sheet, Urgency::WhenFree).await
}

/// The letter as it will be, to be taken away as PDF.
pub(crate) async fn preview_pdf(world: &World, application: &Application) -> Result<Arc<Pages>, AppError> {
    let sheet = Sheet { ofd: false, ..sheet(world, application, &*wording(world, application).await?, None)? };
    typeset_when(world, sheet, Urgency::WhenFree).await
}
