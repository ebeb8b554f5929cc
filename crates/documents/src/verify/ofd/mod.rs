//! OFD: every byte of the package is covered by the last signature, every signature by its seal, every seal by a trusted maker; what
//! came later lies on nothing that was signed before.

mod action;
mod drawing;
mod list;
mod parts;
mod plain;
mod signature;
mod stamp;

use super::record::{Carried, is_like_one, is_numbered, names_one};
use super::signer::Evidence;
use super::xml::{child, children, is, is_old, needed, parse, resolve, text};
use super::{DocumentTrust, Findings, Flaw, Note};
use crate::ofd::RECORD;
use crate::package;
pub(super) use drawing::{frame, letters, listed, numbers, outlines, placed};
use list::{Description, descriptions};
pub(super) use parts::located;
use parts::{Kind, Parts};
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

type Entries = BTreeMap<String, Vec<u8>>;

/// What is looked at for each signature.
struct Package<'a> {
    entries: &'a Entries,
    parts: &'a Parts,
    list: &'a str,
    evidence: &'a Evidence,
    trust: &'a DocumentTrust,
    now: i64,
}

fn entry<'a>(entries: &'a Entries, path: &str) -> Result<&'a [u8], Flaw> {
    entries.get(path).map(Vec::as_slice).ok_or(Flaw::StructureWrong)
}

/// Looks at a package; `written` reads everything that stands on its pages.
pub(super) fn look(
    bytes: &[u8],
    trust: &DocumentTrust,
    now: i64,
    findings: &mut Findings,
    written: fn(&Entries, &str) -> Vec<String>,
) -> Result<(), Flaw> {
    let entries: Entries = package::read(bytes)?.into_iter().collect();
    let main = parse(entry(&entries, "OFD.xml")?)?;
    let body = body(main.root_element())?;
    action::nothing_runs(&main)?;
    let root = resolve("", &text(needed(body, "DocRoot")?))?;
    let parts = parts::parts(&entries, &root)?;
    for path in parts.parts.keys() {
        action::nothing_runs(&parse(entry(&entries, path)?)?)?;
    }
    let list = child(body, "Signatures")?.ok_or(Flaw::NotSigned)?;
    let list = resolve("", &text(list))?;
    let descriptions = descriptions(&entries, &list)?;
    signatures_are_no_parts(&parts, &list, &descriptions)?;
    let old = is_old(&main) || parts.old || descriptions.iter().any(|description| description.old);
    findings.notes.extend(old.then_some(Note::OldNamespace));
    findings.carried = carried(&entries, &parts);
    findings.marked = marked(&entries, &parts, body)? || is_numbered(&written(&entries, &root));
    let evidence = evidence(&entries, &descriptions);
    let package = Package { entries: &entries, parts: &parts, list: &list, evidence: &evidence, trust, now };
    for (index, description) in descriptions.iter().enumerate() {
        let later = descriptions.get(index + 1..).unwrap_or_default();
        findings.signatures.push(package.signature(description, later)?);
    }
    covered_since(findings);
    package.later_seals(&descriptions, findings)?;
    // A page or list that is not there could be put there later.
    findings.flaws.extend(parts.incomplete.then_some(Flaw::StructureWrong));
    if !package::names_are_clear(bytes) {
        names_are_unclear(findings);
    }
    if findings.signatures.is_empty() { Err(Flaw::NotSigned) } else { Ok(()) }
}

/// A signer who signed again covers by the later signature what the earlier one had left out: what is shown is all signed by them.
fn covered_since(findings: &mut Findings) {
    let uncovered = |flaw: &Flaw| matches!(flaw, Flaw::PartNotCovered | Flaw::EntryNotCovered);
    let mut since: BTreeSet<String> = BTreeSet::new();
    // Whatever else is wrong with the later one refuses the file by itself.
    for signature in findings.signatures.iter_mut().rev() {
        if !signature.flaws.iter().any(uncovered) {
            since.insert(signature.fingerprint.clone());
        } else if since.contains(&signature.fingerprint) {
            signature.flaws.retain(|flaw| !uncovered(flaw));
        }
    }
}

