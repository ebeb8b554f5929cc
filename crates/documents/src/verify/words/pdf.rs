//! PDF: what each page's content shows (ISO 32000-2, 9.4), forms it draws included, by the fonts' own tables to Unicode.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::line::width;
use super::{Flaw, Lines, PAGES_MAX};
use crate::verify::pdf::{content, dictionary, get, id, load, page_content, resolve};
use encoding_rs::{GBK, UTF_16BE};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Deepest nesting of forms.
const FORMS_MAX: usize = 8;
/// Most operators of all pages together.
const OPERATORS_MAX: usize = 1_000_000;
/// Most graphics states on one another.
const STATES_MAX: usize = 256;
/// Largest table to Unicode, in bytes.
const TABLE_MAX: usize = 4 << 20;
/// From how many thousandths of the size a gap within an array of strings is a space.
const SPACE: f32 = -250.0;
/// Nodes of the page tree above a page.
const ABOVE_MAX: usize = 32;

type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `then`.
fn after(first: &Matrix, then: &Matrix) -> Matrix {
    let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (first, then);
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

/// How a font's codes become characters.
enum Reading<'a> {
    /// By the library's tables, or the file's own.
    Table(Encoding<'a>),
    /// UTF-16, as `UniGB-UCS2-H` and its like.
    Utf16,
    /// GBK, as `GBK-EUC-H` and its like.
    Gbk,
}

impl<'a> Reading<'a> {
    fn of(document: &'a Document, font: &'a Dictionary) -> Option<Self> {
        // The file's own table comes first (9.10.2); the library would ask it only for codes without an encoding.
        if let Ok(table) = font.get(b"ToUnicode") {
            let mut bare = Dictionary::new();
            bare.set("Type", Object::Name(b"Font".to_vec()));
            bare.set("ToUnicode", table.clone());
            if let Ok(Encoding::UnicodeMapEncoding(map)) = bare.get_font_encoding_with_limit(document, TABLE_MAX) {
                return Some(Self::Table(Encoding::UnicodeMapEncoding(map)));
            }
        }
        let name = get(document, font, b"Encoding").and_then(|encoding| encoding.as_name().ok());
        match name {
            Some(name) if name.starts_with(b"UniGB-") => Some(Self::Utf16),
            Some(name) if name.starts_with(b"GBK") || name.starts_with(b"GB-EUC") => Some(Self::Gbk),
            // Glyphs by number, without a table: what they show is not told.
            Some(b"Identity-H" | b"Identity-V") => None,
            _ => font.get_font_encoding_with_limit(document, TABLE_MAX).ok().map(Self::Table),
        }
    }

    fn read(&self, codes: &[u8]) -> Option<String> {
        match self {
            Self::Table(encoding) => encoding.bytes_to_string(codes).ok(),
            Self::Utf16 => Some(UTF_16BE.decode_without_bom_handling(codes).0.into_owned()),
            Self::Gbk => Some(GBK.decode_without_bom_handling(codes).0.into_owned()),
        }
    }
}

#[derive(Clone)]
struct State<'a> {
    matrix: Matrix,
    font: Option<Rc<Reading<'a>>>,
    size: f64,
    leading: f64,
    spacing: f64,
    unseen: bool,
}

struct Reader<'a> {
    document: &'a Document,
    fonts: BTreeMap<ObjectId, Option<Rc<Reading<'a>>>>,
    lines: Lines,
    left: usize,
    /// Left, bottom, right, top of the page.
    page: [f64; 4],
}

/// A content stream being read.
struct Stream<'a, 'r> {
    reader: &'r mut Reader<'a>,
    resources: Vec<&'a Dictionary>,
    depth: usize,
    state: State<'a>,
    states: Vec<State<'a>>,
    text: Matrix,
    line: Matrix,
}

pub(super) fn read(bytes: &[u8]) -> Result<Lines, Flaw> {
    let document = load(bytes)?;
    let mut reader = Reader { document: &document, fonts: BTreeMap::new(), lines: Lines::default(), left: OPERATORS_MAX, page: [0.0; 4] };
    for page in document.get_pages().into_values().take(PAGES_MAX) {
        let Ok(page) = document.get_dictionary(page) else { return Err(Flaw::PdfMalformed) };
        reader.page(page)?;
        reader.lines.end();
    }
    Ok(reader.lines)
}

fn number(object: Option<&Object>) -> f64 {
    object.and_then(|object| object.as_float().ok()).map_or(0.0, f64::from)
}

fn six(operands: &[Object]) -> Matrix {
    std::array::from_fn(|index| number(operands.get(index)))
}

