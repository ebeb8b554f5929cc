//! The signature algorithms that certificates and documents carry: SM2 by ourselves, RSA and ECDSA by ring.

use super::{Certificate, CertificateError, EC_PUBLIC_KEY, SM2_CURVE, SM2_WITH_SM3};
use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, Encode};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use rsa::pkcs1::RsaPublicKey;
use rsa::pss;
use rsa::signature::Verifier;
use spki::AlgorithmIdentifierOwned;

/// An algorithm this program verifies. MD5 and SHA-1 are not among them on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// SM2 with SM3 (GB/T 32918.2).
    Sm2Sm3,
    /// ECDSA with SHA-256; the key says on which curve.
    EcdsaSha256,
    /// ECDSA with SHA-384; the key says on which curve.
    EcdsaSha384,
    /// RSA PKCS #1 v1.5 with SHA-256.
    RsaSha256,
    /// RSA PKCS #1 v1.5 with SHA-384.
    RsaSha384,
    /// RSA PKCS #1 v1.5 with SHA-512.
    RsaSha512,
    /// RSA-PSS with SHA-256 and a salt as long as the digest.
    PssSha256,
    /// RSA-PSS with SHA-384 and a salt as long as the digest.
    PssSha384,
    /// RSA-PSS with SHA-512 and a salt as long as the digest.
    PssSha512,
    /// RSA-PSS with SHA-256 and a salt of this many bytes, as some signers fill the value up.
    PssSha256Salt(u16),
    /// RSA-PSS with SHA-384 and a salt of this many bytes.
    PssSha384Salt(u16),
    /// RSA-PSS with SHA-512 and a salt of this many bytes.
    PssSha512Salt(u16),
}

/// Shortest RSA modulus that is accepted, in bits (ring's bound, and NIST SP 800-131A's).
const RSA_BITS_MIN: usize = 2048;
/// Longest RSA modulus that is accepted, in bits.
const RSA_BITS_MAX: usize = 8192;
/// Shortest salt that is accepted, in bytes: what PKCS #1 has by default.
const SALT_MIN: u16 = 20;
/// How a certificate names its key (RFC 5280 §4.2.1.2).
const KEY_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");

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

/// RSASSA-PSS parameters (RFC 4055 §3.1). What is left away is SHA-1, which is not accepted, or a salt of 20 bytes.
#[derive(der::Sequence)]
struct PssParameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt: Option<u16>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u8>,
}

/// The scheme that RSASSA-PSS parameters name: one hash for message and mask, and a salt no shorter than by default.
fn pss(algorithm: &AlgorithmIdentifierOwned) -> Option<Scheme> {
    let parameters = PssParameters::from_der(&algorithm.parameters.as_ref()?.to_der().ok()?).ok()?;
    let (hash, mask) = (parameters.hash?.oid, parameters.mask?);
    let inner = AlgorithmIdentifierOwned::from_der(&mask.parameters?.to_der().ok()?).ok()?.oid;
    if mask.oid != MGF1 || inner != hash || parameters.trailer.is_some_and(|trailer| trailer != 1) {
        return None;
    }
    match (hash, parameters.salt.unwrap_or(SALT_MIN)) {
        (SHA256, 32) => Some(Scheme::PssSha256),
        (SHA384, 48) => Some(Scheme::PssSha384),
        (SHA512, 64) => Some(Scheme::PssSha512),
        (SHA256, salt @ SALT_MIN..) => Some(Scheme::PssSha256Salt(salt)),
        (SHA384, salt @ SALT_MIN..) => Some(Scheme::PssSha384Salt(salt)),
        (SHA512, salt @ SALT_MIN..) => Some(Scheme::PssSha512Salt(salt)),
        _ => None,
    }
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
            RSA_PSS => pss(algorithm),
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
            Self::PssSha256
            | Self::PssSha384
            | Self::PssSha512
            | Self::PssSha256Salt(_)
            | Self::PssSha384Salt(_)
            | Self::PssSha512Salt(_) => RSA_PSS,
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sm2Sm3 => "SM2/SM3",
            Self::EcdsaSha256 => "ECDSA/SHA-256",
            Self::EcdsaSha384 => "ECDSA/SHA-384",
            Self::RsaSha256 => "RSA/SHA-256",
            Self::RsaSha384 => "RSA/SHA-384",
            Self::RsaSha512 => "RSA/SHA-512",
            Self::PssSha256 | Self::PssSha256Salt(_) => "RSA-PSS/SHA-256",
            Self::PssSha384 | Self::PssSha384Salt(_) => "RSA-PSS/SHA-384",
            Self::PssSha512 | Self::PssSha512Salt(_) => "RSA-PSS/SHA-512",
        }
    }
}

