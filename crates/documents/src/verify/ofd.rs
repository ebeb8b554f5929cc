//! OFD: every byte of the package is covered by the last signature, every signature by its seal, every seal by a trusted maker.

use super::signer::Evidence;
use super::xml::{child, children, is, needed, parse, resolve, text};
use super::{DocumentTrust, Findings, Refusal, Signature};
use crate::eseal::SealSignature;
use crate::hash::Hash;
use crate::ofd::{EVIDENCE, RECORD};
use crate::package;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::certificate::{Purpose, Scheme};
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Most signatures of one document.
const SIGNATURES_MAX: usize = 32;

type Entries = BTreeMap<String, Vec<u8>>;

/// A signature's own files and what it says it covers.
struct Description {
    path: String,
    value: String,
    seal: String,
    references: BTreeMap<String, String>,
    method: String,
    algorithm: String,
}

fn entry<'a>(entries: &'a Entries, path: &str) -> Result<&'a [u8], Refusal> {
    entries.get(path).map(Vec::as_slice).ok_or(Refusal::StructureWrong)
}

pub(super) fn look(bytes: &[u8], trust: &DocumentTrust, now: i64, findings: &mut Findings) -> Result<(), Refusal> {
    let entries: Entries = package::read(bytes)?.into_iter().collect();
    let main = parse(entry(&entries, "OFD.xml")?)?;
    if !is(main.root_element(), "OFD") {
        return Err(Refusal::StructureWrong);
    }
    // One document in a package: with two, a reader may show the one that is not signed.
    let body = needed(main.root_element(), "DocBody")?;
    let root = resolve("", &text(needed(body, "DocRoot")?))?;
    every_file_is_plain(&entries)?;
    entry(&entries, &root)?;
    let list = child(body, "Signatures")?.ok_or(Refusal::NotSigned)?;
    let list = resolve("", &text(list))?;
    let descriptions = descriptions(&entries, &list)?;
    findings.record = attached(&entries, RECORD);
    let evidence = evidence(&entries, &descriptions);
    for (index, description) in descriptions.iter().enumerate() {
        let later = descriptions.get(index + 1..).unwrap_or_default();
        findings.signatures.push(signature(&entries, description, later, &list, &evidence, (trust, now))?);
    }
    if findings.signatures.is_empty() { Err(Refusal::NotSigned) } else { Ok(()) }
}

/// Nothing in a document of the trade runs a program or opens an address by itself.
fn every_file_is_plain(entries: &Entries) -> Result<(), Refusal> {
    for (path, bytes) in entries {
        if !path.to_ascii_lowercase().ends_with(".xml") {
            continue;
        }
        let document = parse(bytes)?;
        let active = |name: &str| matches!(name, "Action" | "Actions" | "URI" | "GotoA" | "Sound" | "Movie");
        if document.descendants().any(|node| active(node.tag_name().name())) {
            return Err(Refusal::ActiveContent);
        }
    }
    Ok(())
}

/// The attachment of this name, if the package has it where we put it.
fn attached(entries: &Entries, name: &str) -> Option<String> {
    let bytes = entries.get(&format!("Doc_0/Attachs/{name}"))?;
    String::from_utf8(bytes.clone()).ok()
}

/// Certificates and revocation lists kept beside the signatures for later.
fn evidence(entries: &Entries, descriptions: &[Description]) -> Evidence {
    let mut all = Evidence::default();
    for description in descriptions {
        let text = entries.get(&description.evidence()).and_then(|bytes| std::str::from_utf8(bytes).ok());
        if let Some((certificates, lists)) = text.and_then(crate::evidence::read) {
            all.certificates.extend(certificates);
            all.lists.extend(lists);
        }
    }
    all
}

impl Description {
    /// Where the evidence that came with this signature is.
    fn evidence(&self) -> String {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{EVIDENCE}")
    }

    /// Its own files, which no signature made before it can cover.
    fn own(&self) -> [String; 3] {
        [self.path.clone(), self.value.clone(), self.seal.clone()]
    }
}

/// The signatures in the order of the list, whose every one is described, and whose folders hold nothing else.
fn descriptions(entries: &Entries, list: &str) -> Result<Vec<Description>, Refusal> {
    let document = parse(entry(entries, list)?)?;
    // No signature covers the list, as the next one must extend it: it may hold nothing but what the standard puts there.
    let known =
        |node: Node<'_, '_>| is(node, "MaxSignId") || is(node, "Signature") || node.text().is_some_and(|text| text.trim().is_empty());
    let alone = document.root().children().count() == 1;
    if !is(document.root_element(), "Signatures") || !alone || !document.root_element().children().all(known) {
        return Err(Refusal::StructureWrong);
    }
    let mut out = Vec::new();
    for item in children(document.root_element(), "Signature") {
        if out.len() == SIGNATURES_MAX {
            return Err(Refusal::StructureWrong);
        }
        let location = item.attribute("BaseLoc").ok_or(Refusal::StructureWrong)?;
        if item.attribute("Type").unwrap_or("Seal") != "Seal" {
            return Err(Refusal::AlgorithmRefused);
        }
        out.push(description(entries, resolve(list, location)?)?);
    }
    let paths: BTreeSet<&str> = out.iter().map(|description| description.path.as_str()).collect();
    if paths.len() == out.len() { Ok(out) } else { Err(Refusal::SignatureAmbiguous) }
}

