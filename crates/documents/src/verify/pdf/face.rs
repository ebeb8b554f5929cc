//! How far the text of a font reaches: along its line by the widths that the file states, around it by the frame of its glyphs. What is
//! not stated, or cannot be held against the font that the file brings, reaches anywhere.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::objects::{array, content, dictionary, get, name, resolve};
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;
use ttf_parser::{GlyphId, OutlineBuilder};

/// How far glyphs reach above, below and beside their origin, at least, in sizes of the font.
const ABOVE: f64 = 1.5;
const BELOW: f64 = 1.0;
const BESIDE: f64 = 1.2;
/// Widest glyph of the fonts that every reader brings, in sizes of the font (`@` of Helvetica, arrows of Symbol), with some room.
const STANDARD_MAX: f64 = 1.1;
/// Names of those (ISO 32000-1, 9.6.2.2).
const STANDARD: [&[u8]; 5] = [b"Helvetica", b"Times-", b"Courier", b"Symbol", b"ZapfDingbats"];
/// Most codes whose width a font states.
const CODES_MAX: usize = 1 << 17;
/// Programs of fonts in a file; those that can be measured, and the others.
const MEASURED: &[u8] = b"FontFile2";
const OTHERS: [&[u8]; 2] = [b"FontFile", b"FontFile3"];

/// A font as far as it matters where its text could be.
pub(in crate::verify) struct Face {
    /// How far glyphs reach, in sizes of the font.
    pub(super) above: f64,
    pub(super) below: f64,
    pub(super) beside: f64,
    widths: Widths,
    /// Whether the font's program could be held against what is said of it, or there is none.
    sure: bool,
}

/// From how far to how far a code moves the next glyph, in sizes of the font.
pub(in crate::verify) type Step = (f64, f64);

enum Widths {
    /// One byte a code.
    Simple(Vec<(usize, f64)>),
    /// One byte a code, by the font that every reader brings.
    Standard,
    /// Two bytes a code, which is the glyph's number.
    Identity {
        usual: f64,
        stated: BTreeMap<u16, f64>,
    },
    Unknown,
}

impl Face {
    /// The font; `None` for those that draw by operators of their own, and such as write downwards or could.
    pub(in crate::verify) fn of(document: &Document, font: &Dictionary) -> Option<Self> {
        let kind = name(document, font, b"Subtype")?;
        let described = match kind {
            b"Type0" => {
                // Writing downwards, or by a table of its own that could say so.
                let encoding = name(document, font, b"Encoding")?;
                let below = array(document, font, b"DescendantFonts")?.first()?;
                let below = resolve(document, below)?.as_dict().ok()?;
                if encoding.ends_with(b"V") { None } else { Some(below) }?
            }
            b"Type1" | b"TrueType" | b"MMType1" => font,
            _ => return None,
        };
        let descriptor = dictionary(document, described, b"FontDescriptor");
        let told = descriptor.and_then(|told| numbers::<4>(document, told, b"FontBBox"));
        let [left, bottom, right, top] = told.unwrap_or([0.0; 4]).map(|number| number / 1000.0);
        let mut face = Self {
            above: top.max(bottom).max(ABOVE),
            below: (-bottom.min(top)).max(BELOW),
            beside: right.max(left).max(-left.min(right)).max(BESIDE),
            widths: Widths::of(document, font, described, kind).unwrap_or(Widths::Unknown),
            sure: true,
        };
        // A font in the file may draw wherever it likes: its outlines are asked.
        let brings = |key: &[u8]| descriptor.is_some_and(|told| told.has(key));
        if brings(MEASURED) && !OTHERS.iter().any(|key| brings(key)) {
            match descriptor.and_then(|told| get(document, told, MEASURED)).and_then(content).and_then(|bytes| frame(&bytes)) {
                Some([left, bottom, right, top]) => {
                    (face.above, face.below) = (top.max(ABOVE), (-bottom).max(BELOW));
                    face.beside = right.max(-left).max(BESIDE);
                }
                None => face.sure = false,
            }
        } else if OTHERS.iter().any(|key| brings(key)) {
            face.sure = false;
        }
        Some(face)
    }

    /// Each code of a text: whether it is a space between words, and how far it moves the next glyph; `None` where that is not known.
    pub(super) fn steps(&self, text: &[u8]) -> Option<Vec<(bool, Step)>> {
        if self.sure { self.told(text) } else { None }
    }

    /// The same as the file states it, whatever the font's program draws.
    pub(in crate::verify) fn told(&self, text: &[u8]) -> Option<Vec<(bool, Step)>> {
        let one = |width: f64| (width, width);
        match &self.widths {
            Widths::Simple(widths) => {
                let step = |byte: &u8| {
                    let at = widths.binary_search_by_key(&usize::from(*byte), |(code, _)| *code).ok()?;
                    Some((*byte == b' ', one(widths.get(at)?.1)))
                };
                text.iter().map(step).collect()
            }
            Widths::Standard => Some(text.iter().map(|byte| (*byte == b' ', (0.0, STANDARD_MAX))).collect()),
            Widths::Identity { usual, stated } => {
                let (codes, rest) = text.as_chunks::<2>();
                let step = |code: &[u8; 2]| (false, one(stated.get(&u16::from_be_bytes(*code)).copied().unwrap_or(*usual)));
                rest.is_empty().then(|| codes.iter().map(step).collect())
            }
            Widths::Unknown => None,
        }
    }
}

