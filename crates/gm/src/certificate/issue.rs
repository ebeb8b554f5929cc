//! Issuing certificates and revocation lists. The platform itself never does; the demonstration CA and tests do.

use super::{Certificate, CertificateError, EXTENDED_KEY_USAGE, ORGANISATION_CODE, Purpose, RevocationList, TIME_STAMPING};
use crate::entropy::{Entropy, bytes};
use crate::key::{PublicKey, SecretKey};
use crate::signing_key::SigningKey;
use der::Encode;
use der::asn1::{BitString, OctetString, Utf8StringRef};
use der::oid::ObjectIdentifier;
use sm2::dsa::signature::{self, Keypair, Signer};
use spki::{
    AlgorithmIdentifierOwned, Document, DynSignatureAlgorithmIdentifier, EncodePublicKey, SignatureBitStringEncoding,
    SubjectPublicKeyInfoOwned,
};
use std::str::FromStr;
use std::time::Duration;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder, CrlBuilder};
use x509_cert::certificate::{Rfc5280, TbsCertificate};
use x509_cert::crl::RevokedCert;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CrlNumber, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};

/// Whom a certificate is for.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Registered name.
    pub name: String,
    /// Organisation code, put into its extension.
    pub code: String,
}

/// A certificate authority.
#[derive(Clone, Debug)]
pub struct Authority {
    key: SigningKey,
    certificate: Certificate,
}

/// Signs with DER inside the BIT STRING: `sm2` 0.14 would put raw r‖s there, which nobody else accepts (GM-2).
struct DerSigner<'a>(&'a SigningKey, &'a dyn Entropy);
struct DerSignature(Vec<u8>);

/// What the builder asks of a verifying key.
#[derive(Clone)]
struct PublicInfo(SubjectPublicKeyInfoOwned);

impl EncodePublicKey for PublicInfo {
    fn to_public_key_der(&self) -> spki::Result<Document> {
        Document::try_from(&self.0)
    }
}

impl SignatureBitStringEncoding for DerSignature {
    fn to_bitstring(&self) -> der::Result<BitString> {
        BitString::from_bytes(&self.0)
    }
}

impl Signer<DerSignature> for DerSigner<'_> {
    fn try_sign(&self, message: &[u8]) -> Result<DerSignature, signature::Error> {
        self.0.sign(message, self.1).map(DerSignature).map_err(|_| signature::Error::new())
    }
}

impl Keypair for DerSigner<'_> {
    type VerifyingKey = PublicInfo;
    #[expect(clippy::expect_used, reason = "a key that this crate made can be encoded")]
    fn verifying_key(&self) -> PublicInfo {
        PublicInfo(self.0.public_info().expect("an encodable key"))
    }
}

impl DynSignatureAlgorithmIdentifier for DerSigner<'_> {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        Ok(AlgorithmIdentifierOwned { oid: self.0.scheme().oid(), parameters: None })
    }
}

/// A public key that a certificate can be issued for.
pub trait Certifiable {
    /// As certificates hold it.
    ///
    /// # Errors
    /// [`CertificateError::Algorithm`] when it cannot be encoded.
    fn info(&self) -> Result<SubjectPublicKeyInfoOwned, CertificateError>;
}

impl Certifiable for PublicKey {
    fn info(&self) -> Result<SubjectPublicKeyInfoOwned, CertificateError> {
        let verifier = self.verifier().map_err(|_| CertificateError::Algorithm)?;
        SubjectPublicKeyInfoOwned::from_key(&verifier).map_err(|_| CertificateError::Algorithm)
    }
}

impl Certifiable for SigningKey {
    fn info(&self) -> Result<SubjectPublicKeyInfoOwned, CertificateError> {
        self.public_info().map_err(|_| CertificateError::Algorithm)
    }
}