impl<'a> Reader<'a> {
    /// The values of an entry that pages inherit, nearest first.
    fn inherited(&self, page: &'a Dictionary, key: &[u8]) -> Vec<&'a Object> {
        let (mut found, mut at, mut steps) = (Vec::new(), Some(page), 0);
        while let Some(node) = at.filter(|_| steps < ABOVE_MAX) {
            found.extend(get(self.document, node, key));
            at = dictionary(self.document, node, b"Parent");
            steps += 1;
        }
        found
    }

    fn page(&mut self, page: &'a Dictionary) -> Result<(), Flaw> {
        let sheet = self.inherited(page, b"CropBox").into_iter().chain(self.inherited(page, b"MediaBox")).next();
        let sheet = sheet.and_then(|sheet| sheet.as_array().ok()).map(|sheet| {
            let corner = |index| sheet.get(index).and_then(|item| resolve(self.document, item));
            let [a, b, c, d]: [f64; 4] = std::array::from_fn(|index| number(corner(index)));
            [a.min(c), b.min(d), a.max(c), b.max(d)]
        });
        self.page = sheet.unwrap_or([f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY]);
        let resources = self.inherited(page, b"Resources").into_iter().filter_map(|found| found.as_dict().ok()).collect();
        let bytes = page_content(self.document, page).ok_or(Flaw::PdfMalformed)?;
        self.stream(&bytes, resources, IDENTITY, 0)
    }

    fn stream(&mut self, bytes: &[u8], resources: Vec<&'a Dictionary>, matrix: Matrix, depth: usize) -> Result<(), Flaw> {
        let decoded = Content::decode(bytes).map_err(|_| Flaw::PdfMalformed)?;
        self.left = self.left.checked_sub(decoded.operations.len()).ok_or(Flaw::Exhausting)?;
        let state = State { matrix, font: None, size: 0.0, leading: 0.0, spacing: 0.0, unseen: false };
        let mut stream = Stream { reader: self, resources, depth, state, states: Vec::new(), text: IDENTITY, line: IDENTITY };
        for operation in &decoded.operations {
            stream.operate(operation)?;
        }
        Ok(())
    }

    fn font(&mut self, resources: &[&'a Dictionary], name: &[u8]) -> Option<Rc<Reading<'a>>> {
        let document = self.document;
        let entry = resources.iter().find_map(|resources| dictionary(document, resources, b"Font")?.get(name).ok())?;
        let read = || Reading::of(document, resolve(document, entry)?.as_dict().ok()?).map(Rc::new);
        match id(entry) {
            Some(id) => self.fonts.entry(id).or_insert_with(read).clone(),
            None => read(),
        }
    }
}

impl<'a> Stream<'a, '_> {
    fn operate(&mut self, operation: &Operation) -> Result<(), Flaw> {
        let operands = operation.operands.as_slice();
        let first = || number(operands.first());
        match operation.operator.as_str() {
            "q" if self.states.len() < STATES_MAX => self.states.push(self.state.clone()),
            "q" => return Err(Flaw::Exhausting),
            "Q" => self.state = self.states.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.matrix = after(&six(operands), &self.state.matrix),
            "BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                self.state.font = self.reader.font(&self.resources, name);
                self.state.size = number(operands.get(1));
            }
            "Tr" => self.state.unseen = matches!(operands.first().and_then(|mode| mode.as_i64().ok()), Some(3 | 7)),
            "TL" => self.state.leading = first(),
            "Tc" => self.state.spacing = first(),
            "Tm" => (self.text, self.line) = (six(operands), six(operands)),
            "Td" => self.step(first(), number(operands.get(1))),
            "TD" => {
                self.state.leading = -number(operands.get(1));
                self.step(first(), number(operands.get(1)));
            }
            "T*" => self.step(0.0, -self.state.leading),
            "Tj" => self.show(operands.first()),
            "'" => {
                self.step(0.0, -self.state.leading);
                self.show(operands.first());
            }
            "\"" => {
                self.step(0.0, -self.state.leading);
                self.show(operands.get(2));
            }
            "TJ" => {
                for item in operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten() {
                    match item.as_float() {
                        Ok(gap) => {
                            self.forward(-f64::from(gap) / 1000.0 * self.state.size);
                            if gap < SPACE {
                                self.reader.lines.space();
                            }
                        }
                        Err(_) => self.show(Some(item)),
                    }
                }
            }
            "Do" => self.form(operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default())?,
            _ => {}
        }
        Ok(())
    }

    fn step(&mut self, x: f64, y: f64) {
        self.line = after(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.text = self.line;
    }

    fn forward(&mut self, x: f64) {
        self.text = after(&[1.0, 0.0, 0.0, 1.0, x, 0.0], &self.text);
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(codes) = string.and_then(|string| string.as_str().ok()) else { return };
        // What cannot be read still stands between what can.
        let run = self.state.font.as_ref().and_then(|font| font.read(codes)).unwrap_or_else(|| "\u{fffd}".to_owned());
        let count = f64::from(u32::try_from(run.chars().count()).unwrap_or(u32::MAX));
        let wide = width(&run, self.state.size) + count * self.state.spacing;
        let place = after(&self.text, &self.state.matrix);
        let scale = (place[0] * place[0] + place[1] * place[1]).sqrt();
        let [left, bottom, right, top] = self.reader.page;
        let on_the_page = place[4] >= left && place[4] <= right && place[5] >= bottom && place[5] <= top;
        if !self.state.unseen && on_the_page {
            self.reader.lines.put((place[4], -place[5]), (self.state.size * scale).abs(), wide * scale, &run);
        }
        self.forward(wide);
    }

    fn form(&mut self, name: &[u8]) -> Result<(), Flaw> {
        let document = self.reader.document;
        let found = self.resources.iter().find_map(|resources| get(document, dictionary(document, resources, b"XObject")?, name));
        let Some(stream) = found.and_then(|object| object.as_stream().ok()) else { return Ok(()) };
        if !stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form") {
            return Ok(());
        }
        if self.depth == FORMS_MAX {
            return Err(Flaw::Exhausting);
        }
        let bytes = found.and_then(content).ok_or(Flaw::PdfMalformed)?;
        let matrix = get(document, &stream.dict, b"Matrix").and_then(|matrix| matrix.as_array().ok());
        let matrix = after(&matrix.map_or(IDENTITY, |matrix| six(matrix)), &self.state.matrix);
        let own = dictionary(document, &stream.dict, b"Resources");
        let resources = own.map_or_else(|| self.resources.clone(), |own| vec![own]);
        self.reader.stream(&bytes, resources, matrix, self.depth + 1)
    }
}
