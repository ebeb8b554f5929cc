use super::{CONTENT_TYPE, DATA, DATA_GM, MESSAGE_DIGEST, SIGNED_DATA, SIGNED_DATA_GM, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2};
use super::{TIME_STAMP_TOKEN, TST_INFO, ber};
use crate::asn1::{Elements, Malformed, SEQUENCE, SET, context};
use crate::hash::Hash;
use der::Decode;
use der::asn1::ObjectIdentifier;
use gm::certificate::{Certificate, CertificateError, RevocationList, Scheme};
use spki::AlgorithmIdentifierOwned;

/// Most certificates or lists in one message.
const MEMBERS_MAX: usize = 32;
/// Most time stamps over one value.
const TIME_STAMPS_MAX: usize = 4;
/// The tag of a signer's key identifier: context-specific, primitive, 0.
const KEY_IDENTIFIER: u8 = 0x80;

/// A message whose structure was read; [`SignedData::verify`] says whether its signature is right.
#[derive(Clone, Debug)]
pub struct SignedData {
    /// The signer's certificate.
    pub signer: Certificate,
    /// The other certificates inside.
    pub others: Vec<Certificate>,
    /// The revocation lists inside.
    pub lists: Vec<RevocationList>,
    /// How it is signed.
    pub scheme: Scheme,
    /// The content, when it is inside.
    pub content: Option<Vec<u8>>,
    /// The signature value.
    pub value: Vec<u8>,
    /// The time stamps over the value; most have none or one.
    pub time_stamps: Vec<Vec<u8>>,
    hash: Hash,
    kind: ObjectIdentifier,
    /// The signed attributes, tagged as a SET; without them the value is over the content itself.
    attributes: Option<Vec<u8>>,
}

/// How a message names its signer.
enum Named {
    /// By issuer and serial number.
    Serial(Vec<u8>, Vec<u8>),
    /// By the identifier of the key.
    Key(Vec<u8>),
}

/// Why a message is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedDataError {
    /// Its structure cannot be read, or says two things.
    Malformed,
    /// A digest algorithm that is not accepted.
    DigestMethod,
    /// A signature algorithm that is not accepted, or a key that does not go with the digest.
    Algorithm,
    /// The signer's certificate is not inside.
    CertificateMissing,
    /// It is over something else.
    ContentAltered,
    /// The signature does not verify.
    Signature,
    /// The signer meant another certificate.
    CertificateSwapped,
}

impl From<Malformed> for SignedDataError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// A signer's attributes, each with its one value.
fn attributes(mut elements: Elements<'_>) -> Result<Vec<(ObjectIdentifier, Vec<u8>)>, Malformed> {
    let mut out = Vec::new();
    while !elements.is_empty() && out.len() < MEMBERS_MAX {
        let mut attribute = elements.sequence()?;
        let kind = attribute.oid()?;
        let values = attribute.take(SET)?;
        attribute.end()?;
        // Twice the same would let two readers see two things.
        if out.iter().any(|(known, _)| *known == kind) {
            return Err(Malformed);
        }
        out.push((kind, values.content.to_vec()));
    }
    elements.end()?;
    Ok(out)
}

/// The time stamps among the unsigned attributes: any number of attributes and values, each a stamp of its own (RFC 3161, appendix A).
fn time_stamps(mut elements: Elements<'_>) -> Result<Vec<Vec<u8>>, Malformed> {
    let (mut out, mut count) = (Vec::new(), 0);
    while !elements.is_empty() && count < MEMBERS_MAX {
        let mut attribute = elements.sequence()?;
        let kind = attribute.oid()?;
        let mut values = Elements::of(attribute.take(SET)?.content);
        attribute.end()?;
        while kind == TIME_STAMP_TOKEN && !values.is_empty() {
            out.push(values.any()?.whole.to_vec());
        }
        count += 1;
    }
    elements.end()?;
    if out.len() <= TIME_STAMPS_MAX { Ok(out) } else { Err(Malformed) }
}

fn value(attributes: &[(ObjectIdentifier, Vec<u8>)], kind: ObjectIdentifier) -> Option<&[u8]> {
    attributes.iter().find(|(known, _)| *known == kind).map(|(_, value)| value.as_slice())
}

