//! The applicant's seal on the agreement.

use crate::error::AppError;
use crate::identity::verified;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::Consent;
use gm::certificate::{Certificate, Purpose};
use seals::eseal::{ESeal, SealSignature, ToBeSigned};

/// Largest seal that is read, in bytes.
const SEAL_MAX: usize = 256 * 1024;

/// A seal on an agreement that was found good.
pub(crate) struct Signed {
    /// The signer's certificate.
    pub(crate) certificate: Certificate,
    /// The signature structure.
    pub(crate) signature: Vec<u8>,
}

/// Verifies what the certificate agent gave back: chain, signature, seal, its maker, its holder, its validity.
///
/// # Errors
/// [`AppError::Unauthenticated`] with what to do.
pub(crate) fn verify(world: &World, consent: &Consent, chain: &[String], signature: &str, seal: &str) -> Result<Signed, AppError> {
    let refuse = |message: &str| AppError::Unauthenticated(message.to_owned());
    let bytes = STANDARD.decode(seal).ok().filter(|bytes| bytes.len() <= SEAL_MAX);
    let seal = bytes.and_then(|bytes| ESeal::from_der(&bytes).ok());
    let seal = seal.ok_or_else(|| refuse("没有读到电子印章，请在证书助手中选择带印章的证书"))?;
    let digest = gm::digest::sm3(consent.description.as_bytes());
    let message = ToBeSigned { seal: &seal, time: consent.time, digest, path: &consent.path, shown: &consent.canonical() }.der();
    let certificate = verified(world, chain, &message, signature)?;
    let now = world.now().seconds();
    let made = seal.verify().is_ok()
        && seal.maker().is_ok_and(|maker| {
            let trust = world.trust.documents();
            trust.is_ok_and(|trust| trust.makers.verify_past(&maker, &[], Purpose::Document, now, &[]).is_ok())
        });
    if !made {
        return Err(refuse("电子印章不是由受信任的制章机构制作，请联系发证机构"));
    }
    if !seal.is_for(&certificate) {
        return Err(refuse("电子印章不属于所选证书，请重新选择"));
    }
    if !(seal.valid_from..=seal.valid_until).contains(&now) {
        return Err(refuse("电子印章不在有效期内，请到发证机构更新"));
    }
    let value = STANDARD.decode(signature).map_err(|_| refuse("签名格式不正确，请重新签名"))?;
    let signature = SealSignature::assemble(&message, &certificate, &value, None);
    Ok(Signed { certificate, signature })
}
