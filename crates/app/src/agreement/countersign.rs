//! The guarantor's seal on an agreement that the applicant has sealed.

use super::prepare::{agreement, pages, prepare};
use crate::document::{Sealer, load, store};
use crate::error::AppError;
use crate::world::World;
use documents::typesetting::Urgency;
use domain::application::Application;
use domain::document::Pair;
use seals::eseal::SealSignature;
use seals::hash::Hash;

/// The agreement with both seals, in both formats, stored.
///
/// # Errors
/// [`AppError::Bug`] when the applicant's seal is not on this agreement; [`AppError::Unavailable`] for what passes.
pub(crate) async fn countersign(world: &World, application: &Application, sealer: &mut Sealer<'_>) -> Result<Pair, AppError> {
    let failed = |error: &dyn std::fmt::Display| AppError::Bug(error.to_string());
    let signed = application.agreement.as_ref().ok_or_else(|| failed(&"the applicant has not sealed the agreement"))?;
    let signature = SealSignature::from_der(&load(world, &signed.signature).await?).map_err(|error| failed(&error))?;
    let prepared = prepare(world, application, signed.prepared_at, Urgency::First).await?;
    let certificate = signature.certificate().map_err(|error| failed(&error))?;
    // The value must verify over this very document: what was sealed is what is handed over (INV-21).
    let message = prepared.sealing.to_be_signed(&signature.seal);
    let same = certificate.verify(gm::certificate::Scheme::Sm2Sm3, &message, &signature.value);
    same.map_err(|_| failed(&"the agreement is not the one the applicant sealed"))?;
    let stamp = sealer.stamp(&signature.value, Hash::Sm3).await?;
    let sealed = prepared.sealing.finish(&signature.seal, &certificate, &signature.value, Some(&stamp)).map_err(|error| failed(&error))?;
    let ofd = sealer.ofd(&sealed, &prepared.pages).await?;
    let drawn = pages(world, &agreement(world, application, signed.prepared_at, true).await?, Urgency::First).await?;
    let pdf = sealer.pdf(&drawn).await?;
    Ok(Pair { pdf: Some(store(world, pdf).await?), ofd: Some(store(world, ofd).await?) })
}
