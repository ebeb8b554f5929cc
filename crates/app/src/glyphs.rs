//! Which characters can be printed: the faces that letters are set in, asked before anything is taken in (P3). A name with a character
//! that no face has would end at the preview, where nobody can help; it is said where it is typed.

use crate::error::FieldError;
use documents::typesetting::faces::{MAIN, RARE};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use ttf_parser::cmap;

/// Most bytes of a face's character map.
const MAP_MAX: u32 = 8 * 1024 * 1024;
/// Most tables of a face.
const TABLES_MAX: u16 = 128;

/// The characters there are glyphs for, as ranges in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glyphs {
    ranges: Vec<(u32, u32)>,
}

impl Glyphs {
    /// What the faces in `fonts` cover. Only their character maps are read.
    ///
    /// # Errors
    /// When a main face is missing or one has no map.
    pub fn open(fonts: &Path) -> io::Result<Self> {
        let mut points = Vec::new();
        for name in MAIN {
            covered(&mut File::open(fonts.join(name))?, &mut points)?;
        }
        for path in RARE.map(|name| fonts.join(name)) {
            if let Ok(mut file) = File::open(path) {
                covered(&mut file, &mut points)?;
            }
        }
        points.sort_unstable();
        points.dedup();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for point in points {
            match ranges.last_mut() {
                Some((_, to)) if *to + 1 == point => *to = point,
                _ => ranges.push((point, point)),
            }
        }
        Ok(Self { ranges })
    }

    /// Whether a character can be printed. What is not seen by itself needs no glyph.
    #[must_use]
    pub fn has(&self, c: char) -> bool {
        let point = u32::from(c);
        let after = self.ranges.partition_point(|(from, _)| *from <= point);
        let within = after.checked_sub(1).and_then(|index| self.ranges.get(index)).is_some_and(|(_, to)| point <= *to);
        within || c == ' ' || domain::text::is_hidden(c)
    }

    /// The first character of a text that cannot be printed.
    #[must_use]
    pub fn missing(&self, text: &str) -> Option<char> {
        text.chars().find(|c| !self.has(*c))
    }

    /// The fault of a field whose text cannot be printed.
    #[must_use]
    pub fn fault(&self, field: &'static str, text: &str) -> Option<FieldError> {
        self.missing(text).map(|c| FieldError::new(field, unprintable(c)))
    }
}

/// What to say about a character that no face has.
fn unprintable(c: char) -> String {
    format!("“{c}”（U+{:04X}）没有可用的字形，无法印在保函上，请核对该字，确为生僻字的请联系客服", u32::from(c))
}

fn wrong() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "字体没有字符表")
}

/// The code points of a face's Unicode character maps.
fn covered(file: &mut File, points: &mut Vec<u32>) -> io::Result<()> {
    let mut head = [0; 12];
    file.read_exact(&mut head)?;
    let tables = u16::from_be_bytes([head[4], head[5]]).min(TABLES_MAX);
    let mut place = None;
    for _ in 0..tables {
        let mut record = [0; 16];
        file.read_exact(&mut record)?;
        let number = |at: usize| record.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
        if record.starts_with(b"cmap") {
            place = number(8).zip(number(12));
        }
    }
    let (offset, length) = place.filter(|(_, length)| *length <= MAP_MAX).ok_or_else(wrong)?;
    file.seek(SeekFrom::Start(offset.into()))?;
    let mut bytes = Vec::new();
    file.take(length.into()).read_to_end(&mut bytes)?;
    let table = cmap::Table::parse(&bytes).ok_or_else(wrong)?;
    for map in table.subtables.into_iter().filter(cmap::Subtable::is_unicode) {
        map.codepoints(|point| {
            if map.glyph_index(point).is_some_and(|glyph| glyph.0 != 0) {
                points.push(point);
            }
        });
    }
    Ok(())
}
