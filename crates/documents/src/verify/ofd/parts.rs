//! The document's own parts: what is reached from `OFD.xml` as a page, a template, an annotation, a list of resources or attachments.
//! Only they are read as markup. Everything else in a package, attachments first, is bytes.

use super::Entries;
use super::list::number;
use crate::verify::Flaw;
use crate::verify::xml::{child, children, is, is_old, needed, parse, resolve, text};
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Most parts of one document.
const PARTS_MAX: usize = 4_000;

/// What a part is, by the element it must begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Resources,
    Page,
    Template,
    Annotations,
    PageAnnotations,
    Attachments,
}

impl Kind {
    /// Whether it is drawn on pages without being one.
    pub(super) const fn draws_beside_pages(self) -> bool {
        match self {
            Self::Template | Self::PageAnnotations => true,
            Self::Document | Self::Resources | Self::Page | Self::Annotations | Self::Attachments => false,
        }
    }

    const fn root(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Resources => "Res",
            Self::Page | Self::Template => "Page",
            Self::Annotations => "Annotations",
            Self::PageAnnotations => "PageAnnot",
            Self::Attachments => "Attachments",
        }
    }
}

/// A document's parts, and what they refer to.
#[derive(Default)]
pub(super) struct Parts {
    /// Files that are read as markup.
    pub(super) parts: BTreeMap<String, Kind>,
    /// Files that parts refer to as pictures, fonts and other bytes.
    pub(super) bytes: BTreeSet<String>,
    /// Attachments: name and file.
    pub(super) attachments: Vec<(String, String)>,
    /// Pages by the number that seals name them by.
    pub(super) pages: BTreeMap<u64, String>,
    /// Whether something is written in the namespace before 2016.
    pub(super) old: bool,
    /// Whether a part that is referred to, other than a list of resources, is not there.
    pub(super) incomplete: bool,
}

/// The files that a location in `from` may mean: beside it, beside the folder `base` that it names, beside the document, from the top.
/// Producers differ in what a location is relative to; every reading that leads to a file counts. A file whose name differs by case alone is
/// meant too, as there is no other of that name (`package`).
fn candidates(entries: &Entries, from: &str, base: Option<&str>, root: &str, location: &str) -> Result<Vec<String>, Flaw> {
    let beside = base.map(|base| format!("{}/{location}", base.trim_end_matches('/')));
    let readings = [beside.as_deref().map(|beside| (from, beside)), Some((from, location)), Some((root, location)), Some(("", location))];
    let mut found = Vec::new();
    // A location that leads out of the package is no reading at all; if all do, it is refused.
    let mut outside = None;
    for (from, location) in readings.into_iter().flatten() {
        match resolve(from, location) {
            Ok(path) => match stored(entries, path).filter(|path| !found.contains(path)) {
                Some(path) => found.push(path),
                None => outside = outside.or(Some(false)),
            },
            Err(_) => outside = outside.or(Some(true)),
        }
    }
    if found.is_empty() && outside == Some(true) { Err(Flaw::EntryName) } else { Ok(found) }
}

/// The name that a path has in the package.
fn stored(entries: &Entries, path: String) -> Option<String> {
    if entries.contains_key(&path) {
        return Some(path);
    }
    entries.keys().find(|known| known.eq_ignore_ascii_case(&path)).cloned()
}

/// The file that a location in the document means.
///
/// # Errors
/// [`Flaw::EntryName`].
pub(in crate::verify) fn located(entries: &Entries, root: &str, location: &str) -> Result<Option<String>, Flaw> {
    Ok(candidates(entries, root, None, root, location)?.into_iter().next())
}

/// A walk under way.
struct Walk<'a> {
    entries: &'a Entries,
    root: &'a str,
    found: Parts,
    left: Vec<(String, Kind)>,
}

