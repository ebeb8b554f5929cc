//! The guarantor's seal on an agreement that the applicant has sealed.

use super::prepare::{agreement, prepare, sheet};
use crate::document::{Sealer, load_signature, store, typeset};
use crate::error::AppError;
use crate::world::World;
use documents::typesetting::{Sheet, Urgency};
use domain::application::{Application, SignedAgreement};
use domain::document::{Pair, StoredFile};
use seals::eseal::SealSignature;
use seals::hash::Hash;

/// The agreement with both seals, in both formats, stored. The formats do not wait for each other.
///
/// # Errors
/// [`AppError::Bug`] when the applicant's seal is not on this agreement; [`AppError::Unavailable`] for what passes.
pub(crate) async fn countersign(world: &World, application: &Application, sealer: &Sealer<'_>) -> Result<Pair, AppError> {
    let signed = application.agreement.as_ref().ok_or_else(|| failed(&"the applicant has not sealed the agreement"))?;
    let (pdf, ofd) = tokio::try_join!(pdf(world, application, signed, sealer), ofd(world, application, signed, sealer))?;
    Ok(Pair { pdf: Some(pdf), ofd: Some(ofd) })
}

fn failed(error: &dyn std::fmt::Display) -> AppError {
    AppError::Bug(error.to_string())
}

/// As OFD, with the applicant's seal and then the guarantor's.
async fn ofd(world: &World, application: &Application, signed: &SignedAgreement, sealer: &Sealer<'_>) -> Result<StoredFile, AppError> {
    let signature = SealSignature::from_der(&load_signature(world, &signed.signature).await?).map_err(|error| failed(&error))?;
    let prepared = prepare(world, application, signed.prepared_at, Urgency::First).await?;
    let certificate = signature.certificate().map_err(|error| failed(&error))?;
    // The value must verify over this very document: what was sealed is what is handed over (INV-21).
    let message = prepared.sealing.to_be_signed(&signature.seal);
    let same = certificate.verify(gm::certificate::Scheme::Sm2Sm3, &message, &signature.value);
    same.map_err(|_| failed(&"the agreement is not the one the applicant sealed"))?;
    let stamp = sealer.stamp(&signature.value, Hash::Sm3).await?;
    let sealed = prepared.sealing.finish(&signature.seal, &certificate, &signature.value, Some(&stamp));
    store(world, sealer.ofd(sealed, &prepared.pages).await?).await
}

/// As PDF, which the guarantor signs; the applicant's seal is drawn.
async fn pdf(world: &World, application: &Application, signed: &SignedAgreement, sealer: &Sealer<'_>) -> Result<StoredFile, AppError> {
    let drawn = sheet(world, &agreement(world, application, signed.prepared_at.date(), true).await?)?;
    let drawn = typeset(world, Sheet { ofd: false, ..drawn }).await?;
    store(world, sealer.pdf(&drawn).await?).await
}
