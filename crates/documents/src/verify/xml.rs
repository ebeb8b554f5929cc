use super::Flaw;
use roxmltree::{Document, Node, ParsingOptions};

/// Most nodes of one file.
const NODES_MAX: u32 = 200_000;
/// Deepest nesting; documents of the trade stay below twenty.
const DEPTH_MAX: usize = 64;
/// The namespace of GB/T 33190-2016.
const SPACE: &str = "http://www.ofdspec.org/2016";
/// The namespace before it, which older producers still write.
const OLD_SPACE: &str = "http://www.ofdspec.org";

/// Parses one XML file of a package: UTF-8, no document type, bounded, and in one namespace of the standard's, not both.
pub(super) fn parse(bytes: &[u8]) -> Result<Document<'_>, Flaw> {
    let text = std::str::from_utf8(bytes).map_err(|_| Flaw::XmlRefused)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text.trim_start_matches('\u{feff}'), options).map_err(|_| Flaw::XmlRefused)?;
    if deepest(&document) > DEPTH_MAX {
        return Err(Flaw::XmlRefused);
    }
    let used = |space: &str| document.descendants().any(|node| node.is_element() && node.tag_name().namespace() == Some(space));
    // Some readers would see one half of such a file, some the other.
    if used(SPACE) && used(OLD_SPACE) { Err(Flaw::StructureWrong) } else { Ok(document) }
}

/// How deep the elements are nested. A node's number is above its parent's, so one pass will do.
fn deepest(document: &Document<'_>) -> usize {
    let mut depths: Vec<usize> = Vec::new();
    for node in document.root().descendants() {
        let above = node.parent().and_then(|parent| depths.get(parent.id().get_usize())).copied().unwrap_or(0);
        depths.push(above + 1);
    }
    depths.into_iter().max().unwrap_or(0)
}

/// Whether a file is written in the namespace before 2016.
pub(super) fn is_old(document: &Document<'_>) -> bool {
    document.root_element().tag_name().namespace() == Some(OLD_SPACE)
}

/// Whether `node` is the element `name` of the standard.
pub(super) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name && matches!(node.tag_name().namespace(), Some(SPACE | OLD_SPACE))
}
/// The children of this name.
pub(super) fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| is(*child, name))
}

/// The one child of this name; two would let two readers see two things.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Result<Option<Node<'a, 'i>>, Flaw> {
    let mut found = children(node, name);
    let first = found.next();
    if found.next().is_some() { Err(Flaw::SignatureAmbiguous) } else { Ok(first) }
}

pub(super) fn needed<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Result<Node<'a, 'i>, Flaw> {
    child(node, name)?.ok_or(Flaw::StructureWrong)
}

pub(super) fn text(node: Node<'_, '_>) -> String {
    node.text().unwrap_or_default().trim().to_owned()
}

/// A location as a path in the package: absolute, or beside `base`.
pub(super) fn resolve(base: &str, location: &str) -> Result<String, Flaw> {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = match location.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => location.to_owned(),
        None => format!("{folder}/{location}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" => return Err(Flaw::EntryName),
            "." => {}
            ".." => {
                parts.pop().ok_or(Flaw::EntryName)?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}
