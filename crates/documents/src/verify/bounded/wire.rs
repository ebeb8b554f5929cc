//! What goes through the pipes of `kaihan-verifier`: whom to trust, when that has changed; then a question and the file.

use super::Budget;
use crate::package::{self, Entry};
use crate::verify::bundle::{FILES_MAX, documents};
use crate::verify::words::words;
use crate::verify::{DocumentTrust, FILE_MAX, Flaw, Format, Report, judge};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use child::{read, read_block, write, write_block};
use gm::certificate::{Certificate, RevocationList, Trust};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use std::sync::Arc;

/// Anchors and lists as they go through the pipe.
#[derive(Serialize, Deserialize)]
struct Packed {
    anchors: Vec<String>,
    lists: Vec<String>,
}

/// Whom to trust.
#[derive(Serialize, Deserialize)]
pub(super) struct Material {
    signers: Packed,
    makers: Packed,
    stamps: Packed,
    people: Packed,
}

/// What is asked about the file that follows.
#[derive(Serialize, Deserialize)]
pub(super) struct Question {
    pub(super) now: i64,
    pub(super) budget: Budget,
    /// Whether whom to trust stands between this and the file: always for a process's first file, then when it has changed.
    pub(super) trust_follows: bool,
    /// Whether the file's text is wanted too, and the digest of what it is made of.
    pub(super) words: bool,
    /// Whether the file is an archive, and the documents in it are wanted instead of a report.
    pub(super) unpack: bool,
}

/// What is said of an archive: why it is not opened, or the names of the documents that follow.
#[derive(Serialize, Deserialize)]
struct Inside {
    flaw: Option<Flaw>,
    names: Vec<String>,
}

impl From<&Trust> for Packed {
    fn from(trust: &Trust) -> Self {
        Self {
            anchors: trust.anchors().iter().map(|anchor| STANDARD.encode(anchor.der())).collect(),
            lists: trust.lists().iter().map(|list| STANDARD.encode(list.der())).collect(),
        }
    }
}

impl Packed {
    fn unpack(&self) -> Option<Trust> {
        let der = |text: &String| STANDARD.decode(text).ok();
        let anchors: Option<_> = self.anchors.iter().map(|text| Certificate::from_der(&der(text)?).ok()).collect();
        let lists: Option<_> = self.lists.iter().map(|text| RevocationList::from_der(&der(text)?).ok()).collect();
        Some(Trust::new(anchors?, lists?))
    }
}

impl From<&DocumentTrust> for Material {
    fn from(trust: &DocumentTrust) -> Self {
        // Lists go along once: they prove themselves, whatever purpose they were found under.
        let anchors = |trust: &Trust| Packed { lists: Vec::new(), ..Packed::from(trust) };
        let [makers, stamps, people] = [&trust.makers, &trust.stamps, &trust.people].map(anchors);
        let mut signers = Packed::from(&trust.signers);
        for other in [&trust.makers, &trust.stamps, &trust.people] {
            signers.lists.extend(Packed::from(other).lists);
        }
        signers.lists.sort();
        signers.lists.dedup();
        Self { signers, makers, stamps, people }
    }
}

impl Material {
    fn unpack(&self) -> Option<DocumentTrust> {
        let signers = self.signers.unpack()?;
        let lists = Arc::new(signers.lists().to_vec());
        let of = |packed: &Packed| Some(Trust::sharing(packed.unpack()?.anchors().to_vec(), Arc::clone(&lists)));
        Some(DocumentTrust { makers: of(&self.makers)?, stamps: of(&self.stamps)?, people: of(&self.people)?, signers })
    }
}

/// Every byte of what is trusted, in order, each with its length: two trusts with the same bytes are the same.
pub(super) fn digest(trust: &DocumentTrust) -> [u8; 32] {
    let mut bytes = Vec::new();
    for (mark, trust) in [(0_u8, &trust.signers), (1, &trust.makers), (2, &trust.stamps), (3, &trust.people)] {
        let anchors = trust.anchors().iter().map(|anchor| (0_u8, anchor.der()));
        for (kind, der) in anchors.chain(trust.lists().iter().map(|list| (1, list.der()))) {
            bytes.extend([mark, kind]);
            bytes.extend(der.len().to_be_bytes());
            bytes.extend(der);
        }
    }
    gm::digest::sm3(&bytes)
}

/// Answers the questions that come through `input`, one file after the other: what `kaihan-verifier` does. `allow` is told what the
/// next file may cost before the file is read.
///
/// # Errors
/// When the pipe is gone or carries something else; the process ends then.
pub fn serve(input: &mut impl Read, output: &mut impl Write, mut allow: impl FnMut(Budget) -> io::Result<()>) -> io::Result<()> {
    let mut trust = None;
    while let Some(question) = read::<Question>(input)? {
        allow(question.budget)?;
        if question.trust_follows {
            let material: Material = read(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
            trust = Some(material.unpack().ok_or(io::ErrorKind::InvalidData)?);
        }
        let bytes = read_block(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        if question.unpack {
            write_inside(output, documents(&bytes))?;
            output.flush()?;
            continue;
        }
        let trust = trust.as_ref().ok_or(io::ErrorKind::InvalidData)?;
        // Nothing of the file is left when this line is done but the report.
        let mut report = judge(&bytes, trust, question.now, String::new());
        if question.words && !report.signatures.is_empty() {
            report.words = words(&bytes, report.format);
            report.contents = (report.format == Format::Ofd).then(|| package::contents(&bytes).ok()).flatten();
        }
        drop(bytes);
        write(output, &report)?;
        output.flush()?;
    }
    Ok(())
}

/// Takes a report.
pub(super) fn read_report(input: &mut impl Read) -> io::Result<Report> {
    read(input)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

fn write_inside(output: &mut impl Write, found: Result<Vec<Entry>, Flaw>) -> io::Result<()> {
    let (flaw, files) = found.map_or_else(|flaw| (Some(flaw), Vec::new()), |files| (None, files));
    let names = files.iter().map(|(name, _)| name.clone()).collect();
    write(output, &Inside { flaw, names })?;
    files.iter().try_for_each(|(_, bytes)| write_block(output, bytes))
}

/// Takes what an archive holds: as few documents and bytes, and as plain names, as were allowed, whatever the process says.
pub(super) fn read_inside(input: &mut impl Read) -> io::Result<Result<Vec<Entry>, Flaw>> {
    let inside: Inside = read(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    if let Some(flaw) = inside.flaw {
        return Ok(Err(flaw));
    }
    if inside.names.len() > FILES_MAX || inside.names.iter().any(|name| package::plain(name).is_err()) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let (mut files, mut left) = (Vec::new(), package::UNPACKED_MAX);
    for name in inside.names {
        let bytes = read_block(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        left = left.checked_sub(bytes.len()).filter(|_| bytes.len() <= FILE_MAX).ok_or(io::ErrorKind::FileTooLarge)?;
        files.push((name, bytes));
    }
    Ok(Ok(files))
}
