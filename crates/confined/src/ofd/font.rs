//! Font subsets. The subsetter leaves out `cmap` and `OS/2`, which readers of OFD need to find glyphs by character; they are put back.

use crate::frames::refuse;
use documents::typesetting::TypesetError;
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;
use ttf_parser::{RawFace, Tag};
use typst::text::Font;

/// The fonts a document uses.
#[derive(Default)]
pub(super) struct Fonts(Vec<Used>);

struct Used {
    font: Font,
    remapper: GlyphRemapper,
    map: BTreeMap<u32, u16>,
}

/// A font subset for a package.
pub(super) struct Embedded {
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) family: String,
    pub(super) bytes: Vec<u8>,
}

/// Identifiers of fonts begin above any that objects reach, so that they do not depend on the order in which pages are written.
const FIRST_ID: u32 = 1_000_000;

impl Fonts {
    /// The index of `font`, which is noted when it is new.
    pub(super) fn find(&mut self, font: &Font) -> usize {
        self.0.iter().position(|used| used.font == *font).unwrap_or_else(|| {
            self.0.push(Used { font: font.clone(), remapper: GlyphRemapper::new(), map: BTreeMap::new() });
            self.0.len() - 1
        })
    }

    pub(super) fn id(&self, index: usize) -> u32 {
        FIRST_ID + u32::try_from(index).unwrap_or(0)
    }

    /// The glyph's number inside the subset.
    pub(super) fn remap(&mut self, index: usize, glyph: u16) -> u16 {
        self.0[index].remapper.remap(glyph)
    }

    /// Whether the subset's character map leads from `character` to `glyph`: the first glyph a character is set with is the one.
    pub(super) fn maps_to(&mut self, index: usize, character: char, glyph: u16) -> bool {
        *self.0[index].map.entry(character.into()).or_insert(glyph) == glyph
    }

    pub(super) fn finish(self) -> Result<Vec<Embedded>, TypesetError> {
        let embed = |(index, used): (usize, Used)| {
            let data = used.font.data();
            let subset = subsetter::subset(data, used.font.index(), &used.remapper).map_err(|_| refuse("无法嵌入的字体"))?;
            let original = RawFace::parse(data, used.font.index()).map_err(|_| refuse("无法嵌入的字体"))?;
            let bytes = with_character_map(&subset, &original, &used.map).ok_or_else(|| refuse("无法嵌入的字体"))?;
            let name = used.font.post_script_name().map(|name| name.to_string()).unwrap_or_default();
            Ok(Embedded { id: FIRST_ID + u32::try_from(index).unwrap_or(0), name, family: used.font.info().family.to_string(), bytes })
        };
        self.0.into_iter().enumerate().map(embed).collect()
    }
}

/// The largest identifier a document with `count` fonts has.
pub(super) fn last_id(count: usize) -> u32 {
    FIRST_ID + u32::try_from(count).unwrap_or(0)
}

fn sum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0_u32, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

/// The subset with `cmap` (formats 4 and 12) made from `map` and `OS/2` taken from the original; checksums anew.
fn with_character_map(subset: &[u8], original: &RawFace<'_>, map: &BTreeMap<u32, u16>) -> Option<Vec<u8>> {
    let face = RawFace::parse(subset, 0).ok()?;
    let mut tables: BTreeMap<[u8; 4], Vec<u8>> = BTreeMap::new();
    for record in face.table_records {
        tables.insert(record.tag.to_bytes(), face.table(record.tag)?.to_vec());
    }
    if let Some(metrics) = original.table(Tag::from_bytes(b"OS/2")) {
        tables.insert(*b"OS/2", metrics.to_vec());
    }
    tables.insert(*b"cmap", character_map(map)?);
    // The whole file's adjustment is computed with its own field zero.
    tables.get_mut(b"head")?.get_mut(8..12)?.fill(0);
    let count = u16::try_from(tables.len()).ok()?;
    let selector = 15 - u16::try_from(count.leading_zeros()).ok()?;
    let range = 16 << selector;
    let mut out = subset.get(..4)?.to_vec();
    for value in [count, range, selector, count * 16 - range] {
        out.extend(value.to_be_bytes());
    }
    let (mut offset, mut head, mut body) = (12 + 16 * tables.len(), 0, Vec::new());
    for (tag, table) in &tables {
        if tag == b"head" {
            head = offset;
        }
        out.extend(tag);
        for value in [sum(table), u32::try_from(offset).ok()?, u32::try_from(table.len()).ok()?] {
            out.extend(value.to_be_bytes());
        }
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
        offset = 12 + 16 * tables.len() + body.len();
    }
    out.extend(body);
    /// Fixed by the OpenType specification, `head`.
    const MAGIC: u32 = 0xb1b0_afba;
    let adjustment = MAGIC.wrapping_sub(sum(&out)).to_be_bytes();
    out.get_mut(head + 8..head + 12)?.copy_from_slice(&adjustment);
    Some(out)
}

/// A `cmap` table: format 4 for the basic plane, format 12 for every character.
fn character_map(map: &BTreeMap<u32, u16>) -> Option<Vec<u8>> {
    let (four, twelve) = (format_4(map)?, format_12(map)?);
    let mut out = vec![0, 0, 0, 3];
    let first = 4 + 3 * 8;
    let second = first + u32::try_from(four.len()).ok()?;
    for (platform, encoding, offset) in [(0_u16, 3_u16, first), (3, 1, first), (3, 10, second)] {
        out.extend(platform.to_be_bytes());
        out.extend(encoding.to_be_bytes());
        out.extend(offset.to_be_bytes());
    }
    out.extend(four);
    out.extend(twelve);
    Some(out)
}

fn format_4(map: &BTreeMap<u32, u16>) -> Option<Vec<u8>> {
    // First and last character of a segment, and what is added to a character to get its glyph.
    let mut segments: Vec<(u16, u16, u16)> = Vec::new();
    for (character, glyph) in map {
        let Some(character) = u16::try_from(*character).ok().filter(|character| *character < u16::MAX) else { continue };
        let delta = glyph.wrapping_sub(character);
        match segments.last_mut() {
            Some((_, last, known)) if last.checked_add(1) == Some(character) && *known == delta => *last = character,
            Some(_) | None => segments.push((character, character, delta)),
        }
    }
    segments.push((u16::MAX, u16::MAX, 1));
    let count = u16::try_from(segments.len()).ok()?;
    let selector = 15 - u16::try_from(count.leading_zeros()).ok()?;
    let range = 2 << selector;
    let mut out = Vec::new();
    let mut put = |value: u16| out.extend(value.to_be_bytes());
    [4, 16 + 8 * count, 0, count * 2, range, selector, count * 2 - range].into_iter().for_each(&mut put);
    segments.iter().for_each(|segment| put(segment.1));
    put(0);
    segments.iter().for_each(|segment| put(segment.0));
    segments.iter().for_each(|segment| put(segment.2));
    segments.iter().for_each(|_| put(0));
    Some(out)
}

fn format_12(map: &BTreeMap<u32, u16>) -> Option<Vec<u8>> {
    let count = u32::try_from(map.len()).ok()?;
    let mut out = vec![0, 12, 0, 0];
    for value in [16 + 12 * count, 0, count] {
        out.extend(value.to_be_bytes());
    }
    for (character, glyph) in map {
        for value in [*character, *character, u32::from(*glyph)] {
            out.extend(value.to_be_bytes());
        }
    }
    Some(out)
}
