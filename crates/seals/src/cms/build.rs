use super::{CONTENT_TYPE, DATA, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_CERTIFICATE_V2, TIME_STAMP_TOKEN, TST_INFO};
use crate::asn1::{NULL, SET, algorithm, context, element, integer, octets, oid, sequence, set};
use crate::hash::Hash;
use der::asn1::ObjectIdentifier;
use gm::certificate::{Certificate, CertificateError, Scheme};

/// What a message is about.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// Bytes that lie elsewhere, by their digest.
    Elsewhere {
        /// The digest, by the signer's hash.
        digest: &'a [u8],
    },
    /// A time stamp's information, inside.
    TimeStamp(&'a [u8]),
}

/// A message before it is signed: PAdES baseline attributes (content type, digest, signing certificate; no claimed time).
#[derive(Clone, Debug)]
pub struct Draft {
    scheme: Scheme,
    content: Vec<u8>,
    attributes: Vec<Vec<u8>>,
    signer: Vec<u8>,
}

fn attribute(kind: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(kind), &element(SET, value)])
}

fn hash_algorithm(hash: Hash) -> Vec<u8> {
    algorithm(hash.oid())
}

impl Draft {
    /// A message that `certificate` will sign by `scheme`.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] when the certificate's issuer cannot be named.
    pub fn new(scheme: Scheme, certificate: &Certificate, content: Content<'_>) -> Result<Self, CertificateError> {
        let hash = Hash::of(scheme);
        let (kind, digest, inside) = match content {
            Content::Elsewhere { digest } => (DATA, digest.to_vec(), Vec::new()),
            Content::TimeStamp(information) => (TST_INFO, hash.digest(&[information]), element(context(0), &octets(information))),
        };
        // SHA-256 is the default of ESSCertIDv2 and must not be written (RFC 5035).
        let named = if hash == Hash::Sha256 { Vec::new() } else { hash_algorithm(hash) };
        let identifier = sequence(&[&named, &octets(&hash.digest(&[certificate.der()]))]);
        let attributes = vec![
            attribute(CONTENT_TYPE, &oid(kind)),
            attribute(MESSAGE_DIGEST, &octets(&digest)),
            attribute(SIGNING_CERTIFICATE_V2, &sequence(&[&sequence(&[&identifier])])),
        ];
        let (issuer, serial) = certificate.issuer_and_serial()?;
        Ok(Self { scheme, content: sequence(&[&oid(kind), &inside]), attributes, signer: sequence(&[&issuer, &serial]) })
    }

    /// The bytes to sign.
    #[must_use]
    pub fn to_be_signed(&self) -> Vec<u8> {
        set(SET, self.attributes.clone())
    }

    /// The message with its signature, the certificates of `chain` and, if there is one, the time stamp over the signature.
    #[must_use]
    pub fn finish(&self, value: &[u8], chain: &[Certificate], time_stamp: Option<&[u8]>) -> Vec<u8> {
        let hash = hash_algorithm(Hash::of(self.scheme));
        let unsigned = time_stamp.map(|token| set(context(1), vec![attribute(TIME_STAMP_TOKEN, token)])).unwrap_or_default();
        let scheme = match self.scheme {
            Scheme::RsaSha256 | Scheme::RsaSha384 | Scheme::RsaSha512 => sequence(&[&oid(self.scheme.oid()), &element(NULL, &[])]),
            Scheme::Sm2Sm3
            | Scheme::EcdsaSha256
            | Scheme::EcdsaSha384
            | Scheme::PssSha256
            | Scheme::PssSha384
            | Scheme::PssSha512
            | Scheme::PssSha256Salt(_)
            | Scheme::PssSha384Salt(_)
            | Scheme::PssSha512Salt(_) => algorithm(self.scheme.oid()),
        };
        let signer =
            sequence(&[&integer(1), &self.signer, &hash, &set(context(0), self.attributes.clone()), &scheme, &octets(value), &unsigned]);
        let certificates = set(context(0), chain.iter().map(|certificate| certificate.der().to_vec()).collect());
        // Version 3 when the content is not plain data (RFC 5652 §5.1).
        let version = if self.content == sequence(&[&oid(DATA)]) { 1 } else { 3 };
        let data = sequence(&[&integer(version), &element(SET, &hash), &self.content, &certificates, &element(SET, &signer)]);
        sequence(&[&oid(SIGNED_DATA), &element(context(0), &data)])
    }
}