fn description(entries: &Entries, path: String) -> Result<Description, Refusal> {
    let document = parse(entry(entries, &path)?)?;
    let root = document.root_element();
    if !is(root, "Signature") {
        return Err(Refusal::StructureWrong);
    }
    let information = needed(root, "SignedInfo")?;
    let references = needed(information, "References")?;
    let mut covered = BTreeMap::new();
    for reference in children(references, "Reference") {
        let file = resolve(&path, reference.attribute("FileRef").ok_or(Refusal::StructureWrong)?)?;
        if covered.insert(file, text(needed(reference, "CheckValue")?)).is_some() {
            return Err(Refusal::SignatureAmbiguous);
        }
    }
    let seal = needed(needed(information, "Seal")?, "BaseLoc")?;
    Ok(Description {
        value: resolve(&path, &text(needed(root, "SignedValue")?))?,
        seal: resolve(&path, &text(seal))?,
        method: references.attribute("CheckMethod").unwrap_or_default().to_owned(),
        algorithm: text(needed(information, "SignatureMethod")?),
        references: covered,
        path,
    })
}

/// The method as the standard's identifier, or as ofdrw writes it.
fn is_sm3(method: &str) -> bool {
    method == Hash::Sm3.oid().to_string() || method.eq_ignore_ascii_case("sm3")
}

fn signature(
    entries: &Entries,
    description: &Description,
    later: &[Description],
    list: &str,
    evidence: &Evidence,
    (trust, now): (&DocumentTrust, i64),
) -> Result<Signature, Refusal> {
    let signed = SealSignature::from_der(entry(entries, &description.value)?).map_err(|_| Refusal::SignatureMalformed)?;
    let certificate = signed.certificate().map_err(|_| Refusal::SignatureMalformed)?;
    let mut found = Signature::of(&certificate, Scheme::Sm2Sm3, 0);
    found.seal = Some(signed.seal.name.clone());
    found.claimed_at = Some(signed.time);

    // What is covered, and that it is all there is.
    if !is_sm3(&description.method) {
        found.refuse(Refusal::DigestMethodRefused);
    }
    if description.algorithm != Scheme::Sm2Sm3.oid().to_string() {
        found.refuse(Refusal::AlgorithmRefused);
    }
    for (file, expected) in &description.references {
        match entries.get(file) {
            None => found.refuse(Refusal::EntryMissing),
            Some(bytes) if STANDARD.decode(expected).ok().as_deref() != Some(&gm::digest::sm3(bytes)) => {
                found.refuse(Refusal::ContentAltered);
            }
            Some(bytes) => found.covered += bytes.len(),
        }
    }
    let mut free: BTreeSet<String> = description.own().into();
    free.insert(list.to_owned());
    free.extend(later.iter().flat_map(|later| later.own().into_iter().chain([later.evidence()])));
    if entries.keys().any(|path| !free.contains(path) && !description.references.contains_key(path)) {
        found.refuse(Refusal::EntryNotCovered);
    }

    // The description by the signature, the signature by its certificate, the seal by its maker.
    let describes = signed.digest == gm::digest::sm3(entry(entries, &description.path)?);
    let placed = resolve("", signed.path.trim_start_matches('/')).as_deref() == Ok(&description.path);
    if !describes || !placed {
        found.refuse(Refusal::ContentAltered);
    }
    if signed.verify().is_err() {
        found.refuse(Refusal::SignatureWrong);
    }
    if entries.get(&description.seal).map(Vec::as_slice) != Some(signed.seal.der()) {
        found.refuse(Refusal::SealSwapped);
    }
    if !signed.seal.is_for(&certificate) {
        found.refuse(Refusal::SealOfAnother);
    }
    found.judge(&certificate, &signed.value, signed.time_stamp.as_deref(), evidence, (trust, now));
    let then = found.stamped_at.unwrap_or(now);
    if !(signed.seal.valid_from..=signed.seal.valid_until).contains(&then) {
        found.refuse(Refusal::SealExpired);
    }
    // The maker's own certificate counts at the time it made the seal.
    let made = signed.seal.maker().map_err(|_| Refusal::SealMakerWrong).and_then(|maker| {
        signed.seal.verify().map_err(|_| Refusal::SealMakerWrong)?;
        let judged =
            trust.makers.verify_past(&maker, &evidence.certificates, Purpose::Sign, signed.seal.valid_from.max(0), &evidence.lists);
        judged.map_err(|_| Refusal::SealMakerWrong)
    });
    if let Err(refusal) = made {
        found.refuse(refusal);
    }
    Ok(found)
}
