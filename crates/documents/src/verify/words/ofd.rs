//! OFD: the text codes (GB/T 33190, 11.3) of each page, of the templates it is laid on and of the annotations that are shown on it, in the order
//! of the list of pages and, on each, of its layers.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::sheet::{Fill, OPAQUE, Run, SIZE_MIN, Sheet, WIDTH_MIN};
use super::{Flaw, Lines, PAGES_MAX};
use crate::package;
use crate::verify::ofd::{frame, letters, listed, located, outlines, placed};
use crate::verify::plane::{Area, EVERYWHERE, Point, corners, stroke};
use crate::verify::xml::{child, children, is, needed, parse, resolve, text};
use roxmltree::Node;
use std::collections::BTreeMap;

type Entries = BTreeMap<String, Vec<u8>>;

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// From what width on a line may hide text, in millimetres.
const THICK: f64 = 0.9;
/// What is painted first: a template in the background, then the page's own layers.
const ORDER: [&str; 3] = ["Background", "Body", "Foreground"];

/// How bright and how opaque.
type Ink = (f64, f64);
const BLACK: Ink = (0.0, 1.0);

struct Reader<'a> {
    entries: &'a Entries,
    root: &'a str,
    /// Templates by their identifiers: where each is, and whether it is laid over the page.
    templates: BTreeMap<String, (String, bool)>,
    /// Annotations' files by the pages' identifiers.
    annotations: BTreeMap<String, Vec<String>>,
    /// Ways of drawing by their identifiers: the colour that text and surfaces are filled with.
    ways: BTreeMap<String, Ink>,
    /// Pictures by their identifiers: where each is.
    pictures: BTreeMap<String, String>,
    sheet: Sheet,
}

pub(super) fn read(bytes: &[u8]) -> Result<Lines, Flaw> {
    let entries: Entries = package::read(bytes)?.into_iter().collect();
    let entry = |path: &str| entries.get(path).map(Vec::as_slice).ok_or(Flaw::StructureWrong);
    let main = parse(entry("OFD.xml")?)?;
    let root = resolve("", &text(needed(needed(main.root_element(), "DocBody")?, "DocRoot")?))?;
    let mut lines = Lines::default();
    pages(&entries, &root, &mut |sheet| sheet.finish(&mut lines))?;
    Ok(lines)
}

/// Everything that is written on the pages, seen or not, in the order in which it was written and in that in which it stands.
pub(in crate::verify) fn written(entries: &Entries, root: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Of what cannot be read, as much as can.
    _ = pages(entries, root, &mut |sheet| {
        found.extend(sheet.written());
        Ok(())
    });
    found
}

/// Gives away each page as it was painted.
fn pages(entries: &Entries, root: &str, give: &mut dyn FnMut(Sheet) -> Result<(), Flaw>) -> Result<(), Flaw> {
    let bytes = entries.get(root).map(Vec::as_slice).ok_or(Flaw::StructureWrong)?;
    let document = parse(bytes)?;
    let mut reader = Reader {
        entries,
        root,
        templates: BTreeMap::new(),
        annotations: BTreeMap::new(),
        ways: BTreeMap::new(),
        pictures: BTreeMap::new(),
        sheet: Sheet::default(),
    };
    let common = needed(document.root_element(), "CommonData")?;
    for template in children(common, "TemplatePage") {
        if let Some((id, location)) = template.attribute("ID").zip(template.attribute("BaseLoc")) {
            reader.templates.insert(id.to_owned(), (location.to_owned(), template.attribute("ZOrder") == Some("Foreground")));
        }
    }
    for list in ["PublicRes", "DocumentRes"].into_iter().flat_map(|name| children(common, name)) {
        reader.resources(&text(list))?;
    }
    if let Some(list) = child(document.root_element(), "Annotations")? {
        reader.annotated(&text(list))?;
    }
    let sheet = child(common, "PageArea")?.and_then(physical);
    for page in children(needed(document.root_element(), "Pages")?, "Page").take(PAGES_MAX) {
        let location = page.attribute("BaseLoc").ok_or(Flaw::StructureWrong)?;
        reader.page(location, sheet.unwrap_or(EVERYWHERE), false)?;
        for file in reader.annotations.get(page.attribute("ID").unwrap_or_default()).cloned().unwrap_or_default() {
            reader.annotations_of(&file)?;
        }
        give(std::mem::take(&mut reader.sheet))?;
    }
    Ok(())
}

/// What of a page's area there is on paper.
fn physical(area: Node<'_, '_>) -> Option<Area> {
    let [left, top, wide, high]: [f64; 4] = numbers_of(child(area, "PhysicalBox").ok()??)?;
    Some([left, top, left + wide, top + high])
}

fn numbers_of(node: Node<'_, '_>) -> Option<[f64; 4]> {
    crate::verify::ofd::numbers(&text(node)).try_into().ok()
}

