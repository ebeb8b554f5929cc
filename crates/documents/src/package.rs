//! OFD packages: zip archives, written so that the same entries give the same bytes, and read so that no byte is left unlooked at.
//!
//! The reader is stricter than archivers are (T-07, T-15): local headers and directory must say the same, entries lie one behind the
//! other from the first byte to the directory, the directory ends the file, names are plain and differ in more than case, what comes
//! out is counted while it is unpacked.

use crate::verify::Refusal;
use flate2::{Decompress, FlushDecompress, Status};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A path inside the package and its bytes.
pub type Entry = (String, Vec<u8>);

/// The entry that names all others.
const MAIN: &str = "OFD.xml";
/// Most entries.
const ENTRIES_MAX: usize = 2_000;
/// Longest name, in bytes.
const NAME_MAX: usize = 255;
/// Most bytes all entries may unpack to.
const UNPACKED_MAX: usize = 64 << 20;
/// How many times its packed size an entry may unpack to, beyond the first megabyte.
const RATIO_MAX: usize = 100;

/// Why a package cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("版式文件无法打包：{0}")]
pub struct PackageError(#[from] zip::result::ZipError);

/// Packs `entries` in their order, with a fixed time and no attributes.
///
/// # Errors
/// [`PackageError`] for more than a zip archive holds.
pub fn write(entries: &[Entry]) -> Result<Vec<u8>, PackageError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
    for (path, bytes) in entries {
        // The main entry stays readable as it is: whoever gets a damaged file can still tell which one it was. Of the others, the
        // quickest packing: fonts are most of a letter and hardly grow smaller by a slower one.
        let packed = options.compression_method(CompressionMethod::Deflated).compression_level(Some(1));
        let options = if path == MAIN { options.compression_method(CompressionMethod::Stored) } else { packed };
        writer.start_file(path.as_str(), options)?;
        writer.write_all(bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Whether somebody else's archive, such as a workbook, unpacks to at most so many bytes: counted, not believed.
#[must_use]
pub fn unpacks_within(bytes: &[u8], most: u64) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = most;
    (0..archive.len()).all(|index| {
        let counted = archive.by_index(index).ok().and_then(|entry| std::io::copy(&mut entry.take(left + 1), &mut std::io::sink()).ok());
        let rest = counted.and_then(|count| left.checked_sub(count));
        left = rest.unwrap_or(0);
        rest.is_some()
    })
}

/// Little-endian numbers at fixed places of a record.
struct Record<'a>(&'a [u8]);

impl Record<'_> {
    fn u16(&self, at: usize) -> Result<u16, Refusal> {
        let bytes = self.0.get(at..at + 2).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u16::from_le_bytes).ok_or(Refusal::ArchiveMalformed)
    }

    fn u32(&self, at: usize) -> Result<u32, Refusal> {
        let bytes = self.0.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u32::from_le_bytes).ok_or(Refusal::ArchiveMalformed)
    }

    fn size(&self, at: usize) -> Result<usize, Refusal> {
        usize::try_from(self.u32(at)?).map_err(|_| Refusal::ArchiveMalformed)
    }

    fn length(&self, at: usize) -> Result<usize, Refusal> {
        self.u16(at).map(usize::from)
    }
}

/// An entry as the directory tells it.
struct Listed<'a> {
    name: &'a [u8],
    flags: u16,
    method: u16,
    checksum: u32,
    packed: usize,
    unpacked: usize,
    offset: usize,
}

const LOCAL: u32 = 0x0403_4b50;
const DIRECTORY: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
/// Flags that change nothing about what is read: compression level, sizes behind the data, UTF-8 names.
const FLAGS: u16 = 0b1000_0000_1110;
const SIZES_BEHIND: u16 = 0b1000;
/// Extra fields that would give an entry another size or another name: Zip64, Info-ZIP Unicode path.
const EXTRAS_REFUSED: [u16; 2] = [0x0001, 0x7075];

/// Unpacks every entry, in the order of their bytes.
///
/// # Errors
/// The first [`Refusal`].
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, Refusal> {
    let directory = directory(bytes)?;
    let (mut at, mut total, mut entries) = (0, 0, Vec::new());
    for listed in &directory {
        if listed.offset != at {
            return Err(Refusal::ArchiveGap);
        }
        let (start, end) = local(bytes, listed)?;
        let packed = bytes.get(start..start + listed.packed).ok_or(Refusal::ArchiveMalformed)?;
        total += listed.unpacked;
        if total > UNPACKED_MAX || listed.unpacked > (1 << 20) + listed.packed.saturating_mul(RATIO_MAX) {
            return Err(Refusal::ArchiveBomb);
        }
        let name = std::str::from_utf8(listed.name).map_err(|_| Refusal::EntryName)?;
        if let Some(content) = unpack(packed, listed, name)? {
            entries.push((name.to_owned(), content));
        }
        at = end;
    }
    let start = Record(bytes).size(bytes.len() - 22 + 16)?;
    if at == start { Ok(entries) } else { Err(Refusal::ArchiveGap) }
}