impl SignedData {
    /// Reads a message with one signer, in DER or BER.
    ///
    /// # Errors
    /// [`SignedDataError::Malformed`], [`SignedDataError::Algorithm`], [`SignedDataError::CertificateMissing`].
    pub fn from_der(der: &[u8]) -> Result<Self, SignedDataError> {
        let der = &ber::definite(der)?;
        let mut outer = Elements::inside(der, SEQUENCE)?;
        let kind = outer.oid()?;
        if kind != SIGNED_DATA && kind != SIGNED_DATA_GM {
            return Err(SignedDataError::Malformed);
        }
        let mut data = Elements::inside(outer.take(context(0))?.content, SEQUENCE)?;
        outer.end()?;
        data.integer()?;
        data.take(SET)?;
        let mut inside = data.sequence()?;
        let kind = inside.oid()?;
        let content = inside.optional(context(0))?.map(|content| Elements::of(content.content).octets().map(<[u8]>::to_vec)).transpose()?;
        inside.end()?;

        let (mut certificates, mut lists) = (Vec::new(), Vec::new());
        if let Some(set) = data.optional(context(0))? {
            let mut set = Elements::of(set.content);
            while !set.is_empty() && certificates.len() < MEMBERS_MAX {
                let whole = set.any()?.whole;
                certificates.push(Certificate::from_der(whole).map_err(|_| SignedDataError::Malformed)?);
            }
        }
        if let Some(set) = data.optional(context(1))? {
            let mut set = Elements::of(set.content);
            while !set.is_empty() && lists.len() < MEMBERS_MAX {
                // Other kinds of revocation information are not read.
                lists.extend(RevocationList::from_der(set.any()?.whole).ok());
            }
        }
        let mut signers = Elements::of(data.take(SET)?.content);
        data.end()?;
        let mut signer = signers.sequence()?;
        // Two signers in one message could be told apart differently by two readers.
        signers.end()?;
        signer.integer()?;
        let named = match signer.optional(KEY_IDENTIFIER)? {
            Some(identifier) => Named::Key(identifier.content.to_vec()),
            None => {
                let mut name = signer.sequence()?;
                let named = Named::Serial(name.any()?.whole.to_vec(), name.any()?.whole.to_vec());
                name.end()?;
                named
            }
        };
        let hash = Hash::from_oid(signer.sequence()?.oid()?).ok_or(SignedDataError::DigestMethod)?;
        let signed = signer.optional(context(0))?;
        let algorithm = signer.take(SEQUENCE)?;
        let algorithm = AlgorithmIdentifierOwned::from_der(algorithm.whole).map_err(|_| SignedDataError::Malformed)?;
        let scheme = Scheme::of(&algorithm, Some(hash.oid())).ok_or(SignedDataError::Algorithm)?;
        let signature = signer.octets()?.to_vec();
        let time_stamps = signer.optional(context(1))?.map(|set| time_stamps(Elements::of(set.content))).transpose()?.unwrap_or_default();
        signer.end()?;
        if Hash::of(scheme) != hash {
            return Err(SignedDataError::Algorithm);
        }
        let is_named = |certificate: &Certificate| match &named {
            Named::Serial(issuer, serial) => {
                certificate.issuer_and_serial().is_ok_and(|(own_issuer, own_serial)| (&own_issuer, &own_serial) == (issuer, serial))
            }
            Named::Key(identifier) => certificate.has_key_identifier(identifier),
        };
        let at = certificates.iter().position(is_named);
        let holder = certificates.remove(at.ok_or(SignedDataError::CertificateMissing)?);
        let attributes = signed.map(|signed| {
            let mut attributes = signed.whole.to_vec();
            if let Some(tag) = attributes.first_mut() {
                *tag = SET;
            }
            attributes
        });
        Ok(Self { signer: holder, others: certificates, lists, scheme, content, value: signature, time_stamps, hash, kind, attributes })
    }

    /// Whether what is signed are attributes, among them the content's digest; otherwise it is the content itself.
    #[must_use]
    pub const fn has_attributes(&self) -> bool {
        self.attributes.is_some()
    }

    /// Whether the message's signature is over `parts` (one behind the other), or over what is inside when there are none.
    ///
    /// # Errors
    /// [`SignedDataError::ContentAltered`] when the digest differs, [`SignedDataError::Signature`] when the signature does,
    /// [`SignedDataError::Algorithm`] when key and digest are no pair that is verified here, [`SignedDataError::CertificateSwapped`] when another
    /// certificate was meant.
    pub fn verify(&self, parts: &[&[u8]]) -> Result<(), SignedDataError> {
        let inside = self.content.as_deref();
        let (content, kinds): (&[&[u8]], &[ObjectIdentifier]) = match &inside {
            Some(content) => (std::slice::from_ref(content), &[TST_INFO]),
            None => (parts, &[DATA, DATA_GM]),
        };
        let signed = |bytes: &[u8]| match self.signer.verify(self.scheme, bytes, &self.value) {
            Ok(()) => Ok(()),
            Err(CertificateError::Algorithm) => Err(SignedDataError::Algorithm),
            Err(_) => Err(SignedDataError::Signature),
        };
        let Some(bytes) = &self.attributes else {
            // RFC 5652 §5.3 allows it for plain content alone.
            let plain = inside.is_none() && [DATA, DATA_GM].contains(&self.kind);
            return if plain { signed(&content.concat()) } else { Err(SignedDataError::Malformed) };
        };
        let attributes = attributes(Elements::inside(bytes, SET)?)?;
        let told = value(&attributes, CONTENT_TYPE).and_then(|kind| ObjectIdentifier::from_der(kind).ok());
        if told != Some(self.kind) || !kinds.contains(&self.kind) || (inside.is_some() && !parts.is_empty()) {
            return Err(SignedDataError::Malformed);
        }
        let digest = value(&attributes, MESSAGE_DIGEST).ok_or(SignedDataError::Malformed)?;
        if Elements::of(digest).octets()? != self.hash.digest(content) {
            return Err(SignedDataError::ContentAltered);
        }
        signed(bytes)?;
        match value(&attributes, SIGNING_CERTIFICATE_V2) {
            Some(named) if !self.is_named(named)? => Err(SignedDataError::CertificateSwapped),
            Some(_) => Ok(()),
            // The older form names the certificate by SHA-1, which is not taken as proof of anything; its presence is allowed.
            None if value(&attributes, SIGNING_CERTIFICATE).is_some() || self.kind != TST_INFO => Ok(()),
            None => Err(SignedDataError::Malformed),
        }
    }

    /// Whether `named` (ESS signing-certificate-v2, RFC 5035) is the signer's certificate.
    fn is_named(&self, named: &[u8]) -> Result<bool, Malformed> {
        let mut first = Elements::inside(named, SEQUENCE)?.sequence()?.sequence()?;
        let hash = match first.optional(SEQUENCE)? {
            Some(algorithm) => Hash::from_oid(Elements::of(algorithm.content).oid()?).ok_or(Malformed)?,
            None => Hash::Sha256,
        };
        Ok(first.octets()? == hash.digest(&[self.signer.der()]))
    }
}
