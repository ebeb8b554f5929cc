//! OFD: the text codes (GB/T 33190, 11.3) of each page and of the templates it is laid on, in the order of the list of pages.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::{Flaw, Lines, PAGES_MAX};
use crate::package;
use crate::verify::ofd::located;
use crate::verify::xml::{child, children, is, needed, parse, resolve, text};
use roxmltree::Node;
use std::collections::BTreeMap;

type Entries = BTreeMap<String, Vec<u8>>;

struct Reader<'a> {
    entries: &'a Entries,
    root: &'a str,
    templates: BTreeMap<String, String>,
    lines: Lines,
}

pub(super) fn read(bytes: &[u8]) -> Result<Lines, Flaw> {
    let entries: Entries = package::read(bytes)?.into_iter().collect();
    let entry = |path: &str| entries.get(path).map(Vec::as_slice).ok_or(Flaw::StructureWrong);
    let main = parse(entry("OFD.xml")?)?;
    let root = resolve("", &text(needed(needed(main.root_element(), "DocBody")?, "DocRoot")?))?;
    let document = parse(entry(&root)?)?;
    let mut reader = Reader { entries: &entries, root: &root, templates: BTreeMap::new(), lines: Lines::default() };
    for template in children(needed(document.root_element(), "CommonData")?, "TemplatePage") {
        if let Some((id, location)) = template.attribute("ID").zip(template.attribute("BaseLoc")) {
            reader.templates.insert(id.to_owned(), location.to_owned());
        }
    }
    for page in children(needed(document.root_element(), "Pages")?, "Page").take(PAGES_MAX) {
        reader.page(page.attribute("BaseLoc").ok_or(Flaw::StructureWrong)?, false)?;
        reader.lines.end();
    }
    Ok(reader.lines)
}

/// Numbers with spaces between; the forms `g n d` (n times d) of lists of distances are written out.
fn numbers(list: &str) -> Vec<f64> {
    const MANY: usize = 4096;
    let mut words = list.split_whitespace();
    let mut out = Vec::new();
    while let Some(word) = words.next() {
        let number = |word: Option<&str>| word.and_then(|word| word.parse::<f64>().ok());
        if word == "g" {
            let times = words.next().and_then(|word| word.parse::<usize>().ok()).unwrap_or(0);
            let distance = number(words.next()).unwrap_or(0.0);
            out.extend(std::iter::repeat_n(distance, times.min(MANY)));
        } else {
            out.extend(number(Some(word)));
        }
        if out.len() > MANY {
            break;
        }
    }
    out
}

impl Reader<'_> {
    fn page(&mut self, location: &str, is_template: bool) -> Result<(), Flaw> {
        let path = located(self.entries, self.root, location)?.ok_or(Flaw::StructureWrong)?;
        let document = parse(self.entries.get(&path).map(Vec::as_slice).ok_or(Flaw::StructureWrong)?)?;
        let root = document.root_element();
        // A template is laid on no template.
        for template in children(root, "Template").filter(|_| !is_template) {
            let location = template.attribute("TemplateID").and_then(|id| self.templates.get(id)).cloned();
            if let Some(location) = location {
                self.page(&location, true)?;
                self.lines.end();
            }
        }
        if let Some(content) = child(root, "Content")? {
            let objects = content.descendants().filter(|node| is(*node, "TextObject"));
            for object in objects.filter(|object| object.ancestors().all(|node| node.attribute("Visible") != Some("false"))) {
                self.object(object);
            }
        }
        Ok(())
    }

    fn object(&mut self, object: Node<'_, '_>) {
        let list = |name: &str| numbers(object.attribute(name).unwrap_or_default());
        let boundary = list("Boundary");
        let (left, top) = (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0));
        let matrix: [f64; 6] = list("CTM").try_into().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let [a, b, c, d, e, f] = matrix;
        let size = list("Size").first().copied().unwrap_or(1.0);
        let (mut x, mut y) = (0.0, 0.0);
        for code in children(object, "TextCode") {
            let at = |name: &str| code.attribute(name).and_then(|number| number.parse::<f64>().ok());
            (x, y) = (at("X").unwrap_or(x), at("Y").unwrap_or(y));
            let run: String = code.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
            let (scale, start) = ((a * a + b * b).sqrt(), (left + a * x + c * y + e, top + b * x + d * y + f));
            let distances = numbers(code.attribute("DeltaX").unwrap_or_default());
            // Each character where it stands, when that is told: distances may set numbers apart.
            let mut wide = 0.0;
            for (index, character) in run.chars().enumerate() {
                let mut one = [0; 4];
                let step = distances.get(index).copied();
                let shown = &*character.encode_utf8(&mut one);
                let width = super::line::width(shown, size);
                self.lines.put((start.0 + wide * scale, start.1), size * scale, width * scale, shown);
                wide += step.unwrap_or(width);
            }
        }
    }
}
