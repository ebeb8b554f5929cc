//! Signed requests and answers (GM-8). A request carries an `Authorization` header over five fixed lines:
//!
//! ```text
//! METHOD \n target as sent \n host \n seconds \n nonce \n SM3 of the body, hexadecimal \n
//! ```
//!
//! An answer carries [`ANSWER_HEADER`] over the status, the request's nonce, the time and the body, so that it cannot be taken for
//! the answer to another request. SM2 proves who said it; HMAC-SM3 is for those who cannot sign, and proves nothing to a third.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::digest::sm3_hex;
use gm::{Entropy, MacKey, PublicKey, SecretKey};
use std::collections::BTreeMap;
use std::fmt;

/// The scheme with SM2 signatures.
pub const SM2: &str = "KAIHAN1-SM2-SM3";
/// The scheme with message codes.
pub const HMAC: &str = "KAIHAN1-HMAC-SM3";
/// The header of a signed answer.
pub const ANSWER_HEADER: &str = "kaihan-signature";
/// How far the sender's clock may be off, in seconds.
pub const SKEW_MAX: i64 = 300;
/// Longest header that is looked at, in bytes.
const HEADER_MAX: usize = 1_024;

/// Why a signed message is not accepted. The edge answers all alike; only the log tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    /// No header, or not of the scheme.
    #[error("the header is missing or malformed")]
    Malformed,
    /// The time is off by more than [`SKEW_MAX`].
    #[error("the time is too far off")]
    Stale,
    /// Not signed by a known key, or not this message.
    #[error("the signature does not verify")]
    Signature,
}

/// What signs.
#[derive(Clone)]
pub enum Signer {
    /// An SM2 key.
    Sm2(SecretKey),
    /// A shared secret.
    Hmac(MacKey),
}

/// What verifies.
#[derive(Clone, Debug)]
pub enum Verifier {
    /// An SM2 key.
    Sm2(PublicKey),
    /// A shared secret.
    Hmac(MacKey),
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(redacted)")
    }
}

impl Signer {
    const fn scheme(&self) -> &'static str {
        match self {
            Self::Sm2(_) => SM2,
            Self::Hmac(_) => HMAC,
        }
    }

    fn sign(&self, text: &str, entropy: &dyn Entropy) -> Result<String, SignedError> {
        let value = match self {
            Self::Sm2(key) => key.sign(text.as_bytes(), entropy).map_err(|_| SignedError::Signature)?,
            Self::Hmac(key) => key.mac(text.as_bytes()).to_vec(),
        };
        Ok(STANDARD.encode(value))
    }
}

impl Verifier {
    /// Whether this verifier goes with the scheme of a header: a code must never pass where a signature is due.
    fn verify(&self, scheme: &str, text: &str, value: &[u8]) -> Result<(), SignedError> {
        let right = match (self, scheme) {
            // Peers write r and s as bare bytes or padded integers too; it is one and the same value.
            (Self::Sm2(key), SM2) => gm::signature::normal(value).is_some_and(|value| key.verify(text.as_bytes(), &value).is_ok()),
            (Self::Hmac(key), HMAC) => key.verify(text.as_bytes(), value),
            _ => false,
        };
        if right { Ok(()) } else { Err(SignedError::Signature) }
    }
}

/// Who signs: an application under one of its serials.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The application: an institution's 18-character code, `kaihan`, `bank`.
    pub app: String,
    /// Which of its keys; empty where there is but one.
    pub serial: String,
    /// The key.
    pub signer: Signer,
}

/// A request as it is signed.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `POST`…
    pub method: &'a str,
    /// Path and query as sent.
    pub target: &'a str,
    /// Host and port as sent.
    pub host: &'a str,
    /// The body's bytes.
    pub body: &'a [u8],
}

/// Who sent a verified request, and the nonce to be used once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The sender's application.
    pub app: String,
    /// Under which of its serials.
    pub serial: String,
    /// The nonce.
    pub nonce: String,
}

fn request_text(request: &Request<'_>, seconds: i64, nonce: &str) -> String {
    let digest = sm3_hex(request.body);
    format!("{}\n{}\n{}\n{seconds}\n{nonce}\n{digest}\n", request.method, request.target, request.host)
}

fn answer_text(status: u16, nonce: &str, seconds: i64, body: &[u8]) -> String {
    format!("{status}\n{nonce}\n{seconds}\n{}\n", sm3_hex(body))
}

/// A fresh nonce.
#[must_use]
pub fn nonce(entropy: &dyn Entropy) -> String {
    hex::encode(gm::entropy::bytes::<16>(entropy))
}

