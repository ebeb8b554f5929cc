//! The guarantor's seal on an agreement that the applicant has sealed.

use super::prepare::{Prepared, prepare_drawn};
use crate::document::{Sealer, load_signature, store};
use crate::error::AppError;
use crate::world::World;
use documents::ofd::Sealing;
use documents::typesetting::Pages;
use domain::application::Application;
use domain::document::{Pair, StoredFile};
use seals::eseal::SealSignature;
use seals::hash::Hash;

/// The agreement with both seals, in both formats, stored. It is laid out once; the formats do not wait for each other's time stamps.
///
/// # Errors
/// [`AppError::Bug`] when the applicant's seal is not on this agreement; [`AppError::Unavailable`] for what passes.
pub(crate) async fn countersign(world: &World, application: &Application, sealer: &Sealer<'_>) -> Result<Pair, AppError> {
    let signed = application.agreement.as_ref().ok_or_else(|| failed(&"the applicant has not sealed the agreement"))?;
    let signature = SealSignature::from_der(&load_signature(world, &signed.signature).await?).map_err(|error| failed(&error))?;
    let Prepared { pages, sealing, .. } = prepare_drawn(world, application, signed.prepared_at).await?;
    // The applicant's seal on the PDF is drawn.
    let pdf = async { store(world, sealer.pdf(&pages).await?).await };
    let (pdf, ofd) = tokio::try_join!(pdf, ofd(world, sealing, &signature, &pages, sealer))?;
    Ok(Pair { pdf: Some(pdf), ofd: Some(ofd) })
}

fn failed(error: &dyn std::fmt::Display) -> AppError {
    AppError::Bug(error.to_string())
}

/// As OFD, with the applicant's seal and then the guarantor's.
async fn ofd(
    world: &World,
    sealing: Sealing,
    signature: &SealSignature,
    pages: &Pages,
    sealer: &Sealer<'_>,
) -> Result<StoredFile, AppError> {
    let certificate = signature.certificate().map_err(|error| failed(&error))?;
    // The value must verify over this very document: what was sealed is what is handed over (INV-21).
    let message = sealing.to_be_signed(&signature.seal);
    let same = certificate.verify(gm::certificate::Scheme::Sm2Sm3, &message, &signature.value);
    same.map_err(|_| failed(&"the agreement is not the one the applicant sealed"))?;
    let stamp = sealer.stamp(&signature.value, Hash::Sm3).await?;
    let sealed = sealing.finish(&signature.seal, &certificate, &signature.value, Some(&stamp));
    store(world, sealer.ofd(sealed, pages).await?).await
}