/// What kind of key a certificate has, SM2 aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    P256,
    P384,
    /// A curve that is not verified here.
    OtherCurve,
    Rsa,
    /// Too short, or longer than is verified.
    OtherRsa,
}

impl Certificate {
    /// Whether this certificate's key signed `der`, a certificate or revocation list with the given outer algorithm and
    /// signature. What is hashed is the original to-be-signed bytes, never a re-encoding.
    pub(super) fn signed(&self, der: &[u8], algorithm: &spki::AlgorithmIdentifierOwned, signature: &[u8]) -> Result<(), CertificateError> {
        let scheme = Scheme::of(algorithm, None).ok_or(CertificateError::Algorithm)?;
        self.verify(scheme, super::parse::to_be_signed(der).ok_or(CertificateError::Malformed)?, signature)
    }

    /// Whether this certificate's key signed `message`.
    ///
    /// # Errors
    /// [`CertificateError::Algorithm`] when the key is too weak, or on a curve that is not verified here;
    /// [`CertificateError::Signature`] otherwise, also when the key is of another kind and so cannot have signed.
    pub fn verify(&self, scheme: Scheme, message: &[u8], value: &[u8]) -> Result<(), CertificateError> {
        let algorithm: &dyn VerificationAlgorithm = match (scheme, self.key()) {
            (Scheme::Sm2Sm3, _) => {
                let value = crate::signature::normal(value).ok_or(CertificateError::Signature)?;
                return self.public_key()?.verify(message, &value).map_err(|_| CertificateError::Signature);
            }
            (Scheme::EcdsaSha256, Some(Key::P256)) => &signature::ECDSA_P256_SHA256_ASN1,
            (Scheme::EcdsaSha256, Some(Key::P384)) => &signature::ECDSA_P384_SHA256_ASN1,
            (Scheme::EcdsaSha384, Some(Key::P256)) => &signature::ECDSA_P256_SHA384_ASN1,
            (Scheme::EcdsaSha384, Some(Key::P384)) => &signature::ECDSA_P384_SHA384_ASN1,
            (Scheme::RsaSha256, Some(Key::Rsa)) => &signature::RSA_PKCS1_2048_8192_SHA256,
            (Scheme::RsaSha384, Some(Key::Rsa)) => &signature::RSA_PKCS1_2048_8192_SHA384,
            (Scheme::RsaSha512, Some(Key::Rsa)) => &signature::RSA_PKCS1_2048_8192_SHA512,
            (Scheme::PssSha256, Some(Key::Rsa)) => &signature::RSA_PSS_2048_8192_SHA256,
            (Scheme::PssSha384, Some(Key::Rsa)) => &signature::RSA_PSS_2048_8192_SHA384,
            (Scheme::PssSha512, Some(Key::Rsa)) => &signature::RSA_PSS_2048_8192_SHA512,
            (Scheme::PssSha256Salt(salt), Some(Key::Rsa)) => {
                return self.verify_salted(&|key| pss::VerifyingKey::<sha2::Sha256>::new_with_salt_len(key, salt.into()), message, value);
            }
            (Scheme::PssSha384Salt(salt), Some(Key::Rsa)) => {
                return self.verify_salted(&|key| pss::VerifyingKey::<sha2::Sha384>::new_with_salt_len(key, salt.into()), message, value);
            }
            (Scheme::PssSha512Salt(salt), Some(Key::Rsa)) => {
                return self.verify_salted(&|key| pss::VerifyingKey::<sha2::Sha512>::new_with_salt_len(key, salt.into()), message, value);
            }
            (Scheme::EcdsaSha256 | Scheme::EcdsaSha384, Some(Key::OtherCurve)) => return Err(CertificateError::Algorithm),
            (
                Scheme::RsaSha256
                | Scheme::RsaSha384
                | Scheme::RsaSha512
                | Scheme::PssSha256
                | Scheme::PssSha384
                | Scheme::PssSha512
                | Scheme::PssSha256Salt(_)
                | Scheme::PssSha384Salt(_)
                | Scheme::PssSha512Salt(_),
                Some(Key::OtherRsa),
            ) => return Err(CertificateError::Algorithm),
            (Scheme::EcdsaSha256 | Scheme::EcdsaSha384, Some(Key::Rsa | Key::OtherRsa) | None)
            | (
                Scheme::RsaSha256
                | Scheme::RsaSha384
                | Scheme::RsaSha512
                | Scheme::PssSha256
                | Scheme::PssSha384
                | Scheme::PssSha512
                | Scheme::PssSha256Salt(_)
                | Scheme::PssSha384Salt(_)
                | Scheme::PssSha512Salt(_),
                Some(Key::P256 | Key::P384 | Key::OtherCurve) | None,
            ) => return Err(CertificateError::Signature),
        };
        let key = self.key_bytes().ok_or(CertificateError::Algorithm)?;
        UnparsedPublicKey::new(algorithm, key).verify(message, value).map_err(|_| CertificateError::Signature)
    }

