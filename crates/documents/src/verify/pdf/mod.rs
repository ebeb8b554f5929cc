//! PDF: the last signature covers every byte but its own value, or is followed by nothing but data for judging it; what came between
//! signatures is signatures, and shows nothing where something was shown before.
//!
//! One file a question: `structure` (what the file is), `places` (where the signatures are), `revisions` (what came after each, told by
//! `change` and judged by `catalog`, `form`, `widget`, `store`, `structure_tree`), `permissions` (what signers forbade), `evidence`
//! (the national signature).

mod annotation;
mod attachments;
mod blank;
mod catalog;
mod change;
mod evidence;
mod face;
mod fields;
mod form;
mod objects;
mod permissions;
mod places;
mod revisions;
mod store;
mod structure;
mod structure_tree;
#[cfg(test)]
mod tests;
mod tokens;
mod widget;

use super::record::{Carried, is_numbered};
use super::signer::Evidence as Kept;
use super::{DocumentTrust, Findings, Flaw, Signature};
use crate::pdf::EVIDENCE;
use attachments::{attachment, carried};
pub(super) use blank::page_content;
pub(super) use face::Face;
use lopdf::{Dictionary, Document};
pub(super) use objects::{content, dictionary, get, id, resolve};
use places::Place;
use seals::cms::SignedData;
use seals::timestamp::TimeStamp;
use std::sync::OnceLock;
pub(super) use structure::load;

/// A dictionary without entries, to compare with where there was none.
static EMPTY: OnceLock<Dictionary> = OnceLock::new();

/// Reads everything that stands on the pages of a document.
type Written = fn(&Document) -> Vec<String>;

pub(super) fn look(bytes: &[u8], trust: &DocumentTrust, now: i64, findings: &mut Findings, written: Written) -> Result<(), Flaw> {
    // The library below is not ours; whatever it does with a hostile file is told as a flaw.
    let run = std::panic::AssertUnwindSafe(|| inspect(bytes, trust, now, findings, written));
    std::panic::catch_unwind(run).unwrap_or(Err(Flaw::PdfMalformed))
}

fn inspect(bytes: &[u8], trust: &DocumentTrust, now: i64, findings: &mut Findings, written: Written) -> Result<(), Flaw> {
    let ended = structure::ends_at_its_end(bytes);
    if !ended && !structure::revision_ends(bytes) {
        return Err(Flaw::TrailingBytes);
    }
    let document = structure::load(bytes)?;
    structure::nothing_runs(&document)?;
    let fields = fields::fields(&document)?;
    let places = places::places(&document, &fields, bytes)?;
    // White space behind the end is only what was signed with it.
    let signed_to_the_end = places.last().is_some_and(|place| place.end == bytes.len());
    if !ended && !signed_to_the_end {
        return Err(Flaw::TrailingBytes);
    }
    if places.is_empty() {
        return Err(Flaw::NotSigned);
    }
    (findings.carried, findings.marked) = carried(&document)?;
    // Pages are read for the number alone when nothing else says what the file is.
    findings.marked |= matches!(findings.carried, Carried::Nothing) && !findings.marked && is_numbered(&written(&document));
    let kept = store::kept(&document);
    let after = revisions::judge(bytes, &places, &document);
    for (place, flaws) in places.iter().zip(&after.flaws) {
        let mut found = place.signature(bytes, &kept, (trust, now))?;
        flaws.iter().for_each(|flaw| found.refuse(*flaw));
        findings.signatures.push(found);
    }
    if let Some(evidence) = attachment(&document, EVIDENCE)? {
        let found = evidence::national(bytes, &evidence, &places, &after.all, &kept, (trust, now))?;
        findings.signatures.insert(0, found);
    }
    Ok(())
}

impl Place {
    fn signature(&self, bytes: &[u8], kept: &Kept, context: (&DocumentTrust, i64)) -> Result<Signature, Flaw> {
        let before = bytes.get(..self.hole.start).ok_or(Flaw::NotWholeFile)?;
        let after = bytes.get(self.hole.end..self.end).ok_or(Flaw::NotWholeFile)?;
        let covered = before.len() + after.len();
        if self.time_stamp_only {
            let whole = [before, after].concat();
            let (_, message) = TimeStamp::over(&whole, &self.value)?;
            let mut found = Signature::of(&message.signer, message.scheme, covered);
            found.judge_stamp(&whole, &self.value, kept, context);
            return Ok(found);
        }
        let message = SignedData::from_der(&self.value)?;
        let mut found = Signature::of(&message.signer, message.scheme, covered);
        if self.pades && !message.has_attributes() {
            found.refuse(Flaw::SignatureMalformed);
        }
        if let Err(error) = message.verify(&[before, after]) {
            found.refuse(error.into());
        }
        let kept = Kept {
            certificates: [kept.certificates.as_slice(), &message.others].concat(),
            lists: [kept.lists.as_slice(), &message.lists].concat(),
        };
        let mut stamps = message.time_stamps.iter().map(Vec::as_slice);
        let first = stamps.next();
        stamps.for_each(|stamp| found.judge_stamp(&message.value, stamp, &kept, context));
        found.judge(&message.signer, &message.value, first, &kept, context);
        Ok(found)
    }
}