enum Profile {
    Root(Name),
    Leaf { subject: Name, issuer: Name, code: String, purpose: Purpose, texts: Vec<(ObjectIdentifier, String)> },
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, subject: &Name) -> Name {
        match self {
            Self::Root(_) => subject.clone(),
            Self::Leaf { issuer, .. } => issuer.clone(),
        }
    }

    fn get_subject(&self) -> Name {
        match self {
            Self::Root(name) | Self::Leaf { subject: name, .. } => name.clone(),
        }
    }

    fn build_extensions(
        &self,
        subject_key: spki::SubjectPublicKeyInfoRef<'_>,
        issuer_key: spki::SubjectPublicKeyInfoRef<'_>,
        body: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let subject = body.subject();
        let (authority, usage) = match self {
            Self::Root(_) => (true, KeyUsages::KeyCertSign | KeyUsages::CRLSign),
            Self::Leaf { purpose: Purpose::Sign, .. } => (false, KeyUsages::DigitalSignature | KeyUsages::NonRepudiation),
            // As ETSI EN 319 412-2 recommends for what only signs documents.
            Self::Leaf { purpose: Purpose::Document, .. } => (false, KeyUsages::NonRepudiation.into()),
            Self::Leaf { purpose: Purpose::Interface | Purpose::TimeStamp, .. } => (false, KeyUsages::DigitalSignature.into()),
            Self::Leaf { purpose: Purpose::Encrypt, .. } => {
                (false, KeyUsages::KeyEncipherment | KeyUsages::DataEncipherment | KeyUsages::KeyAgreement)
            }
        };
        let mut extensions = Vec::new();
        extensions.push((&SubjectKeyIdentifier::try_from(subject_key)?).to_extension(subject, &extensions)?);
        extensions.push((&AuthorityKeyIdentifier::try_from(issuer_key)?).to_extension(subject, &extensions)?);
        let constraints = BasicConstraints { ca: authority, path_len_constraint: authority.then_some(0) };
        extensions.push((&constraints).to_extension(subject, &extensions)?);
        extensions.push((&KeyUsage(usage)).to_extension(subject, &extensions)?);
        if let Self::Leaf { purpose: Purpose::TimeStamp, .. } = self {
            let usage = OctetString::new(ExtendedKeyUsage(vec![TIME_STAMPING]).to_der()?)?;
            extensions.push(Extension { extn_id: EXTENDED_KEY_USAGE, critical: true, extn_value: usage });
        }
        if let Self::Leaf { code, .. } = self
            && !code.is_empty()
        {
            let value = OctetString::new(Utf8StringRef::new(code)?.to_der()?)?;
            extensions.push(Extension { extn_id: ORGANISATION_CODE, critical: false, extn_value: value });
        }
        if let Self::Leaf { texts, .. } = self {
            for (extn_id, text) in texts {
                let value = OctetString::new(Utf8StringRef::new(text)?.to_der()?)?;
                extensions.push(Extension { extn_id: *extn_id, critical: false, extn_value: value });
            }
        }
        Ok(extensions)
    }
}

fn name(common_name: &str, organisation: &str) -> Result<Name, CertificateError> {
    let escaped =
        |text: &str| text.chars().flat_map(|c| ",+\"\\<>;=#".contains(c).then_some('\\').into_iter().chain([c])).collect::<String>();
    Name::from_str(&format!("CN={},O={},C=CN", escaped(common_name), escaped(organisation))).map_err(|_| CertificateError::Malformed)
}

fn time(seconds: i64) -> Result<Time, CertificateError> {
    let duration = Duration::from_secs(u64::try_from(seconds).map_err(|_| CertificateError::Malformed)?);
    Time::try_from(std::time::UNIX_EPOCH + duration).map_err(|_| CertificateError::Malformed)
}

/// From and until when, UTC seconds.
fn validity((from, to): (i64, i64)) -> Result<Validity<Rfc5280>, CertificateError> {
    Ok(Validity::new(time(from)?, time(to)?))
}

fn serial(entropy: &dyn Entropy) -> Result<SerialNumber, CertificateError> {
    let mut random: [u8; 16] = bytes(entropy);
    random[0] = random[0] & 0x7f | 0x40;
    SerialNumber::new(&random).map_err(|_| CertificateError::Malformed)
}

impl Authority {
    /// A self-signed authority, valid from and until these UTC seconds.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] for a name or time that X.509 cannot hold.
    pub fn create(common_name: &str, organisation: &str, valid: (i64, i64), entropy: &dyn Entropy) -> Result<Self, CertificateError> {
        Self::create_with(SecretKey::generate(entropy).into(), common_name, organisation, valid, entropy)
    }

    /// The same with a key of either kind.
    ///
    /// # Errors
    /// As [`Authority::create`].
    pub fn create_with(
        key: SigningKey,
        common_name: &str,
        organisation: &str,
        valid: (i64, i64),
        entropy: &dyn Entropy,
    ) -> Result<Self, CertificateError> {
        let profile = Profile::Root(name(common_name, organisation)?);
        let certificate = build(profile, &key, valid, &key, entropy)?;
        Ok(Self { key, certificate })
    }

