//! The signature algorithms that certificates and documents carry: SM2 by ourselves, RSA and ECDSA by ring.

use super::{Certificate, CertificateError, SM2_WITH_SM3};
use der::asn1::{AnyRef, ObjectIdentifier};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use spki::AlgorithmIdentifierOwned;

/// An algorithm this program verifies. MD5 and SHA-1 are not among them on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// SM2 with SM3 (GB/T 32918.2).
    Sm2Sm3,
    /// ECDSA on P-256 with SHA-256.
    EcdsaSha256,
    /// ECDSA on P-384 with SHA-384.
    EcdsaSha384,
    /// RSA PKCS #1 v1.5 with SHA-256.
    RsaSha256,
    /// RSA PKCS #1 v1.5 with SHA-384.
    RsaSha384,
    /// RSA PKCS #1 v1.5 with SHA-512.
    RsaSha512,
    /// RSA-PSS with SHA-256.
    PssSha256,
    /// RSA-PSS with SHA-384.
    PssSha384,
    /// RSA-PSS with SHA-512.
    PssSha512,
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const RSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// The hash inside RSASSA-PSS parameters: the first field, explicitly tagged.
fn pss_hash(algorithm: &AlgorithmIdentifierOwned) -> Option<ObjectIdentifier> {
    let parameters = algorithm.parameters.as_ref()?;
    // [0] EXPLICIT AlgorithmIdentifier { OID … }
    let hash = AnyRef::try_from(parameters.value()).ok()?;
    let inner = AnyRef::try_from(hash.value()).ok()?;
    AnyRef::try_from(inner.value()).ok().and_then(|oid| oid.decode_as().ok()).or_else(|| {
        let bytes = inner.value();
        let length = usize::from(*bytes.get(1)?) + 2;
        AnyRef::try_from(bytes.get(..length)?).ok()?.decode_as().ok()
    })
}

impl Scheme {
    /// The scheme of a signature algorithm; `digest` is asked when the algorithm is plain RSA, as CMS writes it.
    #[must_use]
    pub fn of(algorithm: &AlgorithmIdentifierOwned, digest: Option<ObjectIdentifier>) -> Option<Self> {
        let rsa = |hash, pkcs1: [Self; 3]| match hash {
            SHA256 => Some(pkcs1[0]),
            SHA384 => Some(pkcs1[1]),
            SHA512 => Some(pkcs1[2]),
            _ => None,
        };
        match algorithm.oid {
            // Parameters absent, or NULL as some CAs write it.
            SM2_WITH_SM3 if algorithm.parameters.as_ref().is_none_or(|any| any.value().is_empty()) => Some(Self::Sm2Sm3),
            ECDSA_SHA256 => Some(Self::EcdsaSha256),
            ECDSA_SHA384 => Some(Self::EcdsaSha384),
            RSA_SHA256 => Some(Self::RsaSha256),
            RSA_SHA384 => Some(Self::RsaSha384),
            RSA_SHA512 => Some(Self::RsaSha512),
            RSA => rsa(digest?, [Self::RsaSha256, Self::RsaSha384, Self::RsaSha512]),
            RSA_PSS => rsa(pss_hash(algorithm)?, [Self::PssSha256, Self::PssSha384, Self::PssSha512]),
            _ => None,
        }
    }

    /// Its identifier in certificates and signatures.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sm2Sm3 => SM2_WITH_SM3,
            Self::EcdsaSha256 => ECDSA_SHA256,
            Self::EcdsaSha384 => ECDSA_SHA384,
            Self::RsaSha256 => RSA_SHA256,
            Self::RsaSha384 => RSA_SHA384,
            Self::RsaSha512 => RSA_SHA512,
            Self::PssSha256 | Self::PssSha384 | Self::PssSha512 => RSA_PSS,
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sm2Sm3 => "SM2/SM3",
            Self::EcdsaSha256 => "ECDSA P-256/SHA-256",
            Self::EcdsaSha384 => "ECDSA P-384/SHA-384",
            Self::RsaSha256 => "RSA/SHA-256",
            Self::RsaSha384 => "RSA/SHA-384",
            Self::RsaSha512 => "RSA/SHA-512",
            Self::PssSha256 => "RSA-PSS/SHA-256",
            Self::PssSha384 => "RSA-PSS/SHA-384",
            Self::PssSha512 => "RSA-PSS/SHA-512",
        }
    }
}

impl Certificate {
    /// Whether this certificate's key signed `message`.
    ///
    /// # Errors
    /// [`CertificateError::Algorithm`] when the key is not one of the scheme, [`CertificateError::Signature`] otherwise.
    pub fn verify(&self, scheme: Scheme, message: &[u8], value: &[u8]) -> Result<(), CertificateError> {
        let algorithm: &dyn VerificationAlgorithm = match scheme {
            Scheme::Sm2Sm3 => {
                let value = crate::signature::normal(value).ok_or(CertificateError::Signature)?;
                return self.public_key()?.verify(message, &value).map_err(|_| CertificateError::Signature);
            }
            Scheme::EcdsaSha256 => &signature::ECDSA_P256_SHA256_ASN1,
            Scheme::EcdsaSha384 => &signature::ECDSA_P384_SHA384_ASN1,
            Scheme::RsaSha256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Scheme::RsaSha384 => &signature::RSA_PKCS1_2048_8192_SHA384,
            Scheme::RsaSha512 => &signature::RSA_PKCS1_2048_8192_SHA512,
            Scheme::PssSha256 => &signature::RSA_PSS_2048_8192_SHA256,
            Scheme::PssSha384 => &signature::RSA_PSS_2048_8192_SHA384,
            Scheme::PssSha512 => &signature::RSA_PSS_2048_8192_SHA512,
        };
        let key = self.parsed.tbs_certificate().subject_public_key_info();
        let key = key.subject_public_key.as_bytes().ok_or(CertificateError::Algorithm)?;
        UnparsedPublicKey::new(algorithm, key).verify(message, value).map_err(|_| CertificateError::Signature)
    }
}
