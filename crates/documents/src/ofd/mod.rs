//! Sealing an OFD: the order of work of GB/T 38540. Signing is in two steps, so that the key may be anywhere: the vault, a person's
//! certificate agent, an institution's own system.

pub mod numbers;
pub mod parts;

use crate::typesetting::Stamp;
use crate::verify::Flaw;
use crate::xml::escape;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::certificate::{Certificate, Scheme};
use parts::{Package, Part};
use seals::eseal::{ESeal, SealSignature, ToBeSigned};
use seals::hash::Hash;
use std::fmt::Write as _;
use std::sync::Arc;

/// The attachment with the structured data.
pub const RECORD: &str = "kaihan.json";
/// The file beside a signature with certificates and revocation lists: whoever signs later may bring newer ones.
pub const EVIDENCE: &str = "validation.json";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
const LIST: &str = "Doc_0/Signs/Signatures.xml";

/// Why an OFD cannot be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealingError {
    /// It cannot be read.
    #[error("版式文件无法签章：{0}")]
    Refused(Flaw),
    /// It has no place for this seal.
    #[error("文件中没有“{0}”的盖章位置")]
    NoPlace(String),
}

impl From<Flaw> for SealingError {
    fn from(flaw: Flaw) -> Self {
        Self::Refused(flaw)
    }
}

/// An OFD on its way to one more seal: everything but the signature value.
#[derive(Clone, Debug)]
pub struct Sealing {
    package: Package,
    folder: String,
    description: Vec<u8>,
    list: Vec<u8>,
    time: i64,
    shown: Vec<u8>,
}

