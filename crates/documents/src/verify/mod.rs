//! The verifier: stricter than the programs people read documents with (T-07). What it accepts was signed in full, by a certificate
//! that was good at the time, and not touched since; everything else is refused with the reason.
//!
//! Architecture Invariant: pure. Bytes, trust and an instant go in, a report comes out; no clock, no network, no database.

mod bounded;
mod bundle;
mod flaw;
mod note;
mod ofd;
mod pdf;
mod plane;
mod record;
mod signer;
mod words;
mod xml;

pub use bounded::{Budget, Origin, Unpacked, Verifier, VerifierError, serve};
pub use bundle::is_bundle;
pub use flaw::Flaw;
pub use note::Note;

use domain::party::Uscc;
use gm::certificate::{Certificate, Trust};
use serde::{Deserialize, Serialize};

/// Largest file that is looked at, in bytes.
pub const FILE_MAX: usize = 20 * 1024 * 1024;

/// Whom the verifier trusts, for what. An anchor of one purpose is none for another.
#[derive(Clone, Debug, Default)]
pub struct DocumentTrust {
    /// Those who sign documents in an institution's name.
    pub signers: Trust,
    /// Seal makers.
    pub makers: Trust,
    /// Time-stamp authorities.
    pub stamps: Trust,
    /// People who log in. They sign no document but one: the applicant's seal on an agreement, under the institution's.
    pub people: Trust,
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
    /// Whether the certificate is one of people's, which sign agreements alone.
    pub personal: bool,
    /// Who made the seal, for a signature with one.
    pub maker: Option<Maker>,
    /// What a person should know beside it.
    pub notes: Vec<Note>,
    /// How many bytes of the file it covers.
    pub covered: usize,
    /// What is wrong with it; empty when nothing is.
    #[serde(rename = "refusals")] // as programs that read reports know it
    pub flaws: Vec<Flaw>,
}

/// Who made a seal, judged at the earliest time at which the seal is proved to have been there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Maker {
    /// The certificate's common name.
    pub name: String,
    /// That time, UTC seconds: the time stamp's, else when the file was looked at.
    pub judged_at: i64,
    /// Whether revocation could be checked.
    pub revocation_known: bool,
}

/// The organisation whose paper a file is: its record names it, and its own certificate signed the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// As its certificate names it.
    pub name: String,
    /// Its unified social credit code.
    pub code: String,
    /// What the paper is: the record's format.
    pub format: String,
}

impl Issuer {
    /// What the paper is called.
    #[must_use]
    pub fn paper(&self) -> &'static str {
        match self.format.split('.').nth(1).unwrap_or_default() {
            "guarantee" => "保函",
            "agreement" => "委托担保协议",
            "receipt" => "收款凭证",
            _ => "文件",
        }
    }
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
    /// Whether it can be relied on: signed in full, every signature right, nothing else wrong. By whom, [`Report::signatures`] says.
    pub accepted: bool,
    /// Whose letter, or other paper of ours, it is; nothing when it is not accepted, or is no paper of ours.
    pub issued_by: Option<Issuer>,
    /// What a person should know beside it.
    pub notes: Vec<Note>,
    /// What is wrong with the file as a whole.
    #[serde(rename = "refusals")] // as programs that read reports know it
    pub flaws: Vec<Flaw>,
    /// Its signatures, in the order they were made.
    pub signatures: Vec<Signature>,
    /// The structured data attached to a document of ours.
    pub record: Option<String>,
    /// What it says, where that was asked for and can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// SM3 over names and bytes of an OFD's parts, hexadecimal, where its words were asked for: the same however it was packed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contents: Option<String>,
}

impl Report {
    /// Every reason, the file's first.
    pub fn reasons(&self) -> impl Iterator<Item = Flaw> {
        self.flaws.iter().chain(self.signatures.iter().flat_map(|signature| &signature.flaws)).copied()
    }

