//! The applicant's seal on the agreement.

use super::brought::BroughtSeal;
use crate::error::AppError;
use crate::identity::verified;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::Consent;
use gm::certificate::Certificate;
use seals::eseal::{SealSignature, ToBeSigned};

/// A seal on an agreement that was found good.
pub(crate) struct Signed {
    /// The signer's certificate.
    pub(crate) certificate: Certificate,
    /// The signature structure.
    pub(crate) signature: Vec<u8>,
}

/// Verifies what the certificate agent gave back: chain, signature, seal, its maker, its holder, its validity. That its maker made the seal
/// need not be found out again of one that is `kept`; whether the maker is trusted is looked at each time.
///
/// # Errors
/// [`AppError::Unauthenticated`] with what to do.
pub(crate) fn verify(
    world: &World,
    consent: &Consent,
    chain: &[String],
    signature: &str,
    (brought, kept): (&BroughtSeal, bool),
) -> Result<Signed, AppError> {
    let refuse = |message: &str| AppError::Unauthenticated(message.to_owned());
    let seal = &brought.seal;
    let digest = gm::digest::sm3(consent.description.as_bytes());
    let message = ToBeSigned { seal, time: consent.time, digest, path: &consent.path, shown: &consent.canonical() }.der();
    let certificate = verified(world, chain, &message, signature)?;
    let now = world.now();
    let made = (kept || seal.verify().is_ok()) && seal.maker().is_ok_and(|maker| world.trust.verify_maker(&maker, now).is_ok());
    if !made {
        return Err(refuse("电子印章不是由受信任的制章机构制作，请联系发证机构"));
    }
    if !seal.is_for(&certificate) {
        return Err(refuse("电子印章不属于所选证书，请重新选择"));
    }
    if !(seal.valid_from..=seal.valid_until).contains(&now.seconds()) {
        return Err(refuse("电子印章不在有效期内，请到发证机构更新"));
    }
    let value = STANDARD.decode(signature).map_err(|_| refuse("签名格式不正确，请重新签名"))?;
    let signature = SealSignature::assemble(&message, &certificate, &value, None);
    Ok(Signed { certificate, signature })
}
