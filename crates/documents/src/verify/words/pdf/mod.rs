//! PDF: what each page shows (ISO 32000-2, 9.4): its content, the forms that draws, the annotations that are shown on it; by the fonts' own
//! tables to Unicode.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

mod colour;
mod font;
mod layers;
mod picture;
mod stream;

use super::sheet::{Sheet, plain};
use super::{Flaw, Lines, PAGES_MAX};
use crate::verify::pdf::{content, dictionary, get, id, load, page_content, resolve};
use crate::verify::plane::{Area, EVERYWHERE, IDENTITY, Matrix, after, bounds, corners};
use font::Font;
use layers::Layers;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;
use std::rc::Rc;
use stream::{State, Stream};

/// Most operators of all pages together.
const OPERATORS_MAX: usize = 1_000_000;
/// Nodes of the page tree above a page.
const ABOVE_MAX: usize = 32;
/// Most annotations of one page.
const ANNOTATIONS_MAX: usize = 2_000;
/// Flags of annotations that are not shown: hidden, not viewed.
const UNSEEN: i64 = 1 << 1 | 1 << 5;
/// The size of text for which a reader makes an appearance.
const MADE_SIZE: f64 = 12.0;

struct Reader<'a> {
    document: &'a Document,
    fonts: BTreeMap<ObjectId, Rc<Font<'a>>>,
    layers: Layers,
    left: usize,
    sheet: Sheet,
    /// Whether it is found out how wide glyphs are.
    measured: bool,
}

pub(super) fn read(bytes: &[u8]) -> Result<Lines, Flaw> {
    let document = load(bytes)?;
    let (mut reader, mut lines) = (Reader::new(&document, true), Lines::default());
    for page in document.get_pages().into_values().take(PAGES_MAX) {
        let page = document.get_dictionary(page).map_err(|_| Flaw::PdfMalformed)?;
        reader.page(page)?;
        std::mem::take(&mut reader.sheet).finish(&mut lines)?;
    }
    Ok(lines)
}

/// Everything that is written on the pages, seen or not, in the order in which it was written and in that in which it stands; of what cannot
/// be read, as much as can.
pub(in crate::verify) fn written(document: &Document) -> Vec<String> {
    let mut reader = Reader::new(document, false);
    let mut found = Vec::new();
    for page in document.get_pages().into_values().take(PAGES_MAX) {
        let read = document.get_dictionary(page).map(|page| reader.page(page));
        found.extend(std::mem::take(&mut reader.sheet).written());
        if matches!(read, Ok(Err(Flaw::Exhausting))) {
            break;
        }
    }
    found
}

fn number(object: Option<&Object>) -> f64 {
    object.and_then(|object| object.as_float().ok()).map_or(0.0, f64::from)
}

fn six(operands: &[Object]) -> Matrix {
    std::array::from_fn(|index| number(operands.get(index)))
}

