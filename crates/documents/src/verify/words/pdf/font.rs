//! How a font's codes become characters, and how far each moves the next.

use super::super::line::width;
use crate::verify::pdf::{Face, get};
use encoding_rs::{GBK, UTF_16BE};
use lopdf::{Dictionary, Document, Encoding, Object};

/// Largest table to Unicode, in bytes.
const TABLE_MAX: usize = 4 << 20;

/// What the codes mean.
enum Table<'a> {
    /// By the library's tables, or the file's own.
    Known(Encoding<'a>),
    /// UTF-16, as `UniGB-UCS2-H` and its like.
    Utf16,
    /// GBK, as `GBK-EUC-H` and its like.
    Gbk,
    /// Glyphs by number, without a table: what they show is not told.
    Untold,
}

/// A font as its text is read.
pub(super) struct Font<'a> {
    table: Table<'a>,
    face: Option<Face>,
}

/// A character, or several that one code shows, and how far it moves the next, in sizes of the font.
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) wide: f64,
    /// Whether it is a space between words.
    pub(super) space: bool,
}

impl<'a> Font<'a> {
    /// A font; how wide its glyphs are is found out only when they are to be `measured`.
    pub(super) fn of(document: &'a Document, font: &'a Dictionary, measured: bool) -> Self {
        Self { table: Table::of(document, font), face: if measured { Face::of(document, font) } else { None } }
    }

    /// What codes show. Where the font does not say how wide it is, it is reckoned.
    pub(super) fn glyphs(&self, codes: &[u8]) -> Vec<Glyph> {
        let steps = self.face.as_ref().and_then(|face| face.told(codes)).filter(|steps| !steps.is_empty());
        let Some(steps) = steps else {
            let one = |character: char| {
                let text = character.to_string();
                Glyph { wide: width(&text, 1.0), space: character == ' ', text }
            };
            return self.table.read(codes).chars().map(one).collect();
        };
        let each = codes.chunks(codes.len() / steps.len());
        let glyph =
            |(code, (space, (least, most))): (&[u8], _)| Glyph { text: self.table.read(code), wide: f64::midpoint(least, most), space };
        each.zip(steps).map(glyph).collect()
    }
}

impl<'a> Table<'a> {
    fn of(document: &'a Document, font: &'a Dictionary) -> Self {
        // The file's own table comes first (9.10.2); the library would ask it only for codes without an encoding.
        if let Ok(table) = font.get(b"ToUnicode") {
            let mut bare = Dictionary::new();
            bare.set("Type", Object::Name(b"Font".to_vec()));
            bare.set("ToUnicode", table.clone());
            if let Ok(Encoding::UnicodeMapEncoding(map)) = bare.get_font_encoding_with_limit(document, TABLE_MAX) {
                return Self::Known(Encoding::UnicodeMapEncoding(map));
            }
        }
        let name = get(document, font, b"Encoding").and_then(|encoding| encoding.as_name().ok());
        match name {
            Some(name) if name.starts_with(b"UniGB-") => Self::Utf16,
            Some(name) if name.starts_with(b"GBK") || name.starts_with(b"GB-EUC") => Self::Gbk,
            Some(b"Identity-H" | b"Identity-V") => Self::Untold,
            _ => font.get_font_encoding_with_limit(document, TABLE_MAX).map_or(Self::Untold, Self::Known),
        }
    }

    /// What cannot be read still stands between what can.
    fn read(&self, codes: &[u8]) -> String {
        let read = match self {
            Self::Known(encoding) => encoding.bytes_to_string(codes).ok(),
            Self::Utf16 => Some(UTF_16BE.decode_without_bom_handling(codes).0.into_owned()),
            Self::Gbk => Some(GBK.decode_without_bom_handling(codes).0.into_owned()),
            Self::Untold => None,
        };
        read.unwrap_or_else(|| "\u{fffd}".to_owned())
    }
}
