//! The list of signatures, and each signature's description: what it says it covers.

use super::{Entries, entry};
use crate::ofd::EVIDENCE;
use crate::verify::Flaw;
use crate::verify::xml::{child, children, is, is_old, needed, parse, resolve, text};
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Most signatures of one document.
const SIGNATURES_MAX: usize = 32;

/// What a signature is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// With an electronic seal.
    Seal,
    /// Without one (GM/T 0010).
    Plain,
}

/// Where a seal is drawn: the page's number, and what of it is seen, in micrometres; nothing of either when that cannot be told.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) page: Option<u64>,
    pub(super) seen: Option<[i64; 4]>,
}

/// A signature's own files and what it says it covers.
pub(super) struct Description {
    pub(super) kind: Kind,
    pub(super) path: String,
    pub(super) value: String,
    pub(super) seal: Option<String>,
    pub(super) references: BTreeMap<String, String>,
    pub(super) method: String,
    pub(super) algorithm: Option<String>,
    pub(super) places: Vec<Place>,
    pub(super) old: bool,
}

impl Description {
    /// Where the evidence that came with this signature is.
    pub(super) fn evidence(&self) -> String {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{EVIDENCE}")
    }

    /// Its own files, which no signature made before it can cover.
    pub(super) fn own(&self) -> impl Iterator<Item = String> {
        [Some(self.path.clone()), Some(self.value.clone()), self.seal.clone()].into_iter().flatten()
    }
}

/// The signatures in the order of the list, whose every one is described, and whose folders hold nothing else.
///
/// # Errors
/// The first [`Flaw`].
pub(super) fn descriptions(entries: &Entries, list: &str) -> Result<Vec<Description>, Flaw> {
    let document = parse(entry(entries, list)?)?;
    // No signature covers the list, as the next one must extend it: it may hold nothing but what the standard puts there.
    let known =
        |node: Node<'_, '_>| is(node, "MaxSignId") || is(node, "Signature") || node.text().is_some_and(|text| text.trim().is_empty());
    let alone = document.root().children().count() == 1;
    if !is(document.root_element(), "Signatures") || !alone || !document.root_element().children().all(known) {
        return Err(Flaw::StructureWrong);
    }
    let mut out = Vec::new();
    for item in children(document.root_element(), "Signature") {
        if out.len() == SIGNATURES_MAX {
            return Err(Flaw::StructureWrong);
        }
        let kind = match item.attribute("Type").unwrap_or("Seal") {
            "Seal" => Kind::Seal,
            "Sign" => Kind::Plain,
            _ => return Err(Flaw::SignatureKindWrong),
        };
        let location = item.attribute("BaseLoc").ok_or(Flaw::StructureWrong)?;
        out.push(description(entries, resolve(list, location)?, kind)?);
    }
    // Descriptions and values are each one signature's.
    let paths: BTreeSet<&str> = out.iter().flat_map(|one: &Description| [one.path.as_str(), one.value.as_str()]).collect();
    if paths.len() == out.len() * 2 { Ok(out) } else { Err(Flaw::SignatureAmbiguous) }
}

fn description(entries: &Entries, path: String, kind: Kind) -> Result<Description, Flaw> {
    let document = parse(entry(entries, &path)?)?;
    let root = document.root_element();
    if !is(root, "Signature") {
        return Err(Flaw::StructureWrong);
    }
    let information = needed(root, "SignedInfo")?;
    let references = needed(information, "References")?;
    let mut covered = BTreeMap::new();
    for reference in children(references, "Reference") {
        let file = resolve(&path, reference.attribute("FileRef").ok_or(Flaw::StructureWrong)?)?;
        if covered.insert(file, text(needed(reference, "CheckValue")?)).is_some() {
            return Err(Flaw::SignatureAmbiguous);
        }
    }
    let seal = child(information, "Seal")?.map(|seal| resolve(&path, &text(needed(seal, "BaseLoc")?))).transpose()?;
    // Readers take a seal's place by the element's bare name, wherever it stands: one in an unusual place may be drawn or not.
    let stamps = document.descendants().filter(|node| node.is_element() && node.tag_name().name() == "StampAnnot");
    let places = stamps.map(|stamp| {
        let usual = is(stamp, "StampAnnot") && stamp.parent() == Some(information) && stamp.attributes().all(|it| it.namespace().is_none());
        if usual {
            Place { page: stamp.attribute("PageRef").and_then(number), seen: seen(stamp) }
        } else {
            Place { page: None, seen: None }
        }
    });
    Ok(Description {
        kind,
        value: resolve(&path, &text(needed(root, "SignedValue")?))?,
        seal,
        method: references.attribute("CheckMethod").unwrap_or_default().to_owned(),
        algorithm: child(information, "SignatureMethod")?.map(text),
        references: covered,
        places: places.collect(),
        old: is_old(&document),
        path,
    })
}

/// A number that names an object (ST_ID, ST_RefID), as readers take it: leading zeros and white space do not make it another.
pub(super) fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

/// Millimetres as whole micrometres; producers write them with or without a point, or with an exponent.
fn micrometres(number: &str) -> Option<i64> {
    let number: f64 = number.parse().ok().filter(|number: &f64| number.abs() < 1e9)?;
    format!("{number:.3}").replace('.', "").parse().ok()
}

/// Four numbers in micrometres: left, top, width, height.
pub(super) fn rectangle(text: &str) -> Option<[i64; 4]> {
    let numbers: Vec<i64> = text.split_whitespace().map(micrometres).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// What of a seal is seen: its boundary, or the part of it that is cut out.
fn seen(stamp: Node<'_, '_>) -> Option<[i64; 4]> {
    let [left, top, width, height] = rectangle(stamp.attribute("Boundary")?)?;
    let Some([x, y, w, h]) = stamp.attribute("Clip").and_then(rectangle) else { return Some([left, top, width, height]) };
    Some([left + x, top + y, w, h])
}