impl Widths {
    fn of(document: &Document, font: &Dictionary, described: &Dictionary, kind: &[u8]) -> Option<Self> {
        if kind == b"Type0" {
            return (name(document, font, b"Encoding")? == b"Identity-H").then(|| Self::identity(document, described)).flatten();
        }
        if !font.has(b"Widths") {
            let base = name(document, font, b"BaseFont")?;
            let standard = kind == b"Type1" && STANDARD.iter().any(|known| base.starts_with(known)) && !font.has(b"FontDescriptor");
            return standard.then_some(Self::Standard);
        }
        let first = usize::try_from(get(document, font, b"FirstChar")?.as_i64().ok()?).ok()?;
        let listed = array(document, font, b"Widths")?;
        let widths = listed.iter().take(256).enumerate().map(|(at, width)| Some((first + at, number(document, width)?)));
        Some(Self::Simple(widths.collect::<Option<_>>()?))
    }

    /// The widths of glyphs by their numbers (9.7.4.3): `first [w w …]` or `first last w`.
    fn identity(document: &Document, described: &Dictionary) -> Option<Self> {
        let usual = match described.has(b"DW") {
            true => number(document, get(document, described, b"DW")?)?,
            false => 1.0,
        };
        let mut stated = BTreeMap::new();
        if !described.has(b"W") {
            return Some(Self::Identity { usual, stated });
        }
        let whole = |object: &Object| u16::try_from(resolve(document, object)?.as_i64().ok()?).ok();
        let (mut items, mut count) = (array(document, described, b"W")?.iter(), 0);
        while let Some(first) = items.next() {
            let first = whole(first)?;
            let next = resolve(document, items.next()?)?;
            if let Ok(list) = next.as_array() {
                count += list.len();
                for (code, width) in (first..=u16::MAX).zip(list) {
                    state(&mut stated, code, number(document, width)?)?;
                }
            } else {
                let (last, width) = (whole(next)?, number(document, items.next()?)?);
                count += usize::from(last.saturating_sub(first)) + 1;
                for code in (first..=last).filter(|_| count <= CODES_MAX) {
                    state(&mut stated, code, width)?;
                }
            }
            if count > CODES_MAX {
                return None;
            }
        }
        Some(Self::Identity { usual, stated })
    }
}

/// Notes a code's width; `None` where another was stated, of which readers may take either.
fn state(stated: &mut BTreeMap<u16, f64>, code: u16, width: f64) -> Option<()> {
    let before = stated.insert(code, width);
    before.is_none_or(|before| before.to_bits() == width.to_bits()).then_some(())
}

/// A width, in sizes of the font.
fn number(document: &Document, object: &Object) -> Option<f64> {
    let number = f64::from(resolve(document, object)?.as_float().ok()?) / 1000.0;
    number.is_finite().then_some(number)
}

/// So many numbers.
pub(super) fn numbers<const N: usize>(document: &Document, from: &Dictionary, key: &[u8]) -> Option<[f64; N]> {
    let list = array(document, from, key)?;
    let read = |number: &Object| resolve(document, number)?.as_float().ok().map(f64::from).filter(|number| number.is_finite());
    list.iter().map(read).collect::<Option<Vec<f64>>>()?.try_into().ok()
}

/// The frame of every outline of a TrueType program, in sizes of the font: left, bottom, right, top. What the program itself says about
/// frames is not believed.
fn frame(program: &[u8]) -> Option<[f64; 4]> {
    let face = ttf_parser::Face::parse(program, 0).ok()?;
    // Outlines of another kind, or such as change with settings, are not measured.
    let tables = face.tables();
    if tables.cff.is_some() || tables.glyf.is_none() || face.is_variable() {
        return None;
    }
    let mut bounds = Bounds(None);
    for glyph in 0..face.number_of_glyphs() {
        face.outline_glyph(GlyphId(glyph), &mut bounds);
    }
    let size = f64::from(face.units_per_em());
    Some(bounds.0.unwrap_or([0.0; 4]).map(|number| f64::from(number) / size))
}

/// Around every point, those that only guide a curve too.
struct Bounds(Option<[f32; 4]>);

impl Bounds {
    fn add(&mut self, x: f32, y: f32) {
        let [left, bottom, right, top] = self.0.unwrap_or([x, y, x, y]);
        self.0 = Some([left.min(x), bottom.min(y), right.max(x), top.max(y)]);
    }
}

impl OutlineBuilder for Bounds {
    fn move_to(&mut self, x: f32, y: f32) {
        self.add(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.add(x, y);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.add(x1, y1);
        self.add(x, y);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.add(x1, y1);
        self.add(x2, y2);
        self.add(x, y);
    }
    fn close(&mut self) {}
}
