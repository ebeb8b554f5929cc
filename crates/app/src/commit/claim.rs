//! A beneficiary's signature over its claim: verified before the claim goes out, so that no institution is asked to pay on a word that is
//! somebody else's.

use crate::error::AppError;
use crate::identity::certificate::holder;
use crate::world::World;
use domain::Refusal;
use domain::party::Uscc;
use domain::time::Timestamp;
use gm::certificate::Certificate;
use protocol::message::{ClaimOrder, ClaimSignature};
use protocol::signed::SKEW_MAX;
use std::fmt::Display;

/// Longest certificate with its chain, in bytes of PEM.
const CERTIFICATE_MAX: usize = 16 * 1_024;
/// Most certificates of a chain that are looked at.
const CHAIN_MAX: usize = 4;

/// Verifies the signature of a claim that has one: by a certificate that is trusted for people `now` and is the beneficiary's by its code,
/// over the text of this very claim (the specification of `ClaimSignature`), and not from the future.
///
/// # Errors
/// [`Refusal::ClaimSignatureWrong`], whatever is wrong, also when the beneficiary's code is not known; only the log tells more.
pub(super) fn verify(world: &World, claim: &ClaimOrder, beneficiary: Option<&Uscc>, now: Timestamp) -> Result<(), AppError> {
    let Some(signature) = &claim.signature else { return Ok(()) };
    judge(world, claim, signature, beneficiary, now).map_err(|reason| {
        tracing::warn!(%reason, "the signature of a claim was not accepted");
        Refusal::ClaimSignatureWrong.into()
    })
}

fn judge(world: &World, claim: &ClaimOrder, signature: &ClaimSignature, beneficiary: Option<&Uscc>, now: Timestamp) -> Result<(), String> {
    let said = |error: &dyn Display| error.to_string();
    if signature.certificate.len() > CERTIFICATE_MAX {
        return Err("the certificate is too long".into());
    }
    let chain = Certificate::from_pem(&signature.certificate).map_err(|error| said(&error))?;
    let leaf = chain.first().filter(|_| chain.len() <= CHAIN_MAX).ok_or("no certificate, or too many")?;
    world.trust.verify(&chain, now).map_err(|error| said(&error))?;
    let signer = holder(leaf).map_err(|error| said(&error))?.uscc;
    if beneficiary != Some(&signer) {
        return Err("the certificate is not the beneficiary's".into());
    }
    let at = Timestamp::parse_civil(&signature.signed_at).ok_or("no time of signature")?;
    if at > now.plus(SKEW_MAX * Timestamp::SECOND) {
        return Err("signed in the future".into());
    }
    let text = claim.signed_text(&signature.signed_at).ok_or("a field can be read in two ways")?;
    let value = hex::decode(&signature.signature).map_err(|error| said(&error))?;
    let key = leaf.public_key().map_err(|error| said(&error))?;
    key.verify(text.as_bytes(), &value).map_err(|_| "another claim was signed, or by another key".into())
}
