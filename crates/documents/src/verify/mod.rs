//! The verifier: stricter than the programs people read documents with (T-07). What it accepts was signed in full, by a certificate
//! that was good at the time, and not touched since; everything else is refused with the reason.
//!
//! Architecture Invariant: pure. Bytes, trust and an instant go in, a report comes out; no clock, no network, no database.

mod bounded;
mod ofd;
mod pdf;
mod refusal;
mod signer;
mod xml;

pub use bounded::{Budget, Origin, Verifier, VerifierError, serve};
pub use refusal::Refusal;

use domain::party::Uscc;
use gm::certificate::{Certificate, Trust};
use serde::{Deserialize, Serialize};

/// Largest file that is looked at, in bytes.
pub const FILE_MAX: usize = 20 * 1024 * 1024;

/// Whom the verifier trusts.
#[derive(Clone, Debug, Default)]
pub struct DocumentTrust {
    /// Anchors of signers and time-stamp authorities, and revocation lists at hand.
    pub signers: Trust,
    /// Anchors of seal makers.
    pub makers: Trust,
}

/// The kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// OFD (GB/T 33190).
    Ofd,
    /// PDF.
    Pdf,
    /// Something else.
    Unknown,
}

/// One signature in a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Signature {
    /// Who signed: the certificate's common name.
    pub signer: String,
    /// The signer's unified social credit code, when the certificate carries one.
    pub code: Option<String>,
    /// The certificate's subject in full.
    pub subject: String,
    /// Who issued the certificate.
    pub issuer: String,
    /// The certificate's serial number, hexadecimal.
    pub serial: String,
    /// SM3 fingerprint of the certificate.
    pub fingerprint: String,
    /// From and until when the certificate is valid, UTC seconds.
    pub valid: (i64, i64),
    /// The algorithm.
    pub algorithm: String,
    /// The seal's name, for a signature with an electronic seal.
    pub seal: Option<String>,
    /// When it was signed, as the signer says; UTC seconds.
    pub claimed_at: Option<i64>,
    /// When it was signed at the latest, by a trusted time stamp; UTC seconds.
    pub stamped_at: Option<i64>,
    /// Whether revocation could be checked.
    pub revocation_known: bool,
    /// How many bytes of the file it covers.
    pub covered: usize,
    /// What is wrong with it; empty when nothing is.
    pub refusals: Vec<Refusal>,
}

/// What was found.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The kind of file.
    pub format: Format,
    /// Its size in bytes.
    pub size: usize,
    /// SM3 of the file, hexadecimal.
    pub digest: String,
    /// Whether it can be relied on: signed in full, every signature right, nothing else wrong.
    pub accepted: bool,
    /// What is wrong with the file as a whole.
    pub refusals: Vec<Refusal>,
    /// Its signatures, in the order they were made.
    pub signatures: Vec<Signature>,
    /// The structured data attached to a document of ours.
    pub record: Option<String>,
}

impl Report {
    /// Every reason, the file's first.
    pub fn reasons(&self) -> impl Iterator<Item = Refusal> {
        self.refusals.iter().chain(self.signatures.iter().flat_map(|signature| &signature.refusals)).copied()
    }
}

/// What a format's verifier found out.
#[derive(Default)]
struct Findings {
    refusals: Vec<Refusal>,
    signatures: Vec<Signature>,
    record: Option<String>,
}

impl Format {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'P', b'K', 3, 4, ..] => Self::Ofd,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            _ => Self::Unknown,
        }
    }
}

impl Findings {
    fn report(self, format: Format, bytes: &[u8], digest: String) -> Report {
        let Self { refusals, signatures, record } = self;
        let accepted = refusals.is_empty() && !signatures.is_empty() && signatures.iter().all(|signature| signature.refusals.is_empty());
        Report { format, size: bytes.len(), digest, accepted, refusals, signatures, record }
    }
}

/// Looks at a file. For files of strangers, [`Verifier`] does it in a process of its own.
#[must_use]
pub fn verify(bytes: &[u8], trust: &DocumentTrust, now: i64) -> Report {
    judge(bytes, trust, now, gm::digest::sm3_hex(bytes))
}

/// As [`verify`], for a file whose digest is reckoned elsewhere.
fn judge(bytes: &[u8], trust: &DocumentTrust, now: i64, digest: String) -> Report {
    let format = Format::of(bytes);
    let mut findings = Findings::default();
    let looked = match format {
        _ if bytes.len() > FILE_MAX => Err(Refusal::TooLarge),
        Format::Ofd => ofd::look(bytes, trust, now, &mut findings),
        Format::Pdf => pdf::look(bytes, trust, now, &mut findings),
        Format::Unknown => Err(Refusal::FormatUnknown),
    };
    findings.refusals.extend(looked.err());
    if let Some(record) = &findings.record
        && !signed_by_the_guarantor(record, &findings.signatures)
    {
        findings.refusals.push(Refusal::CertificateOfAnother);
    }
    findings.report(format, bytes, digest)
}

/// A document that says who issued it must carry that organisation's signature.
fn signed_by_the_guarantor(record: &str, signatures: &[Signature]) -> bool {
    let guarantor = serde_json::from_str::<serde_json::Value>(record).ok().and_then(|record| {
        let code = record.get("issuer")?.get("uscc")?.as_str()?;
        Some(code.to_owned())
    });
    guarantor.is_none_or(|code| signatures.is_empty() || signatures.iter().any(|signature| signature.code.as_deref() == Some(&code)))
}

/// The unified social credit codes a certificate carries where Chinese authorities put them (research/crypto.md §2.3), each once.
#[must_use]
pub fn organisation_codes(certificate: &Certificate) -> Vec<Uscc> {
    /// GM/T 0015-2023, GM/T 0015-2012, older practice.
    const EXTENSIONS: [&str; 6] =
        ["1.2.156.10260.4.4", "1.2.156.10260.4.1.4", "1.2.86.11.7.4", "1.2.156.10260.4.1.3", "1.2.86.11.7.3", "1.2.156.1.8888.148"];
    /// Organisation identifier, serial number, organisational unit.
    const ATTRIBUTES: [&str; 3] = ["2.5.4.97", "2.5.4.5", "2.5.4.11"];
    let extensions = EXTENSIONS.iter().filter_map(|oid| certificate.extension_text(oid));
    let attributes = ATTRIBUTES.iter().filter_map(|oid| certificate.subject_attribute(oid));
    let texts = extensions.chain(attributes);
    let mut codes: Vec<Uscc> = texts.filter_map(|text| text.trim_start_matches("SF").replace('-', "").parse().ok()).collect();
    codes.sort();
    codes.dedup();
    codes
}
