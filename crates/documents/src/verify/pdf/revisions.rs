//! From signature to signature: what came between them, and what came behind the last one.

use super::Flaw;
use super::catalog::Comes;
use super::change::Change;
use super::fields::fields;
use super::form::Touched;
use super::permissions::Permissions;
use super::places::Place;
use super::structure::{is_within, load, revision_ends, spans};
use lopdf::Document;
use lopdf::xref::XrefEntry;
use std::collections::{BTreeMap, BTreeSet};

/// How a revision ends.
const END: &[u8] = b"%%EOF";
/// Most updates behind the last signature.
const UPDATES_MAX: usize = 16;

/// What is wrong with each signature on account of what came after it, in the order of the places.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) flaws: Vec<Vec<Flaw>>,
    /// What is wrong with anything signed before the first of them.
    pub(super) all: Vec<Flaw>,
}

/// A signed revision: the file as far as one signature covers it.
fn revision(bytes: &[u8], place: &Place) -> Result<Document, Flaw> {
    let covered = bytes.get(..place.end).filter(|covered| revision_ends(covered)).ok_or(Flaw::NotWholeFile)?;
    let document = load(covered).map_err(|_| Flaw::AlteredAfterSigning)?;
    // It is signed by this signature, and not by one that lies further on.
    let there = fields(&document)?.iter().any(|field| place.is_in(&document, field));
    if there { Ok(document) } else { Err(Flaw::NotWholeFile) }
}

/// Whether behind `from` something is written as an object that no cross-reference leads to: what a reader would find that mends files.
fn hides_something(bytes: &[u8], from: usize, last: &Document) -> bool {
    let mut offsets = BTreeSet::new();
    let ends = bytes.windows(END.len()).enumerate().skip(from).filter(|(_, part)| *part == END).take(UPDATES_MAX);
    let earlier = ends.filter_map(|(at, _)| load(bytes.get(..at + END.len())?).ok());
    let mut streams = BTreeMap::new();
    let mut note = |document: &Document| {
        streams.extend(spans(document, bytes));
        offsets.extend(document.reference_table.entries.values().filter_map(|entry| match entry {
            XrefEntry::Normal { offset, .. } => usize::try_from(*offset).ok(),
            XrefEntry::Free | XrefEntry::UnusableFree | XrefEntry::Compressed { .. } => None,
        }));
    };
    earlier.for_each(|document| note(&document));
    note(last);
    let is_header = |at: usize| -> Option<usize> {
        let before = bytes.get(from..at)?;
        let generation = before.iter().rev().skip_while(|byte| **byte == b' ').take_while(|byte| byte.is_ascii_digit()).count();
        let blanks = before.iter().rev().take_while(|byte| **byte == b' ').count();
        let rest = before.get(..before.len().checked_sub(blanks + generation)?)?;
        let between = rest.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        let rest = rest.get(..rest.len() - between)?;
        let number = rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        (generation > 0 && between > 0 && number > 0).then(|| from + rest.len() - number)
    };
    let headers = bytes.windows(3).enumerate().skip(from).filter(|(_, part)| *part == b"obj").filter_map(|(at, _)| is_header(at));
    headers.into_iter().any(|header| !is_within(&streams, header) && !offsets.contains(&header))
}

/// What an update that brought `comes` did.
pub(super) fn between(before: &Document, after: &Document, comes: Comes) -> Result<Touched, Flaw> {
    let mut change = Change::between(before, after)?;
    change.catalog(comes)?;
    let touched = if comes == Comes::Store { Touched::default() } else { change.fields()? };
    change.superseded()?;
    change.all_explained()?;
    Ok(touched)
}

/// Looks at every signature and at what came after it.
pub(super) fn judge(bytes: &[u8], places: &[Place], last: &Document) -> Found {
    let mut found = Found { flaws: vec![Vec::new(); places.len()], all: Vec::new() };
    let revisions: Vec<Result<Document, Flaw>> = places.iter().map(|place| revision(bytes, place)).collect();
    for (flaws, revision) in found.flaws.iter_mut().zip(&revisions) {
        flaws.extend(revision.as_ref().err());
    }
    let mut permissions: Vec<Permissions> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let Some(Ok(before)) = revisions.get(index) else {
            permissions.push(Permissions::default());
            continue;
        };
        permissions.push(fields(before).map(|fields| Permissions::of(before, &fields, place)).unwrap_or_default());
        let next = places.get(index + 1).zip(revisions.get(index + 1));
        let mut refuse_up_to = |through: usize, flaw: Flaw| {
            found.flaws.iter_mut().take(through + 1).for_each(|flaws| flaws.push(flaw));
            found.all.push(flaw);
        };
        match next {
            Some((_, Err(_))) => refuse_up_to(index, Flaw::AlteredAfterSigning),
            Some((later, Ok(after))) => match between(before, after, Comes::Signature) {
                Err(flaw) => refuse_up_to(index, flaw),
                Ok(touched) => {
                    if touched.filled {
                        refuse_up_to(index, Flaw::FilledAfterSigning);
                    }
                    for (earlier, permissions) in permissions.iter().enumerate() {
                        if permissions.forbid(&touched, later.time_stamp_only) {
                            found.flaws.get_mut(earlier).into_iter().for_each(|flaws| {
                                flaws.extend([Flaw::AlteredAfterSigning, Flaw::ChangeForbidden]);
                            });
                        }
                    }
                }
            },
            None if place.end == bytes.len() => {}
            None => {
                // Only an update of its own may stand behind what is signed.
                let is_update = last.xref_start >= place.end;
                if !is_update || between(before, last, Comes::Store).is_err() || hides_something(bytes, place.end, last) {
                    refuse_up_to(index, Flaw::NotWholeFile);
                }
            }
        }
    }
    found
}