/// The one document of the package, in its one version: with two, a reader may show the one that is not meant.
fn body<'a, 'i>(root: Node<'a, 'i>) -> Result<Node<'a, 'i>, Flaw> {
    if !is(root, "OFD") {
        return Err(Flaw::StructureWrong);
    }
    let mut bodies = children(root, "DocBody");
    let body = bodies.next().ok_or(Flaw::StructureWrong)?;
    let versions = child(body, "Versions")?.is_some_and(|versions| children(versions, "Version").next().is_some());
    if bodies.next().is_some() || versions { Err(Flaw::DocumentAmbiguous) } else { Ok(body) }
}

/// A signature's own files, which earlier signatures leave free, are nothing that a page, a list or an attachment is read from.
fn signatures_are_no_parts(parts: &Parts, list: &str, descriptions: &[Description]) -> Result<(), Flaw> {
    let own = descriptions.iter().flat_map(|description| description.own().chain([description.evidence()])).chain([list.to_owned()]);
    for path in own {
        if path == "OFD.xml" || parts.parts.contains_key(&path) || parts.bytes.contains(&path) {
            return Err(Flaw::StructureWrong);
        }
    }
    Ok(())
}

/// What the package carries in the place of a record: the attachment of that name, where we put it and listed as we list it.
fn carried(entries: &Entries, parts: &Parts) -> Carried {
    let place = format!("Doc_0/Attachs/{RECORD}");
    let listed: BTreeSet<&str> = parts.attachments.iter().filter(|(name, _)| name == RECORD).map(|(_, file)| file.as_str()).collect();
    let like = entries.iter().filter(|(path, bytes)| !parts.parts.contains_key(*path) && is_like_one(path, bytes));
    let mut found: BTreeSet<&str> = like.map(|(path, _)| path.as_str()).collect();
    found.extend(&listed);
    match (found.len(), entries.get(&place)) {
        (0, _) => Carried::Nothing,
        (1, Some(bytes)) if listed.contains(place.as_str()) => Carried::Record(bytes.clone()),
        _ => Carried::Misplaced,
    }
}

/// Whether it bears our number or layout: the keyword that ours have, or a number on a page or in the description.
fn marked(entries: &Entries, parts: &Parts, body: Node<'_, '_>) -> Result<bool, Flaw> {
    if body.descendants().filter(|node| is(*node, "Keyword")).any(|node| text(node) == "kaihan") {
        return Ok(true);
    }
    let plain = |node: Node<'_, '_>, name: &'static str| -> String {
        let texts = node.descendants().filter(|node| is(*node, name)).filter_map(|node| node.text());
        texts.flat_map(str::chars).filter(|character| !character.is_whitespace()).collect()
    };
    let described = body.descendants().filter_map(|node| node.text()).any(|text| names_one(text.as_bytes()));
    let mut found = described;
    for (path, kind) in &parts.parts {
        if !found && (*kind == Kind::Page || kind.draws_beside_pages()) {
            found = names_one(plain(parse(entry(entries, path)?)?.root_element(), "TextCode").as_bytes());
        }
    }
    Ok(found)
}

/// Where names do not say how they are written, a file that seems to be missing or uncovered may be there under another reading.
fn names_are_unclear(findings: &mut Findings) {
    for signature in &mut findings.signatures {
        let before = signature.flaws.len();
        signature.flaws.retain(|flaw| !matches!(flaw, Flaw::EntryMissing | Flaw::EntryNotCovered));
        if signature.flaws.len() < before {
            signature.refuse(Flaw::EntryNameUnclear);
        }
    }
}

/// Certificates and revocation lists kept beside the signatures for later.
fn evidence(entries: &Entries, descriptions: &[Description]) -> Evidence {
    let mut all = Evidence::default();
    for description in descriptions {
        let text = entries.get(&description.evidence()).and_then(|bytes| std::str::from_utf8(bytes).ok());
        if let Some((certificates, lists)) = text.and_then(seals::evidence::read) {
            all.certificates.extend(certificates);
            all.lists.extend(lists);
        }
    }
    // Each signer brings what those before brought too.
    all.certificates.sort_by(|one, other| one.der().cmp(other.der()));
    all.certificates.dedup_by(|one, other| one.der() == other.der());
    all.lists.sort_by(|one, other| one.der().cmp(other.der()));
    all.lists.dedup_by(|one, other| one.der() == other.der());
    all
}
