//! A signature without a seal: a message of GM/T 0010 (GB/T 35275) over the description, as OFD producers make it: the description
//! itself, or its digest, inside or left out, with or without signed attributes.

use crate::verify::Flaw;
use der::asn1::ObjectIdentifier;
use gm::certificate::{Certificate, RevocationList, Scheme};
use seals::asn1::{Elements, SEQUENCE, SET, context};
use seals::hash::Hash;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// Signed data and data, by GM/T 0010 and by RFC 5652.
const SIGNED_DATA: [ObjectIdentifier; 2] = [oid("1.2.156.10197.6.1.4.2.2"), oid("1.2.840.113549.1.7.2")];
const DATA: [ObjectIdentifier; 2] = [oid("1.2.156.10197.6.1.4.2.1"), oid("1.2.840.113549.1.7.1")];
/// SM2 signatures: with SM3, and as GM/T 0010 names the key's use.
const ALGORITHMS: [ObjectIdentifier; 3] = [oid("1.2.156.10197.1.501"), oid("1.2.156.10197.1.301.1"), oid("1.2.156.10197.1.301")];
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const TIME_STAMP_TOKEN: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.14");
/// Most certificates, lists or attributes.
const MEMBERS_MAX: usize = 32;

/// A message whose structure was read.
pub(super) struct PlainSignature {
    pub(super) signer: Certificate,
    pub(super) others: Vec<Certificate>,
    pub(super) lists: Vec<RevocationList>,
    pub(super) value: Vec<u8>,
    pub(super) time_stamp: Option<Vec<u8>>,
    content: Option<Vec<u8>>,
    /// The signed attributes, tagged as a SET.
    attributes: Option<Vec<u8>>,
}

/// The one value of an attribute.
fn attribute(set: &[u8], wanted: ObjectIdentifier) -> Result<Option<Vec<u8>>, Flaw> {
    let (mut elements, mut found, mut count) = (Elements::of(set), None, 0);
    while !elements.is_empty() {
        let mut attribute = elements.sequence()?;
        let kind = attribute.oid()?;
        let values = attribute.take(SET)?;
        attribute.end()?;
        count += 1;
        if count > MEMBERS_MAX || (kind == wanted && found.replace(values.content.to_vec()).is_some()) {
            return Err(Flaw::SignatureMalformed);
        }
    }
    Ok(found)
}

impl PlainSignature {
    /// Reads a message with one signer.
    ///
    /// # Errors
    /// [`Flaw::SignatureMalformed`], [`Flaw::DigestMethodRefused`], [`Flaw::AlgorithmRefused`],
    /// [`Flaw::CertificateMissing`].
    pub(super) fn from_der(der: &[u8]) -> Result<Self, Flaw> {
        let malformed = Flaw::SignatureMalformed;
        // A bare value says nothing about whose it is.
        if gm::signature::normal(der).is_some() {
            return Err(Flaw::CertificateMissing);
        }
        let mut outer = Elements::inside(der, SEQUENCE)?;
        if !SIGNED_DATA.contains(&outer.oid()?) {
            return Err(malformed);
        }
        let mut data = Elements::inside(outer.take(context(0))?.content, SEQUENCE)?;
        outer.end()?;
        data.integer()?;
        data.take(SET)?;
        let mut inside = data.sequence()?;
        if !DATA.contains(&inside.oid()?) {
            return Err(malformed);
        }
        let content = inside.optional(context(0))?.map(|content| Elements::of(content.content).octets().map(<[u8]>::to_vec)).transpose()?;
        inside.end()?;
        let mut certificates = members(data.optional(context(0))?.map(|set| set.content))?
            .iter()
            .map(|der| Certificate::from_der(der).map_err(|_| malformed))
            .collect::<Result<Vec<_>, _>>()?;
        let lists = members(data.optional(context(1))?.map(|set| set.content))?;
        let lists = lists.iter().filter_map(|der| RevocationList::from_der(der).ok()).collect();
        let mut signers = Elements::of(data.take(SET)?.content);
        data.end()?;
        let mut signer = signers.sequence()?;
        // Two signers in one message could be told apart differently by two readers.
        signers.end()?;
        signer.integer()?;
        let mut name = signer.sequence()?;
        let named = (name.any()?.whole.to_vec(), name.any()?.whole.to_vec());
        name.end()?;
        if Hash::from_oid(signer.sequence()?.oid()?) != Some(Hash::Sm3) {
            return Err(Flaw::DigestMethodRefused);
        }
        let attributes = signer.optional(context(0))?.map(|set| set.whole.to_vec());
        if !ALGORITHMS.contains(&signer.sequence()?.oid()?) {
            return Err(Flaw::AlgorithmRefused);
        }
        let value = signer.octets()?.to_vec();
        let unsigned = signer.optional(context(1))?.map(|set| set.content.to_vec()).unwrap_or_default();
        signer.end()?;
        let at = certificates.iter().position(|certificate| certificate.issuer_and_serial().is_ok_and(|names| names == named));
        let holder = certificates.remove(at.ok_or(Flaw::CertificateMissing)?);
        let time_stamp = attribute(&unsigned, TIME_STAMP_TOKEN)?;
        let attributes = attributes.map(|mut whole| {
            if let Some(tag) = whole.first_mut() {
                *tag = SET;
            }
            whole
        });
        Ok(Self { signer: holder, others: certificates, lists, value, time_stamp, content, attributes })
    }

    /// Whether it is over `description`: the file, or its SM3 digest.
    ///
    /// # Errors
    /// [`Flaw::ContentAltered`] when it is over something else by its own saying, [`Flaw::SignatureWrong`] when the value is.
    pub(super) fn verify(&self, description: &[u8]) -> Result<(), Flaw> {
        let digest = gm::digest::sm3(description);
        let forms: [&[u8]; 2] = [description, &digest];
        let inside = self.content.as_deref();
        if inside.is_some_and(|content| !forms.contains(&content)) {
            return Err(Flaw::ContentAltered);
        }
        let over = |message: &[u8]| self.signer.verify(Scheme::Sm2Sm3, message, &self.value).map_err(Flaw::of_value);
        let Some(attributes) = &self.attributes else {
            // What is left out may be either; what is inside is what was signed.
            return match inside {
                Some(content) => over(content),
                None => over(description).or_else(|_| over(&digest)),
            };
        };
        let set = Elements::of(attributes).take(SET)?;
        let told = attribute(set.content, MESSAGE_DIGEST)?.ok_or(Flaw::SignatureMalformed)?;
        let told = Elements::of(&told).octets()?;
        let meant = forms.into_iter().filter(|form| inside.is_none_or(|content| content == *form));
        if !meant.into_iter().any(|form| gm::digest::sm3(form) == told) {
            return Err(Flaw::ContentAltered);
        }
        over(attributes)
    }
}

/// The elements of a set, whole.
fn members(set: Option<&[u8]>) -> Result<Vec<Vec<u8>>, Flaw> {
    let (mut elements, mut found) = (Elements::of(set.unwrap_or_default()), Vec::new());
    while !elements.is_empty() {
        if found.len() == MEMBERS_MAX {
            return Err(Flaw::SignatureMalformed);
        }
        found.push(elements.any()?.whole.to_vec());
    }
    Ok(found)
}
