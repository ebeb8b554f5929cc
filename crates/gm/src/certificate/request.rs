//! Certificate requests (PKCS #10): a public key and the proof that whoever asks holds the secret one.

use super::{CertificateError, EC_PUBLIC_KEY, SM2_CURVE};
use crate::key::PublicKey;
use der::oid::ObjectIdentifier;
use der::{DecodePem, Encode};
use x509_cert::request::CertReq;

/// Longest accepted request, in bytes.
const PEM_MAX: usize = 16 * 1024;

/// A request whose signature verifies.
#[derive(Clone, Debug)]
pub struct SigningRequest {
    /// The subject as text.
    pub subject: String,
    /// The key.
    pub key: PublicKey,
}

impl SigningRequest {
    /// Parses PEM and verifies the request's own signature.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`], [`CertificateError::Algorithm`] for anything but SM2, [`CertificateError::Signature`].
    pub fn from_pem(pem: &str) -> Result<Self, CertificateError> {
        if pem.len() > PEM_MAX {
            return Err(CertificateError::Malformed);
        }
        let request = CertReq::from_pem(pem.as_bytes()).map_err(|_| CertificateError::Malformed)?;
        let info = &request.info.public_key;
        let curve = info.algorithm.parameters.as_ref().and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
        if info.algorithm.oid != EC_PUBLIC_KEY || curve != Some(SM2_CURVE) {
            return Err(CertificateError::Algorithm);
        }
        let point = info.subject_public_key.as_bytes().ok_or(CertificateError::Algorithm)?;
        let key = PublicKey::from_bytes(point).map_err(|_| CertificateError::Algorithm)?;
        let message = request.info.to_der().map_err(|_| CertificateError::Malformed)?;
        let signature = request.signature.as_bytes().ok_or(CertificateError::Malformed)?;
        key.verify(&message, signature).map_err(|_| CertificateError::Signature)?;
        Ok(Self { subject: request.info.subject.to_string(), key })
    }
}
