//! Signed requests between systems (research/crypto.md §5): an `Authorization` header with application, certificate serial,
//! time, nonce and an SM2 signature over five fixed lines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::time::Timestamp;
use gm::digest::sm3_hex;
use gm::{Entropy, PublicKey, SecretKey};
use std::collections::BTreeMap;

/// The scheme's name.
pub const SCHEME: &str = "KAIHAN1-SM2-SM3";
/// How far the sender's clock may be off, in seconds.
pub const SKEW_MAX: i64 = 300;

/// Why a signed request is not accepted. The edge answers all alike; only the log tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    /// No header, or not of the scheme.
    #[error("the authorization header is missing or malformed")]
    Malformed,
    /// The time is off by more than [`SKEW_MAX`].
    #[error("the time is too far off")]
    Stale,
    /// Not signed by the expected key, or not this request.
    #[error("the signature does not verify")]
    Signature,
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
    /// The nonce.
    pub nonce: String,
}

fn text(request: &Request<'_>, seconds: i64, nonce: &str) -> String {
    let digest = sm3_hex(request.body);
    format!("{}\n{}\n{}\n{seconds}\n{nonce}\n{digest}\n", request.method, request.target, request.host)
}

/// The `Authorization` header for `request`.
///
/// # Errors
/// [`SignedError::Signature`] with a probability of 2⁻²⁵⁶.
pub fn sign(request: &Request<'_>, app: &str, key: &SecretKey, now: Timestamp, entropy: &dyn Entropy) -> Result<String, SignedError> {
    let nonce = hex::encode(gm::entropy::bytes::<16>(entropy));
    let seconds = now.seconds();
    let signature = key.sign(text(request, seconds, &nonce).as_bytes(), entropy).map_err(|_| SignedError::Signature)?;
    Ok(format!("{SCHEME} app=\"{app}\",ts=\"{seconds}\",nonce=\"{nonce}\",sig=\"{}\"", STANDARD.encode(signature)))
}

/// Verifies the header of `request` with the key that `app` is known by.
///
/// # Errors
/// [`SignedError`].
pub fn verify(
    request: &Request<'_>,
    header: &str,
    key_of: impl FnOnce(&str) -> Option<PublicKey>,
    now: Timestamp,
) -> Result<Verified, SignedError> {
    let parameters = header.strip_prefix(SCHEME).ok_or(SignedError::Malformed)?;
    let fields: BTreeMap<&str, &str> = parameters
        .split(',')
        .filter_map(|field| field.trim().split_once('='))
        .map(|(name, value)| (name, value.trim_matches('"')))
        .collect();
    let field = |name| fields.get(name).copied().ok_or(SignedError::Malformed);
    let (app, nonce) = (field("app")?, field("nonce")?);
    let seconds: i64 = field("ts")?.parse().map_err(|_| SignedError::Malformed)?;
    let signature = STANDARD.decode(field("sig")?).map_err(|_| SignedError::Malformed)?;
    if nonce.len() != 32 || !nonce.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(SignedError::Malformed);
    }
    if seconds.abs_diff(now.seconds()) > SKEW_MAX.unsigned_abs() {
        return Err(SignedError::Stale);
    }
    let key = key_of(app).ok_or(SignedError::Signature)?;
    key.verify(text(request, seconds, nonce).as_bytes(), &signature).map_err(|_| SignedError::Signature)?;
    Ok(Verified { app: app.to_owned(), nonce: nonce.to_owned() })
}