    /// Whether nothing is wrong but that it lacks our record, as letters do that an institution makes with its own system: whoever
    /// knows from elsewhere what the file must be may go on.
    #[must_use]
    pub fn lacks_only_the_record(&self) -> bool {
        !self.signatures.is_empty() && self.reasons().all(|reason| reason == Flaw::RecordMissing)
    }
}

/// What a format's verifier found out.
#[derive(Default)]
struct Findings {
    flaws: Vec<Flaw>,
    signatures: Vec<Signature>,
    record: Option<String>,
    carried: record::Carried,
    /// Whether it bears our number or layout.
    marked: bool,
    issued_by: Option<Issuer>,
    notes: Vec<Note>,
}

impl Format {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'P', b'K', 3, 4, ..] => Self::Ofd,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            // Something was put in front of an archive.
            _ if crate::package::ends_like_one(bytes) => Self::Ofd,
            _ => Self::Unknown,
        }
    }
}

impl Findings {
    fn report(self, format: Format, bytes: &[u8], digest: String) -> Report {
        let Self { flaws, signatures, record, issued_by, notes, .. } = self;
        let accepted = flaws.is_empty() && !signatures.is_empty() && signatures.iter().all(|signature| signature.flaws.is_empty());
        let issued_by = issued_by.filter(|_| accepted);
        Report { format, size: bytes.len(), digest, accepted, issued_by, notes, flaws, signatures, record, words: None, contents: None }
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
        _ if bytes.len() > FILE_MAX => Err(Flaw::TooLarge),
        Format::Ofd => ofd::look(bytes, trust, now, &mut findings, words::written_in_ofd),
        Format::Pdf => pdf::look(bytes, trust, now, &mut findings, words::written_in_pdf),
        Format::Unknown => Err(Flaw::FormatUnknown),
    };
    findings.flaws.extend(looked.err());
    if !findings.signatures.is_empty() {
        findings.tell_whose();
    }
    findings.report(format, bytes, digest)
}

impl Findings {
    /// Says whose paper it is, or why that cannot be said.
    fn tell_whose(&mut self) {
        let read = record::read(&self.carried, self.marked);
        let record = read.as_ref().ok().and_then(Option::as_ref);
        self.record = record.map(|record| record.text.clone());
        match record::whose(record, &mut self.signatures) {
            Ok(issuer) => self.issued_by = issuer,
            Err(flaw) => self.flaws.push(flaw),
        }
        self.flaws.extend(read.err());
    }
}

/// The unified social credit codes a certificate carries where Chinese authorities put them (GM-5), each once. The authority that issued the
/// certificate vouches for them: a company's code counts though its check character does not fit (E23).
#[must_use]
pub fn organisation_codes(certificate: &Certificate) -> Vec<Uscc> {
    /// GM/T 0015-2023, GM/T 0015-2012, older practice.
    const EXTENSIONS: [&str; 6] =
        ["1.2.156.10260.4.4", "1.2.156.10260.4.1.4", "1.2.86.11.7.4", "1.2.156.10260.4.1.3", "1.2.86.11.7.3", "1.2.156.1.8888.148"];
    /// Organisation identifier.
    const IDENTIFIER: &str = "2.5.4.97";
    /// Serial number, organisational unit: other numbers of 18 characters stand there too, a person's identity number among them.
    const ATTRIBUTES: [&str; 2] = ["2.5.4.5", "2.5.4.11"];
    let read = |text: String| Uscc::vouched(text.trim_start_matches("SF")).ok();
    let extensions = EXTENSIONS.iter().filter_map(|oid| certificate.extension_text(oid));
    let stated = extensions.chain(certificate.subject_attributes(IDENTIFIER)).filter_map(read);
    let beside = ATTRIBUTES.iter().flat_map(|oid| certificate.subject_attributes(oid)).filter_map(read);
    let mut codes: Vec<Uscc> = stated.chain(beside.filter(|code| code.is_checked() || code.is_registered_company())).collect();
    codes.sort();
    codes.dedup();
    codes
}