/// The directory, which must end the file, sorted by where the entries are; names checked.
fn directory(bytes: &[u8]) -> Result<Vec<Listed<'_>>, Refusal> {
    let malformed = Refusal::ArchiveMalformed;
    let end = bytes.len().checked_sub(22).ok_or(malformed)?;
    let record = Record(bytes.get(end..).ok_or(malformed)?);
    if record.u32(0)? != END {
        return Err(Refusal::TrailingBytes);
    }
    let count = record.length(10)?;
    let (size, start) = (record.size(12)?, record.size(16)?);
    // One volume, as many entries here as in all, no comment.
    if record.u32(4)? != 0 || record.length(8)? != count || record.u16(20)? != 0 || start.checked_add(size) != Some(end) {
        return Err(malformed);
    }
    if count > ENTRIES_MAX {
        return Err(Refusal::ArchiveBomb);
    }
    let (mut at, mut listed, mut names) = (start, Vec::new(), BTreeSet::new());
    for _ in 0..count {
        let record = Record(bytes.get(at..end).ok_or(malformed)?);
        let (name, extra, comment) = (record.length(28)?, record.length(30)?, record.length(32)?);
        let next = 46 + name + extra + comment;
        let link = record.u32(38)? >> 16 & 0o170_000 == 0o120_000;
        if record.u32(0)? != DIRECTORY || comment != 0 || record.u16(34)? != 0 || link {
            return Err(malformed);
        }
        extras(record.0.get(46 + name..next).ok_or(malformed)?)?;
        let entry = Listed {
            flags: record.u16(8)?,
            method: record.u16(10)?,
            checksum: record.u32(16)?,
            packed: record.size(20)?,
            unpacked: record.size(24)?,
            offset: record.size(42)?,
            name: record.0.get(46..46 + name).ok_or(malformed)?,
        };
        let text = std::str::from_utf8(entry.name).map_err(|_| Refusal::EntryName)?;
        plain(text)?;
        if !names.insert(text.to_lowercase()) {
            return Err(Refusal::EntryDuplicate);
        }
        if entry.flags & !FLAGS != 0 || !matches!(entry.method, 0 | 8) {
            return Err(Refusal::ArchiveEncrypted);
        }
        listed.push(entry);
        at += next;
    }
    if at != end {
        return Err(Refusal::ArchiveGap);
    }
    listed.sort_by_key(|entry| entry.offset);
    Ok(listed)
}

/// A relative path of plain names.
fn plain(name: &str) -> Result<(), Refusal> {
    let path = name.strip_suffix('/').unwrap_or(name);
    let bad = |part: &str| part.is_empty() || part == "." || part == ".." || part.trim() != part;
    let control =
        |character: char| character.is_control() || matches!(character, '\\' | ':' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if name.len() > NAME_MAX || path.split('/').any(bad) || name.contains(control) { Err(Refusal::EntryName) } else { Ok(()) }
}

fn extras(mut extra: &[u8]) -> Result<(), Refusal> {
    while !extra.is_empty() {
        let record = Record(extra);
        if EXTRAS_REFUSED.contains(&record.u16(0)?) {
            return Err(Refusal::ArchiveMalformed);
        }
        extra = extra.get(4 + record.length(2)?..).ok_or(Refusal::ArchiveMalformed)?;
    }
    Ok(())
}

/// Where the entry's bytes begin, and where the next entry does, once the local header is found to say what the directory does.
fn local(bytes: &[u8], listed: &Listed<'_>) -> Result<(usize, usize), Refusal> {
    let differs = Refusal::HeadersDiffer;
    let record = Record(bytes.get(listed.offset..).ok_or(differs)?);
    let (name, extra) = (record.length(26)?, record.length(28)?);
    let behind = listed.flags & SIZES_BEHIND != 0;
    let same_sizes = (record.u32(14)?, record.size(18)?, record.size(22)?) == (listed.checksum, listed.packed, listed.unpacked);
    let zeros = (record.u32(14)?, record.size(18)?, record.size(22)?) == (0, 0, 0);
    let same = record.u32(0)? == LOCAL
        && record.u16(6)? == listed.flags
        && record.u16(8)? == listed.method
        && record.0.get(30..30 + name) == Some(listed.name)
        && (same_sizes || (behind && zeros));
    if !same {
        return Err(differs);
    }
    extras(record.0.get(30 + name..30 + name + extra).ok_or(differs)?)?;
    let start = listed.offset + 30 + name + extra;
    let end = start + listed.packed;
    if !behind {
        return Ok((start, end));
    }
    let descriptor = Record(bytes.get(end..).ok_or(differs)?);
    let marked = if descriptor.u32(0)? == DESCRIPTOR { 4 } else { 0 };
    let told = (descriptor.u32(marked)?, descriptor.size(marked + 4)?, descriptor.size(marked + 8)?);
    if told == (listed.checksum, listed.packed, listed.unpacked) { Ok((start, end + marked + 12)) } else { Err(differs) }
}

/// The content; `None` for a folder, which must be empty.
fn unpack(packed: &[u8], listed: &Listed<'_>, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
    if name.ends_with('/') {
        return if listed.unpacked == 0 && packed.len() <= 2 { Ok(None) } else { Err(Refusal::EntryName) };
    }
    let content = if listed.method == 0 {
        packed.to_vec()
    } else {
        // One byte more than promised, so that more is seen to be more.
        let mut content = Vec::with_capacity(listed.unpacked + 1);
        let mut inflate = Decompress::new(false);
        let ended = inflate.decompress_vec(packed, &mut content, FlushDecompress::Finish).map_err(|_| Refusal::ArchiveMalformed)?;
        let consumed = usize::try_from(inflate.total_in()).unwrap_or(0);
        if ended != Status::StreamEnd || consumed != packed.len() {
            return Err(Refusal::HeadersDiffer);
        }
        content
    };
    let mut checksum = flate2::Crc::new();
    checksum.update(&content);
    if content.len() != listed.unpacked || checksum.sum() != listed.checksum {
        return Err(Refusal::HeadersDiffer);
    }
    Ok(Some(content))
}