/// The colour that an object is filled with, or drawn in lines with; nothing where it says none.
fn ink(object: Node<'_, '_>, name: &'static str) -> Option<Ink> {
    let colour = child(object, name).ok()??;
    let values = listed(colour, "Value");
    // Shades and patterns have no value of their own.
    let bright = match values[..] {
        [gray] => gray / 255.0,
        [red, green, blue] => (0.299 * red + 0.587 * green + 0.114 * blue) / 255.0,
        [cyan, magenta, yellow, black] => 1.0 - (0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black) / 255.0,
        _ if colour.has_children() => return None,
        _ => 0.0,
    };
    Some((bright.clamp(0.0, 1.0), alpha(colour)))
}

/// How opaque something says that it is.
fn alpha(node: Node<'_, '_>) -> f64 {
    listed(node, "Alpha").first().map_or(1.0, |alpha| alpha.clamp(0.0, 255.0) / 255.0)
}

/// The same in points, as text is measured.
fn points((x, y): Point) -> Point {
    (x * POINTS, y * POINTS)
}

impl<'a> Reader<'a> {
    fn part(&self, location: &str) -> Result<&'a [u8], Flaw> {
        let path = located(self.entries, self.root, location)?.ok_or(Flaw::StructureWrong)?;
        self.entries.get(&path).map(Vec::as_slice).ok_or(Flaw::StructureWrong)
    }

    /// Ways of drawing and pictures. A list that is not there lends nothing.
    fn resources(&mut self, location: &str) -> Result<(), Flaw> {
        let Some(path) = located(self.entries, self.root, location)? else { return Ok(()) };
        let document = parse(self.entries.get(&path).map(Vec::as_slice).ok_or(Flaw::StructureWrong)?)?;
        let base = document.root_element().attribute("BaseLoc").unwrap_or_default();
        for node in document.descendants() {
            let Some(id) = node.attribute("ID") else { continue };
            if is(node, "DrawParam") {
                self.ways.extend(ink(node, "FillColor").map(|ink| (id.to_owned(), ink)));
            } else if is(node, "MultiMedia")
                && let Some(file) = child(node, "MediaFile")?
            {
                let candidates = [format!("{base}/{}", text(file)), text(file)];
                let found = candidates.iter().find_map(|file| {
                    resolve(&path, file)
                        .ok()
                        .filter(|path| self.entries.contains_key(path))
                        .or(located(self.entries, self.root, file).ok()?)
                });
                self.pictures.extend(found.map(|file| (id.to_owned(), file)));
            }
        }
        Ok(())
    }

    /// Which files of annotations there are for which page.
    fn annotated(&mut self, location: &str) -> Result<(), Flaw> {
        let Some(path) = located(self.entries, self.root, location)? else { return Ok(()) };
        let list = parse(self.entries.get(&path).map(Vec::as_slice).ok_or(Flaw::StructureWrong)?)?;
        for page in children(list.root_element(), "Page") {
            let file = text(needed(page, "FileLoc")?);
            let beside = resolve(&path, &file).ok().filter(|path| self.entries.contains_key(path));
            let file = beside.map_or(file, |path| format!("/{path}"));
            self.annotations.entry(page.attribute("PageID").unwrap_or_default().to_owned()).or_default().push(file);
        }
        Ok(())
    }

    /// Annotations that are shown.
    fn annotations_of(&mut self, location: &str) -> Result<(), Flaw> {
        let list = parse(self.part(location)?)?;
        for note in children(list.root_element(), "Annot").filter(|note| note.attribute("Visible") != Some("false")) {
            for look in children(note, "Appearance") {
                let from = frame(look, (0.0, 0.0)).map_or((0.0, 0.0), |[left, top, ..]| (left, top));
                self.block(look, from, EVERYWHERE)?;
            }
        }
        Ok(())
    }

    /// Paints a page and the templates it is laid on. A template is laid on none.
    fn page(&mut self, location: &str, sheet: Area, is_template: bool) -> Result<(), Flaw> {
        let document = parse(self.part(location)?)?;
        let root = document.root_element();
        let clip = child(root, "Area")?.and_then(physical).unwrap_or(sheet);
        for list in children(root, "PageRes") {
            self.resources(&text(list))?;
        }
        let used: Vec<(String, bool)> = children(root, "Template")
            .filter(|_| !is_template)
            .filter_map(|template| {
                let (location, over) = self.templates.get(template.attribute("TemplateID")?)?;
                Some((location.clone(), template.attribute("ZOrder").map_or(*over, |order| order == "Foreground")))
            })
            .collect();
        for (location, _) in used.iter().filter(|(_, over)| !over) {
            self.page(location, clip, true)?;
            self.sheet.part();
        }
        if let Some(content) = child(root, "Content")? {
            let mut layers: Vec<Node<'_, '_>> = children(content, "Layer").collect();
            // Those of one kind in the order they are written in.
            layers.sort_by_key(|layer| ORDER.iter().position(|kind| layer.attribute("Type").unwrap_or("Body") == *kind).unwrap_or(1));
            for layer in layers {
                self.block(layer, (0.0, 0.0), clip)?;
            }
        }
        for (location, _) in used.iter().filter(|(_, over)| *over) {
            self.sheet.part();
            self.page(location, clip, true)?;
        }
        Ok(())
    }

    /// Paints the objects of a layer, or of an annotation's appearance.
    fn block(&mut self, block: Node<'_, '_>, from: Point, clip: Area) -> Result<(), Flaw> {
        let way = block.attribute("DrawParam").and_then(|way| self.ways.get(way)).copied();
        for object in block.descendants() {
            let shown = object.ancestors().all(|node| node.attribute("Visible") != Some("false"));
            if !shown || !(is(object, "TextObject") || is(object, "PathObject") || is(object, "ImageObject")) {
                continue;
            }
            let usual = object.attribute("DrawParam").and_then(|way| self.ways.get(way)).copied().or(way);
            self.object(object, from, clip, usual)?;
        }
        Ok(())
    }

    fn object(&mut self, object: Node<'_, '_>, from: Point, clip: Area, usual: Option<Ink>) -> Result<(), Flaw> {
        let whole = alpha(object);
        let clip = clip.map(|side| side * POINTS);
        let filled = ink(object, "FillColor").or(usual);
        if is(object, "TextObject") {
            let drawn = match (object.attribute("Fill"), object.attribute("Stroke")) {
                (Some("false"), Some("true")) => Some(ink(object, "StrokeColor").unwrap_or(BLACK)),
                (Some("false"), _) => None,
                // A shade or a pattern is a colour that is not told.
                _ if child(object, "FillColor")?.is_some() && ink(object, "FillColor").is_none() => None,
                _ => Some(filled.unwrap_or(BLACK)),
            };
            for letter in letters(object, from) {
                let (size, wide) = (letter.size * POINTS, letter.wide * POINTS);
                let seen = size >= SIZE_MIN && letter.along.0.hypot(letter.along.1) * POINTS >= WIDTH_MIN * 0.6;
                self.sheet.write(Run {
                    text: letter.text,
                    at: points(letter.at),
                    along: points(letter.along),
                    up: points(letter.up),
                    size,
                    wide,
                    shade: drawn.map(|(bright, _)| bright).filter(|_| seen),
                    alpha: drawn.map_or(0.0, |(_, alpha)| alpha) * whole,
                    clip,
                })?;
            }
            return Ok(());
        }
        if is(object, "ImageObject") {
            let picture = object.attribute("ResourceID").and_then(|id| self.pictures.get(id)).and_then(|path| self.entries.get(path));
            if whole >= OPAQUE && picture.is_none_or(|bytes| !is_see_through(bytes)) {
                let place = corners(&placed(object, from), [0.0, 0.0, 1.0, 1.0]).map(points).to_vec();
                self.sheet.fill(Fill { outline: vec![place], even_odd: false, shade: None, clip })?;
            }
            return Ok(());
        }
        let outline: Vec<Vec<Point>> =
            outlines(object, from).into_iter().map(|outline| outline.into_iter().map(points).collect()).collect();
        if object.attribute("Fill") == Some("true") {
            let (bright, alpha) = filled.unwrap_or(BLACK);
            if alpha * whole >= OPAQUE {
                let even_odd = object.attribute("Rule") == Some("Even-Odd");
                self.sheet.fill(Fill { outline: outline.clone(), even_odd, shade: Some(bright), clip })?;
            }
        }
        let width = listed(object, "LineWidth").first().copied().unwrap_or(0.0);
        if width >= THICK && object.attribute("Stroke") != Some("false") {
            let (bright, alpha) = ink(object, "StrokeColor").unwrap_or(BLACK);
            if alpha * whole >= OPAQUE {
                let lines = outline.iter().flat_map(|outline| outline.iter().zip(outline.iter().skip(1)));
                let outline = lines.map(|(from, to)| stroke(*from, *to, width * POINTS)).collect();
                self.sheet.fill(Fill { outline, even_odd: false, shade: Some(bright), clip })?;
            }
        }
        Ok(())
    }
}

/// Whether a picture may be see-through: one of PNG's kinds with an opacity of its own, or GIF.
fn is_see_through(bytes: &[u8]) -> bool {
    let png = bytes.starts_with(b"\x89PNG");
    let kind = bytes.get(25).copied().unwrap_or_default();
    bytes.starts_with(b"GIF8") || (png && (matches!(kind, 4 | 6) || bytes.windows(4).take(4096).any(|part| part == b"tRNS")))
}