impl Walk<'_> {
    /// Puts a part on the way. A part that is two things at once makes the document what no two readers show alike.
    fn part(&mut self, from: &str, base: Option<&str>, location: &str, kind: Kind) -> Result<Option<String>, Flaw> {
        let paths = candidates(self.entries, from, base, self.root, location)?;
        // A list of resources that is not there lends nothing to anything, and stays away: a signature's own files are no parts.
        self.found.incomplete |= paths.is_empty() && kind != Kind::Resources;
        for path in &paths {
            match self.found.parts.get(path) {
                Some(known) if known.root() == kind.root() => {}
                Some(_) => return Err(Flaw::StructureWrong),
                None if self.found.parts.len() == PARTS_MAX => return Err(Flaw::StructureWrong),
                None => {
                    self.found.parts.insert(path.clone(), kind);
                    self.left.push((path.clone(), kind));
                }
            }
        }
        Ok(paths.into_iter().next())
    }

    /// Notes bytes that are referred to. One that is missing is shown as nothing, and stays so: whatever is added later is not covered.
    fn refer(&mut self, from: &str, base: Option<&str>, location: &str) -> Result<(), Flaw> {
        if !location.is_empty() {
            let found = candidates(self.entries, from, base, self.root, location)?;
            self.found.bytes.extend(found);
        }
        Ok(())
    }

    fn read(&mut self, path: &str, kind: Kind) -> Result<(), Flaw> {
        let entries = self.entries;
        let document = parse(super::entry(entries, path)?)?;
        let root = document.root_element();
        if !is(root, kind.root()) {
            return Err(Flaw::StructureWrong);
        }
        self.found.old |= is_old(&document);
        match kind {
            Kind::Document => self.document(path, root),
            Kind::Resources => self.resources(path, root),
            Kind::Page | Kind::Template => {
                for list in children(root, "PageRes") {
                    self.part(path, None, &text(list), Kind::Resources)?;
                }
                Ok(())
            }
            Kind::Annotations => {
                for page in children(root, "Page") {
                    self.part(path, None, &text(needed(page, "FileLoc")?), Kind::PageAnnotations)?;
                }
                Ok(())
            }
            Kind::PageAnnotations => Ok(()),
            Kind::Attachments => {
                for attachment in children(root, "Attachment") {
                    let location = text(needed(attachment, "FileLoc")?);
                    let files = candidates(entries, path, None, self.root, &location)?;
                    let name = attachment.attribute("Name").unwrap_or_default().to_owned();
                    self.found.attachments.extend(files.iter().map(|file| (name.clone(), file.clone())));
                    self.found.bytes.extend(files);
                }
                Ok(())
            }
        }
    }

    fn document(&mut self, path: &str, root: Node<'_, '_>) -> Result<(), Flaw> {
        let common = needed(root, "CommonData")?;
        for name in ["PublicRes", "DocumentRes"] {
            for list in children(common, name) {
                self.part(path, None, &text(list), Kind::Resources)?;
            }
        }
        for template in children(common, "TemplatePage") {
            self.part(path, None, template.attribute("BaseLoc").ok_or(Flaw::StructureWrong)?, Kind::Template)?;
        }
        for page in children(needed(root, "Pages")?, "Page") {
            let file = self.part(path, None, page.attribute("BaseLoc").ok_or(Flaw::StructureWrong)?, Kind::Page)?;
            if let Some((id, file)) = page.attribute("ID").and_then(number).zip(file) {
                self.found.pages.insert(id, file);
            }
        }
        if let Some(annotations) = child(root, "Annotations")? {
            self.part(path, None, &text(annotations), Kind::Annotations)?;
        }
        if let Some(attachments) = child(root, "Attachments")? {
            self.part(path, None, &text(attachments), Kind::Attachments)?;
        }
        Ok(())
    }

    fn resources(&mut self, path: &str, root: Node<'_, '_>) -> Result<(), Flaw> {
        let base = root.attribute("BaseLoc");
        for node in root.descendants().filter(|node| is(*node, "FontFile") || is(*node, "MediaFile")) {
            self.refer(path, base, &text(node))?;
        }
        for profile in root.descendants().filter_map(|node| node.attribute("Profile")) {
            self.refer(path, base, profile)?;
        }
        Ok(())
    }
}

/// The parts of the document whose root is `root`.
///
/// # Errors
/// [`Flaw::StructureWrong`] for a part that begins with another element; [`Flaw::XmlRefused`], [`Flaw::EntryName`].
pub(super) fn parts(entries: &Entries, root: &str) -> Result<Parts, Flaw> {
    super::entry(entries, root)?;
    let mut walk = Walk { entries, root, found: Parts::default(), left: Vec::new() };
    walk.found.parts.insert(root.to_owned(), Kind::Document);
    walk.left.push((root.to_owned(), Kind::Document));
    while let Some((path, kind)) = walk.left.pop() {
        walk.read(&path, kind)?;
    }
    Ok(walk.found)
}