    /// As people are told how `scheme` was used with this certificate's key.
    #[must_use]
    pub fn algorithm(&self, scheme: Scheme) -> String {
        let curve = match self.key() {
            Some(Key::P256) => "ECDSA P-256/",
            Some(Key::P384) => "ECDSA P-384/",
            Some(Key::OtherCurve | Key::Rsa | Key::OtherRsa) | None => "ECDSA/",
        };
        scheme.label().replace("ECDSA/", curve)
    }

    /// Whether this is the certificate whose key has this identifier, as some messages name their signer.
    #[must_use]
    pub fn has_key_identifier(&self, identifier: &[u8]) -> bool {
        let mut extensions = self.parsed.tbs_certificate().extensions().into_iter().flatten();
        let own = extensions.find(|extension| extension.extn_id == KEY_IDENTIFIER);
        own.and_then(|own| <&der::asn1::OctetStringRef>::from_der(own.extn_value.as_bytes()).ok())
            .is_some_and(|own| own.as_bytes() == identifier && !identifier.is_empty())
    }

    fn key_bytes(&self) -> Option<&[u8]> {
        self.parsed.tbs_certificate().subject_public_key_info().subject_public_key.as_bytes()
    }

    fn key(&self) -> Option<Key> {
        let algorithm = &self.parsed.tbs_certificate().subject_public_key_info().algorithm;
        match algorithm.oid {
            EC_PUBLIC_KEY => match algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok()? {
                P256 => Some(Key::P256),
                P384 => Some(Key::P384),
                SM2_CURVE => None,
                _ => Some(Key::OtherCurve),
            },
            RSA | RSA_PSS => {
                let key = RsaPublicKey::from_der(self.key_bytes()?).ok()?;
                let bits = bits(&key.modulus);
                Some(if (RSA_BITS_MIN..=RSA_BITS_MAX).contains(&bits) { Key::Rsa } else { Key::OtherRsa })
            }
            _ => None,
        }
    }

    fn verify_salted<K: Verifier<pss::Signature>>(
        &self,
        with: &dyn Fn(rsa::PublicKey) -> K,
        message: &[u8],
        value: &[u8],
    ) -> Result<(), CertificateError> {
        let parts = self.key_bytes().and_then(|bytes| RsaPublicKey::from_der(bytes).ok()).ok_or(CertificateError::Algorithm)?;
        let number = |number: &UintRef<'_>| rsa::BoxedUint::from_be_slice_vartime(number.as_bytes());
        let (modulus, exponent) = (number(&parts.modulus), number(&parts.public_exponent));
        let key = rsa::PublicKey::new_with_size_limits(modulus, exponent, RSA_BITS_MIN..=RSA_BITS_MAX);
        let key = with(key.map_err(|_| CertificateError::Algorithm)?);
        let value = pss::Signature::try_from(value).map_err(|_| CertificateError::Signature)?;
        key.verify(message, &value).map_err(|_| CertificateError::Signature)
    }
}

/// How many bits a number has.
fn bits(number: &UintRef<'_>) -> usize {
    match number.as_bytes() {
        [] => 0,
        bytes @ [first, ..] => {
            let unused = usize::try_from(first.leading_zeros()).unwrap_or(0);
            bytes.len() * 8 - unused
        }
    }
}