fn millimetres(micrometres: i64) -> String {
    let text = format!("{}.{:03}", micrometres / 1000, micrometres.rem_euclid(1000));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Where the whole seal is, and which part of it is seen when it is a slice.
fn boundary(place: &Stamp) -> String {
    let joined = |numbers: [i64; 4]| numbers.map(millimetres).join(" ");
    match place.slice {
        None => format!("Boundary=\"{}\"", joined([place.x, place.y, place.width, place.height])),
        Some((part, parts)) => {
            let before = place.width * (i64::from(part) - 1);
            let whole = joined([place.x - before, place.y, place.width * i64::from(parts), place.height]);
            format!("Boundary=\"{whole}\" Clip=\"{}\"", joined([before, 0, place.width, place.height]))
        }
    }
}

/// GeneralizedTime's digits.
fn date_time(time: i64) -> String {
    seals::asn1::time(time).get(2..).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default().to_owned()
}

impl Sealing {
    /// Prepares a seal named `party` on the sheet, whose places `stamps` are, at `time` (UTC seconds), with `evidence` to judge this
    /// signature and earlier ones by. Everything in the package is covered, earlier signatures included.
    ///
    /// # Errors
    /// [`SealingError`].
    pub fn prepare(package: Package, stamps: &[Stamp], party: &str, time: i64, evidence: Option<&str>) -> Result<Self, SealingError> {
        let Package(mut parts) = package;
        let mut places = stamps.iter().filter(|stamp| stamp.name == party).peekable();
        if places.peek().is_none() {
            return Err(SealingError::NoPlace(party.to_owned()));
        }
        let known = parts.iter().find(|part| part.path == LIST).map(|part| Arc::clone(&part.bytes));
        let index = parts.iter().filter(|part| part.path.starts_with("Doc_0/Signs/") && part.path.ends_with("/SignedValue.dat")).count();
        let folder = format!("Doc_0/Signs/Sign_{index}");
        let item = format!("<ofd:Signature ID=\"{}\" Type=\"Seal\" BaseLoc=\"/{folder}/Signature.xml\"/>", index + 1);
        let earlier = match known {
            None => {
                let main = parts.iter_mut().find(|part| part.path == "OFD.xml").ok_or(Flaw::StructureWrong)?;
                let text = std::str::from_utf8(&main.bytes).map_err(|_| Flaw::StructureWrong)?;
                let with = text.replace("</ofd:DocBody>", &format!("<ofd:Signatures>/{LIST}</ofd:Signatures></ofd:DocBody>"));
                *main = Part::new("OFD.xml", with.into_bytes());
                String::new()
            }
            Some(list) => {
                let text = std::str::from_utf8(&list).map_err(|_| Flaw::StructureWrong)?;
                let (_, items) = text.split_once("</ofd:MaxSignId>").ok_or(Flaw::StructureWrong)?;
                items.trim_end_matches("</ofd:Signatures>").to_owned()
            }
        };
        let list = format!("{HEAD}<ofd:Signatures {SPACE}><ofd:MaxSignId>{}</ofd:MaxSignId>{earlier}{item}</ofd:Signatures>", index + 1);
        parts.retain(|part| part.path != LIST);
        parts.extend(evidence.map(|evidence| Part::new(format!("{folder}/{EVIDENCE}"), evidence.as_bytes())));

        let mut references = String::new();
        for part in &parts {
            let (path, value) = (escape(&part.path), STANDARD.encode(part.digest()));
            let _ = write!(references, "<ofd:Reference FileRef=\"/{path}\"><ofd:CheckValue>{value}</ofd:CheckValue></ofd:Reference>");
        }
        let mut annotations = String::new();
        for (number, place) in places.enumerate() {
            let _ = write!(annotations, "<ofd:StampAnnot ID=\"{}\" PageRef=\"{}\" {}/>", number + 1, place.page_id, boundary(place));
        }
        let description = format!(
            "{HEAD}<ofd:Signature {SPACE}><ofd:SignedInfo><ofd:Provider ProviderName=\"Kaihan\" Version=\"1.0\" Company=\"Kaihan\"/>\
             <ofd:SignatureMethod>{}</ofd:SignatureMethod><ofd:SignatureDateTime>{}</ofd:SignatureDateTime>\
             <ofd:References CheckMethod=\"{}\">{references}</ofd:References>{annotations}<ofd:Seal><ofd:BaseLoc>/{folder}/Seal.esl\
             </ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>/{folder}/SignedValue.dat</ofd:SignedValue></ofd:Signature>",
            Scheme::Sm2Sm3.oid(),
            date_time(time),
            Hash::Sm3.oid(),
        );
        Ok(Self {
            package: Package(parts),
            folder,
            description: description.into_bytes(),
            list: list.into_bytes(),
            time,
            shown: Vec::new(),
        })
    }

    /// The same, with what the signer is shown inside the signature.
    #[must_use]
    pub fn shown(mut self, shown: Vec<u8>) -> Self {
        self.shown = shown;
        self
    }

    /// The description whose digest is signed.
    #[must_use]
    pub fn description(&self) -> &[u8] {
        &self.description
    }

    /// Where the description will be.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/{}/Signature.xml", self.folder)
    }

    /// The bytes to sign with this seal.
    #[must_use]
    pub fn to_be_signed(&self, seal: &ESeal) -> Vec<u8> {
        let digest = gm::digest::sm3(&self.description);
        ToBeSigned { seal, time: self.time, digest, path: &self.path(), shown: &self.shown }.der()
    }

    /// The sealed package.
    #[must_use]
    pub fn finish(mut self, seal: &ESeal, certificate: &Certificate, value: &[u8], stamp: Option<&[u8]>) -> Package {
        let signed = SealSignature::assemble(&self.to_be_signed(seal), certificate, value, stamp);
        let path = |name: &str| format!("{}/{name}", self.folder);
        let own = [
            Part::new(path("Seal.esl"), seal.der()),
            Part::new(path("SignedValue.dat"), signed),
            Part::new(path("Signature.xml"), self.description),
            Part::new(LIST, self.list),
        ];
        self.package.0.extend(own);
        self.package
    }
}
