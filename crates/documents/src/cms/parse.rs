use super::{CONTENT_TYPE, DATA, DATA_GM, MESSAGE_DIGEST, SIGNED_DATA, SIGNED_DATA_GM, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2};
use super::{TIME_STAMP_TOKEN, TST_INFO};
use crate::asn1::{Elements, Malformed, SEQUENCE, SET, context};
use crate::hash::Hash;
use crate::verify::Refusal;
use der::Decode;
use der::asn1::ObjectIdentifier;
use gm::certificate::{Certificate, RevocationList, Scheme};
use spki::AlgorithmIdentifierOwned;

/// Most certificates or lists in one message.
const MEMBERS_MAX: usize = 32;

/// A message whose structure was read; [`Message::verify`] says whether its signature is right.
#[derive(Clone, Debug)]
pub struct Message {
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
    /// The time stamp over the value, if there is one.
    pub time_stamp: Option<Vec<u8>>,
    hash: Hash,
    kind: ObjectIdentifier,
    /// The signed attributes, tagged as a SET.
    attributes: Vec<u8>,
}

impl From<Malformed> for Refusal {
    fn from(_: Malformed) -> Self {
        Self::SignatureMalformed
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

fn value(attributes: &[(ObjectIdentifier, Vec<u8>)], kind: ObjectIdentifier) -> Option<&[u8]> {
    attributes.iter().find(|(known, _)| *known == kind).map(|(_, value)| value.as_slice())
}

impl Message {
    /// Reads a message with one signer.
    ///
    /// # Errors
    /// [`Refusal::SignatureMalformed`], [`Refusal::AlgorithmRefused`], [`Refusal::CertificateMissing`].
    pub fn from_der(der: &[u8]) -> Result<Self, Refusal> {
        let mut outer = Elements::inside(der, SEQUENCE)?;
        let kind = outer.oid()?;
        if kind != SIGNED_DATA && kind != SIGNED_DATA_GM {
            return Err(Refusal::SignatureMalformed);
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
                certificates.push(Certificate::from_der(whole).map_err(|_| Refusal::SignatureMalformed)?);
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
        let mut name = signer.sequence()?;
        let named = (name.any()?.whole.to_vec(), name.any()?.whole.to_vec());
        name.end()?;
        let hash = Hash::from_oid(signer.sequence()?.oid()?).ok_or(Refusal::DigestMethodRefused)?;
        let signed = signer.take(context(0))?;
        let algorithm = signer.take(SEQUENCE)?;
        let algorithm = AlgorithmIdentifierOwned::from_der(algorithm.whole).map_err(|_| Refusal::SignatureMalformed)?;
        let scheme = Scheme::of(&algorithm, Some(hash.oid())).ok_or(Refusal::AlgorithmRefused)?;
        let signature = signer.octets()?.to_vec();
        let unsigned = signer.optional(context(1))?.map(|set| attributes(Elements::of(set.content))).transpose()?;
        signer.end()?;
        if Hash::of(scheme) != hash {
            return Err(Refusal::AlgorithmRefused);
        }
        let at = certificates.iter().position(|certificate| certificate.issuer_and_serial().is_ok_and(|names| names == named));
        let holder = certificates.remove(at.ok_or(Refusal::CertificateMissing)?);
        let time_stamp = unsigned.and_then(|attributes| value(&attributes, TIME_STAMP_TOKEN).map(<[u8]>::to_vec));
        let mut attributes = signed.whole.to_vec();
        if let Some(tag) = attributes.first_mut() {
            *tag = SET;
        }
        Ok(Self { signer: holder, others: certificates, lists, scheme, content, value: signature, time_stamp, hash, kind, attributes })
    }

    /// Whether the message's signature is over `parts` (one behind the other), or over what is inside when there are none.
    ///
    /// # Errors
    /// [`Refusal::ContentAltered`] when the digest differs, [`Refusal::SignatureWrong`] when the signature does,
    /// [`Refusal::CertificateSwapped`] when another certificate was meant.
    pub fn verify(&self, parts: &[&[u8]]) -> Result<(), Refusal> {
        let attributes = attributes(Elements::inside(&self.attributes, SET)?)?;
        let inside = self.content.as_deref();
        let (content, kinds): (&[&[u8]], &[ObjectIdentifier]) = match &inside {
            Some(content) => (std::slice::from_ref(content), &[TST_INFO]),
            None => (parts, &[DATA, DATA_GM]),
        };
        let told = value(&attributes, CONTENT_TYPE).and_then(|kind| ObjectIdentifier::from_der(kind).ok());
        if told != Some(self.kind) || !kinds.contains(&self.kind) || (inside.is_some() && !parts.is_empty()) {
            return Err(Refusal::SignatureMalformed);
        }
        let digest = value(&attributes, MESSAGE_DIGEST).ok_or(Refusal::SignatureMalformed)?;
        if Elements::of(digest).octets()? != self.hash.digest(content) {
            return Err(Refusal::ContentAltered);
        }
        self.signer.verify(self.scheme, &self.attributes, &self.value).map_err(|_| Refusal::SignatureWrong)?;
        match value(&attributes, SIGNING_CERTIFICATE_V2) {
            Some(named) if !self.is_named(named)? => Err(Refusal::CertificateSwapped),
            Some(_) => Ok(()),
            // The older form names the certificate by SHA-1, which is not taken as proof of anything; its presence is allowed.
            None if value(&attributes, SIGNING_CERTIFICATE).is_some() || self.kind != TST_INFO => Ok(()),
            None => Err(Refusal::SignatureMalformed),
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