/// Four numbers as an area, in order.
fn area(document: &Document, from: &Dictionary, key: &[u8]) -> Option<Area> {
    let sides = get(document, from, key)?.as_array().ok()?;
    let [a, b, c, d]: Area = std::array::from_fn(|index| number(sides.get(index).and_then(|side| resolve(document, side))));
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

impl<'a> Reader<'a> {
    fn new(document: &'a Document, measured: bool) -> Self {
        Self { document, fonts: BTreeMap::new(), layers: Layers::of(document), left: OPERATORS_MAX, sheet: Sheet::default(), measured }
    }

    /// The nodes from a page upwards, from which it inherits.
    fn above(&self, page: &'a Dictionary) -> Vec<&'a Dictionary> {
        let parent = |node: &&'a Dictionary| dictionary(self.document, node, b"Parent");
        std::iter::successors(Some(page), parent).take(ABOVE_MAX).collect()
    }

    fn page(&mut self, page: &'a Dictionary) -> Result<(), Flaw> {
        let above = self.above(page);
        let inherited = |key: &[u8]| above.iter().find_map(|node| area(self.document, node, key));
        let clip = inherited(b"CropBox").or_else(|| inherited(b"MediaBox")).unwrap_or(EVERYWHERE);
        let resources = above.iter().filter_map(|node| dictionary(self.document, node, b"Resources")).collect();
        let bytes = page_content(self.document, page).ok_or(Flaw::PdfMalformed)?;
        Stream::run(self, &bytes, resources, State::new(IDENTITY, clip), 0)?;
        let annotations = get(self.document, page, b"Annots").and_then(|list| list.as_array().ok());
        for annotation in annotations.into_iter().flatten().take(ANNOTATIONS_MAX) {
            if let Some(annotation) = resolve(self.document, annotation).and_then(|annotation| annotation.as_dict().ok()) {
                self.annotation(annotation, clip)?;
            }
        }
        Ok(())
    }

    /// What an annotation shows: its appearance, or what a reader makes of its text where it has none.
    fn annotation(&mut self, annotation: &'a Dictionary, clip: Area) -> Result<(), Flaw> {
        let document = self.document;
        let kind = get(document, annotation, b"Subtype").and_then(|kind| kind.as_name().ok()).unwrap_or_default();
        let flags = get(document, annotation, b"F").and_then(|flags| flags.as_i64().ok()).unwrap_or(0);
        let off = annotation.get(b"OC").is_ok_and(|group| !self.layers.shows(document, group));
        let Some(place) = area(document, annotation, b"Rect").filter(|_| kind != b"Popup" && flags & UNSEEN == 0 && !off) else {
            return Ok(());
        };
        let states = dictionary(document, annotation, b"AP").and_then(|looks| get(document, looks, b"N"));
        let state = get(document, annotation, b"AS").and_then(|state| state.as_name().ok()).unwrap_or(b"Off");
        // One for each state, or one alone.
        let look = states.and_then(|states| states.as_dict().map_or(Some(states), |states| get(document, states, state)));
        if let Some(form @ Object::Stream(stream)) = look {
            // Its frame, turned as it says, is fitted to its place (12.5.5).
            let own = matrix(document, &stream.dict);
            let frame = area(document, &stream.dict, b"BBox").and_then(|frame| bounds(&corners(&own, frame)));
            let Some([left, bottom, right, top]) = frame.filter(|frame| frame[0] < frame[2] && frame[1] < frame[3]) else { return Ok(()) };
            let scale = ((place[2] - place[0]) / (right - left), (place[3] - place[1]) / (top - bottom));
            let fit = [scale.0, 0.0, 0.0, scale.1, place[0] - left * scale.0, place[1] - bottom * scale.1];
            return self.form(form, &State::new(fit, clip), &[], 0);
        }
        let key: &[u8] = match kind {
            b"FreeText" => b"Contents",
            b"Widget" if states.is_none() => b"V",
            _ => return Ok(()),
        };
        let text = get(document, annotation, key).and_then(|text| lopdf::decode_text_string(text).ok()).unwrap_or_default();
        for (index, line) in text.lines().enumerate() {
            let below = f64::from(u32::try_from(index + 1).unwrap_or(u32::MAX)) * MADE_SIZE;
            let wide = super::line::width(line, MADE_SIZE);
            self.sheet.write(plain(line.to_owned(), (place[0], below - place[3]), (MADE_SIZE, wide)))?;
        }
        Ok(())
    }

    /// Draws a form as it is drawn in this state.
    fn form(&mut self, object: &'a Object, state: &State<'a>, around: &[&'a Dictionary], depth: usize) -> Result<(), Flaw> {
        let document = self.document;
        let Ok(stream) = object.as_stream() else { return Ok(()) };
        let bytes = content(object).ok_or(Flaw::PdfMalformed)?;
        let mut state = state.clone();
        state.matrix = after(&matrix(document, &stream.dict), &state.matrix);
        if let Some(frame) = area(document, &stream.dict, b"BBox") {
            state.cut(&corners(&state.matrix, frame));
        }
        if stream.dict.has(b"Group") {
            state.group();
        }
        let own = dictionary(document, &stream.dict, b"Resources");
        let resources = own.map_or_else(|| around.to_vec(), |own| vec![own]);
        Stream::run(self, &bytes, resources, state, depth)
    }

    fn font(&mut self, entry: &'a Object) -> Option<Rc<Font<'a>>> {
        let (document, measured) = (self.document, self.measured);
        let read = || Some(Rc::new(Font::of(document, resolve(document, entry)?.as_dict().ok()?, measured)));
        let Some(id) = id(entry) else { return read() };
        match self.fonts.get(&id) {
            Some(known) => Some(Rc::clone(known)),
            None => read().inspect(|font| _ = self.fonts.insert(id, Rc::clone(font))),
        }
    }
}

/// A form's own matrix.
fn matrix(document: &Document, form: &Dictionary) -> Matrix {
    get(document, form, b"Matrix").and_then(|matrix| matrix.as_array().ok()).map_or(IDENTITY, |matrix| six(matrix))
}