    /// The authority that holds `key` for `certificate`.
    #[must_use]
    pub fn resume(key: impl Into<SigningKey>, certificate: Certificate) -> Self {
        Self { key: key.into(), certificate }
    }

    /// Its certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Its key, to be kept in a key file.
    #[must_use]
    pub const fn key(&self) -> &SigningKey {
        &self.key
    }

    /// Issues a certificate for `key`.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] for a name or time that X.509 cannot hold.
    pub fn issue(
        &self,
        subject: &Subject,
        key: &impl Certifiable,
        purpose: Purpose,
        valid: (i64, i64),
        entropy: &dyn Entropy,
    ) -> Result<Certificate, CertificateError> {
        self.issue_leaf(&subject.name, subject, key, (purpose, &[]), valid, entropy)
    }

    /// The same, naming the person who holds it for the organisation.
    ///
    /// # Errors
    /// As [`Authority::issue`].
    pub fn issue_to(
        &self,
        person: &str,
        subject: &Subject,
        key: &impl Certifiable,
        purpose: Purpose,
        valid: (i64, i64),
        entropy: &dyn Entropy,
    ) -> Result<Certificate, CertificateError> {
        self.issue_leaf(person, subject, key, (purpose, &[]), valid, entropy)
    }

    /// The same with extensions that hold a text each, by their identifiers.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] for a name or time that X.509 cannot hold, or an identifier that is none.
    pub fn issue_with(
        &self,
        subject: &Subject,
        key: &impl Certifiable,
        said: (Purpose, &[(&str, &str)]),
        valid: (i64, i64),
        entropy: &dyn Entropy,
    ) -> Result<Certificate, CertificateError> {
        self.issue_leaf(&subject.name, subject, key, said, valid, entropy)
    }

    fn issue_leaf(
        &self,
        person: &str,
        subject: &Subject,
        key: &impl Certifiable,
        (purpose, texts): (Purpose, &[(&str, &str)]),
        valid: (i64, i64),
        entropy: &dyn Entropy,
    ) -> Result<Certificate, CertificateError> {
        let read =
            |(oid, text): &(&str, &str)| Ok((ObjectIdentifier::new(oid).map_err(|_| CertificateError::Malformed)?, (*text).to_owned()));
        let profile = Profile::Leaf {
            subject: name(person, &subject.name)?,
            issuer: self.certificate.parsed.tbs_certificate().subject().clone(),
            code: subject.code.clone(),
            purpose,
            texts: texts.iter().map(read).collect::<Result<_, CertificateError>>()?,
        };
        build(profile, key, valid, &self.key, entropy)
    }

    /// A revocation list of these certificates, valid from and until these UTC seconds.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn revoke(
        &self,
        certificates: &[Certificate],
        valid: (i64, i64),
        entropy: &dyn Entropy,
    ) -> Result<RevocationList, CertificateError> {
        let malformed = |_| CertificateError::Malformed;
        let (from, to) = (time(valid.0)?, time(valid.1)?);
        let revoked: Vec<RevokedCert<Rfc5280>> = certificates
            .iter()
            .map(|certificate| RevokedCert {
                serial_number: certificate.parsed.tbs_certificate().serial_number().clone(),
                revocation_date: from,
                crl_entry_extensions: None,
            })
            .collect();
        let number = CrlNumber::try_from(u128::try_from(valid.0).unwrap_or(0)).map_err(malformed)?;
        let signer = DerSigner(&self.key, entropy);
        let list = CrlBuilder::<Rfc5280>::new_with_this_update(&self.certificate.parsed, number, from)
            .map_err(malformed)?
            .with_next_update(Some(to))
            .with_certificates(revoked.into_iter())
            .build::<_, DerSignature>(&signer)
            .map_err(|_| CertificateError::Malformed)?;
        RevocationList::from_der(&list.to_der().map_err(malformed)?)
    }
}

fn build(
    profile: Profile,
    key: &impl Certifiable,
    valid: (i64, i64),
    issuer: &SigningKey,
    entropy: &dyn Entropy,
) -> Result<Certificate, CertificateError> {
    let signer = DerSigner(issuer, entropy);
    let certificate = CertificateBuilder::new(profile, serial(entropy)?, validity(valid)?, key.info()?)
        .and_then(|builder| builder.build::<_, DerSignature>(&signer))
        .map_err(|_| CertificateError::Malformed)?;
    Certificate::from_der(&certificate.to_der().map_err(|_| CertificateError::Malformed)?)
}