/// The `Authorization` header for `request`.
///
/// # Errors
/// [`SignedError::Signature`] with a probability of 2⁻²⁵⁶.
pub fn sign(request: &Request<'_>, identity: &Identity, seconds: i64, nonce: &str, entropy: &dyn Entropy) -> Result<String, SignedError> {
    let signature = identity.signer.sign(&request_text(request, seconds, nonce), entropy)?;
    let (scheme, app, serial) = (identity.signer.scheme(), &identity.app, &identity.serial);
    Ok(format!("{scheme} app=\"{app}\",serial=\"{serial}\",ts=\"{seconds}\",nonce=\"{nonce}\",sig=\"{signature}\""))
}

/// The fields of a header, and its scheme.
struct Fields<'a> {
    scheme: &'a str,
    fields: BTreeMap<&'a str, &'a str>,
}

impl<'a> Fields<'a> {
    fn read(header: &'a str) -> Result<Self, SignedError> {
        if header.len() > HEADER_MAX {
            return Err(SignedError::Malformed);
        }
        let (scheme, rest) = header.split_once(' ').ok_or(SignedError::Malformed)?;
        let pairs = rest.split(',').filter_map(|field| field.trim().split_once('='));
        Ok(Self { scheme, fields: pairs.map(|(name, value)| (name, value.trim_matches('"'))).collect() })
    }

    fn get(&self, name: &str) -> Result<&'a str, SignedError> {
        self.fields.get(name).copied().ok_or(SignedError::Malformed)
    }

    fn seconds(&self, now: i64) -> Result<i64, SignedError> {
        let seconds: i64 = self.get("ts")?.parse().map_err(|_| SignedError::Malformed)?;
        if seconds.abs_diff(now) > SKEW_MAX.unsigned_abs() { Err(SignedError::Stale) } else { Ok(seconds) }
    }

    fn signature(&self) -> Result<Vec<u8>, SignedError> {
        STANDARD.decode(self.get("sig")?).map_err(|_| SignedError::Malformed)
    }
}

/// Who claims to have sent a request, before anything is verified: to look its key up.
///
/// # Errors
/// [`SignedError::Malformed`].
pub fn claimed(header: &str) -> Result<(String, String), SignedError> {
    let fields = Fields::read(header)?;
    Ok((fields.get("app")?.to_owned(), fields.get("serial").unwrap_or_default().to_owned()))
}

/// Verifies the header of `request` with what `key_of` knows the application and serial by. `now` in seconds.
///
/// # Errors
/// [`SignedError`].
pub fn verify(
    request: &Request<'_>,
    header: &str,
    key_of: impl FnOnce(&str, &str) -> Option<Verifier>,
    now: i64,
) -> Result<Verified, SignedError> {
    let fields = Fields::read(header)?;
    let (app, nonce) = (fields.get("app")?, fields.get("nonce")?);
    let serial = fields.get("serial").unwrap_or_default();
    let signature = fields.signature()?;
    if nonce.len() != 32 || !nonce.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(SignedError::Malformed);
    }
    let seconds = fields.seconds(now)?;
    let verifier = key_of(app, serial).ok_or(SignedError::Signature)?;
    verifier.verify(fields.scheme, &request_text(request, seconds, nonce), &signature)?;
    Ok(Verified { app: app.to_owned(), serial: serial.to_owned(), nonce: nonce.to_owned() })
}

/// The header of an answer to the request that carried `nonce`.
///
/// # Errors
/// [`SignedError::Signature`] with a probability of 2⁻²⁵⁶.
pub fn sign_answer(
    status: u16,
    nonce: &str,
    body: &[u8],
    identity: &Identity,
    seconds: i64,
    entropy: &dyn Entropy,
) -> Result<String, SignedError> {
    let signature = identity.signer.sign(&answer_text(status, nonce, seconds, body), entropy)?;
    Ok(format!("{} serial=\"{}\",ts=\"{seconds}\",sig=\"{signature}\"", identity.signer.scheme(), identity.serial))
}

/// Verifies an answer to the request that carried `nonce`.
///
/// # Errors
/// [`SignedError`].
pub fn verify_answer(
    status: u16,
    nonce: &str,
    body: &[u8],
    header: &str,
    key_of: impl FnOnce(&str) -> Option<Verifier>,
    now: i64,
) -> Result<(), SignedError> {
    let fields = Fields::read(header)?;
    let signature = fields.signature()?;
    let seconds = fields.seconds(now)?;
    let verifier = key_of(fields.get("serial").unwrap_or_default()).ok_or(SignedError::Signature)?;
    verifier.verify(fields.scheme, &answer_text(status, nonce, seconds, body), &signature)
}
