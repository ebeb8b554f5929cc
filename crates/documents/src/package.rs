//! OFD packages: zip archives, written so that the same entries give the same bytes, and read so that no byte is left unlooked at.
//!
//! The reader is stricter than archivers are (T-07, T-15): local headers and directory must say the same, entries lie one behind the
//! other from the first byte to the directory, the directory ends the file, names are plain and differ in more than case, what comes
//! out is counted while it is unpacked. What two readers cannot take for two things is read: sizes of Zip64 that agree, a flag that says
//! nothing.

use crate::verify::Flaw;
use flate2::{Decompress, FlushDecompress, Status};
use std::collections::{BTreeMap, BTreeSet};
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
pub(crate) const UNPACKED_MAX: usize = 64 << 20;

/// Why a package cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("版式文件无法打包：{0}")]
pub struct PackageError(#[from] zip::result::ZipError);

/// Packs `entries` in their order, with a fixed time and no attributes.
///
/// # Errors
/// [`PackageError`] for more than a zip archive holds.
pub fn write<'a>(entries: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, PackageError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
    for (path, bytes) in entries {
        // The main entry stays readable as it is: whoever gets a damaged file can still tell which one it was. Of the others, the
        // quickest packing: fonts are most of a letter and hardly grow smaller by a slower one.
        let packed = options.compression_method(CompressionMethod::Deflated).compression_level(Some(1));
        let options = if path == MAIN { options.compression_method(CompressionMethod::Stored) } else { packed };
        writer.start_file(path, options)?;
        writer.write_all(bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Packs owned entries, as [`write`] does.
///
/// # Errors
/// As [`write`].
pub fn write_all(entries: &[Entry]) -> Result<Vec<u8>, PackageError> {
    write(entries.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
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
    fn u16(&self, at: usize) -> Result<u16, Flaw> {
        let bytes = self.0.get(at..at + 2).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u16::from_le_bytes).ok_or(Flaw::ArchiveMalformed)
    }

    fn u32(&self, at: usize) -> Result<u32, Flaw> {
        let bytes = self.0.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u32::from_le_bytes).ok_or(Flaw::ArchiveMalformed)
    }

    fn u64(&self, at: usize) -> Result<usize, Flaw> {
        let bytes = self.0.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
        bytes.and_then(|bytes| usize::try_from(u64::from_le_bytes(bytes)).ok()).ok_or(Flaw::ArchiveMalformed)
    }

    fn size(&self, at: usize) -> Result<usize, Flaw> {
        usize::try_from(self.u32(at)?).map_err(|_| Flaw::ArchiveMalformed)
    }

    fn length(&self, at: usize) -> Result<usize, Flaw> {
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
/// The flag that says nothing about a name of ASCII alone; some writers set it in one header and not in the other.
const UTF8_NAMES: u16 = 0b1000_0000_0000;
/// The extra field that would give an entry another name: Info-ZIP Unicode path.
const OTHER_NAME: u16 = 0x7075;
/// The extra field with sizes of eight bytes.
const ZIP64: u16 = 0x0001;
/// What stands in a header whose number is in that field.
const ELSEWHERE: u32 = u32::MAX;
const END64: u32 = 0x0606_4b50;
const LOCATOR64: u32 = 0x0706_4b50;

/// Unpacks every entry, in the order of their bytes.
///
/// # Errors
/// The first [`Flaw`].
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, Flaw> {
    if !bytes.starts_with(&LOCAL.to_le_bytes()) {
        return Err(Flaw::ArchiveGap);
    }
    let ending = Ending::of(bytes)?;
    let directory = directory(bytes, &ending)?;
    let (mut at, mut total, mut entries) = (0, 0, Vec::new());
    for listed in &directory {
        if listed.offset != at {
            return Err(Flaw::ArchiveGap);
        }
        let (start, end) = local(bytes, listed)?;
        let packed = bytes.get(start..start + listed.packed).ok_or(Flaw::ArchiveMalformed)?;
        total = listed.unpacked.checked_add(total).filter(|total| *total <= UNPACKED_MAX).ok_or(Flaw::ArchiveBomb)?;
        let name = std::str::from_utf8(listed.name).map_err(|_| Flaw::EntryName)?;
        if let Some(content) = unpack(packed, listed, name)? {
            entries.push((name.to_owned(), content));
        }
        at = end;
    }
    if at == ending.start { Ok(entries) } else { Err(Flaw::ArchiveGap) }
}

/// SM3 over the entries' names and bytes in the order of their names, hexadecimal: however they were packed, the same for the same entries.
///
/// # Errors
/// As [`read`].
pub(crate) fn contents(bytes: &[u8]) -> Result<String, Flaw> {
    let entries: BTreeMap<String, Vec<u8>> = read(bytes)?.into_iter().collect();
    let mut named = Vec::new();
    for (name, bytes) in &entries {
        named.extend(u64::try_from(name.len()).unwrap_or(u64::MAX).to_be_bytes());
        named.extend(name.as_bytes());
        named.extend(gm::digest::sm3(bytes));
    }
    Ok(gm::digest::sm3_hex(&named))
}

/// Whether a file that does not begin like an archive ends like one: something was put in front of it.
#[must_use]
pub(crate) fn ends_like_one(bytes: &[u8]) -> bool {
    let end = bytes.len().checked_sub(22).and_then(|end| bytes.get(end..));
    end.is_some_and(|end| end.starts_with(&END.to_le_bytes())) && bytes.windows(4).any(|part| part == LOCAL.to_le_bytes())
}

/// The part of an archive from its directory on, where every name stands.
pub(crate) fn directory_of(bytes: &[u8]) -> Option<&[u8]> {
    bytes.get(Ending::of(bytes).ok()?.start..)
}

/// Whether every name of the archive says how it is written: ASCII, or UTF-8 by its flag.
#[must_use]
pub(crate) fn names_are_clear(bytes: &[u8]) -> bool {
    let listed = Ending::of(bytes).and_then(|ending| directory(bytes, &ending));
    listed.is_ok_and(|listed| listed.iter().all(|entry| entry.name.is_ascii() || entry.flags & UTF8_NAMES != 0))
}

/// Where the directory is, and how many entries it has.
struct Ending {
    start: usize,
    end: usize,
    count: usize,
}

impl Ending {
    /// Reads the record that must end the file; one of Zip64, which then stands right before it, must say the same.
    fn of(bytes: &[u8]) -> Result<Self, Flaw> {
        let malformed = Flaw::ArchiveMalformed;
        let end = bytes.len().checked_sub(22).ok_or(malformed)?;
        let record = Record(bytes.get(end..).ok_or(malformed)?);
        if record.u32(0)? != END {
            return Err(Flaw::TrailingBytes);
        }
        // One volume, as many entries here as in all, no comment.
        if record.u32(4)? != 0 || record.u16(8)? != record.u16(10)? || record.u16(20)? != 0 {
            return Err(malformed);
        }
        let short = Self { start: record.size(16)?, end, count: record.length(10)? };
        let size = record.size(12)?;
        let locator = end.checked_sub(20).map(|at| (at, Record(bytes.get(at..end).unwrap_or_default())));
        let Some((at, locator)) = locator.filter(|(_, locator)| locator.u32(0) == Ok(LOCATOR64)) else {
            return if short.start.checked_add(size) == Some(end) { Ok(short) } else { Err(malformed) };
        };
        let end = at.checked_sub(56).ok_or(malformed)?;
        let long = Record(bytes.get(end..at).ok_or(malformed)?);
        let told = Self { start: long.u64(48)?, end, count: long.u64(32)? };
        let agrees = |short: usize, most: usize, long: usize| short == long || short == most;
        let (most, all) = (usize::from(u16::MAX), usize::try_from(ELSEWHERE).unwrap_or(usize::MAX));
        let same = locator.u32(4)? == 0
            && locator.u64(8)? == end
            && locator.u32(16)? == 1
            && long.u32(0)? == END64
            && long.u64(4)? == 44
            && long.u32(16)? == 0
            && long.u32(20)? == 0
            && long.u64(24)? == told.count
            && agrees(short.count, most, told.count)
            && agrees(size, all, long.u64(40)?)
            && agrees(short.start, all, told.start)
            && told.start.checked_add(long.u64(40)?) == Some(end);
        if same { Ok(told) } else { Err(malformed) }
    }
}

/// The directory, which must end the file, sorted by where the entries are; names checked.
fn directory<'a>(bytes: &'a [u8], ending: &Ending) -> Result<Vec<Listed<'a>>, Flaw> {
    let malformed = Flaw::ArchiveMalformed;
    let Ending { start, end, count } = *ending;
    if count > ENTRIES_MAX {
        return Err(Flaw::ArchiveBomb);
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
        let long = extras(record.0.get(46 + name..next).ok_or(malformed)?)?;
        let [unpacked, packed, offset] = long_sizes(&record, [24, 20, 42], long)?;
        let entry = Listed {
            flags: record.u16(8)?,
            method: record.u16(10)?,
            checksum: record.u32(16)?,
            packed,
            unpacked,
            offset,
            name: record.0.get(46..46 + name).ok_or(malformed)?,
        };
        let text = std::str::from_utf8(entry.name).map_err(|_| Flaw::EntryName)?;
        plain(text)?;
        if !names.insert(text.to_lowercase()) {
            return Err(Flaw::EntryDuplicate);
        }
        if entry.flags & !FLAGS != 0 || !matches!(entry.method, 0 | 8) {
            return Err(Flaw::ArchiveEncrypted);
        }
        listed.push(entry);
        at += next;
    }
    if at != end {
        return Err(Flaw::ArchiveGap);
    }
    listed.sort_by_key(|entry| entry.offset);
    Ok(listed)
}

/// Whether these may be the entries of one package: so many, so large, under plain names that differ in more than case.
pub(crate) fn fit_together(entries: &[Entry]) -> Result<(), Flaw> {
    let (mut left, mut names) = (UNPACKED_MAX, BTreeSet::new());
    if entries.len() > ENTRIES_MAX {
        return Err(Flaw::ArchiveBomb);
    }
    for (name, bytes) in entries {
        plain(name)?;
        if !names.insert(name.to_lowercase()) {
            return Err(Flaw::EntryDuplicate);
        }
        left = left.checked_sub(bytes.len()).ok_or(Flaw::ArchiveBomb)?;
    }
    Ok(())
}

/// A relative path of plain names.
pub(crate) fn plain(name: &str) -> Result<(), Flaw> {
    let path = name.strip_suffix('/').unwrap_or(name);
    let bad = |part: &str| part.is_empty() || part == "." || part == ".." || part.trim() != part;
    let control =
        |character: char| character.is_control() || matches!(character, '\\' | ':' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if name.len() > NAME_MAX || path.split('/').any(bad) || name.contains(control) { Err(Flaw::EntryName) } else { Ok(()) }
}

/// The field with sizes of eight bytes, if there is one.
fn extras(mut extra: &[u8]) -> Result<Option<&[u8]>, Flaw> {
    let malformed = Flaw::ArchiveMalformed;
    let mut found = None;
    while !extra.is_empty() {
        let record = Record(extra);
        let next = 4 + record.length(2)?;
        let content = extra.get(4..next).ok_or(malformed)?;
        match record.u16(0)? {
            OTHER_NAME => return Err(malformed),
            ZIP64 if found.replace(content).is_some() => return Err(malformed),
            _ => {}
        }
        extra = extra.get(next..).ok_or(malformed)?;
    }
    Ok(found)
}

/// The numbers at these places of a directory's record; those that are elsewhere stand in the long field, in this order, and nothing
/// else does.
fn long_sizes<const N: usize>(record: &Record<'_>, places: [usize; N], long: Option<&[u8]>) -> Result<[usize; N], Flaw> {
    let (mut out, mut at) = ([0; N], 0);
    for (number, place) in out.iter_mut().zip(places) {
        if record.u32(place)? == ELSEWHERE {
            *number = Record(long.ok_or(Flaw::ArchiveMalformed)?).u64(at)?;
            at += 8;
        } else {
            *number = record.size(place)?;
        }
    }
    if long.is_none_or(|long| long.len() == at && at > 0) { Ok(out) } else { Err(Flaw::ArchiveMalformed) }
}

/// Where the entry's bytes begin, and where the next entry does, once the local header is found to say what the directory does.
fn local(bytes: &[u8], listed: &Listed<'_>) -> Result<(usize, usize), Flaw> {
    let differs = Flaw::HeadersDiffer;
    let record = Record(bytes.get(listed.offset..).ok_or(differs)?);
    let (name, extra) = (record.length(26)?, record.length(28)?);
    let behind = listed.flags & SIZES_BEHIND != 0;
    let start = listed.offset + 30 + name + extra;
    // A reader that takes its sizes from here must find those of the directory, in whichever of the two places it looks.
    let long = match record.0.get(30 + name..start - listed.offset) {
        Some(extra) => extras(extra)?,
        None => return Err(differs),
    };
    let told = (record.size(22)?, record.size(18)?);
    let sizes = match long {
        Some(long) if long.len() == 16 => {
            let inside = (Record(long).u64(0)?, Record(long).u64(8)?);
            let elsewhere = record.u32(18)? == ELSEWHERE && record.u32(22)? == ELSEWHERE;
            if elsewhere || told == inside { inside } else { return Err(differs) }
        }
        Some(_) => return Err(Flaw::ArchiveMalformed),
        None => told,
    };
    let right = (listed.unpacked, listed.packed);
    let (same_sizes, zeros) = (sizes == right && record.u32(14)? == listed.checksum, sizes == (0, 0) && record.u32(14)? == 0);
    let flags = record.u16(6)? ^ listed.flags;
    let same = record.u32(0)? == LOCAL
        && (flags == 0 || (flags == UTF8_NAMES && listed.name.is_ascii()))
        && record.u16(8)? == listed.method
        && record.0.get(30..30 + name) == Some(listed.name)
        && (same_sizes || (behind && zeros));
    let end = start.checked_add(listed.packed).ok_or(differs)?;
    if !same {
        return Err(differs);
    }
    if !behind {
        return Ok((start, end));
    }
    let descriptor = Record(bytes.get(end..).ok_or(differs)?);
    let marked = if descriptor.u32(0)? == DESCRIPTOR { 4 } else { 0 };
    let checksum = descriptor.u32(marked)? == listed.checksum;
    let short = (descriptor.size(marked + 8), descriptor.size(marked + 4)) == (Ok(listed.unpacked), Ok(listed.packed));
    let wide = (descriptor.u64(marked + 12), descriptor.u64(marked + 4)) == (Ok(listed.unpacked), Ok(listed.packed));
    match (checksum, long.is_some()) {
        (true, true) if wide => Ok((start, end + marked + 20)),
        (true, _) if short => Ok((start, end + marked + 12)),
        _ => Err(differs),
    }
}

/// The content; `None` for a folder, which must be empty.
fn unpack(packed: &[u8], listed: &Listed<'_>, name: &str) -> Result<Option<Vec<u8>>, Flaw> {
    if name.ends_with('/') {
        return if listed.unpacked == 0 && packed.len() <= 2 { Ok(None) } else { Err(Flaw::EntryName) };
    }
    let content = if listed.method == 0 {
        packed.to_vec()
    } else {
        // One byte more than promised, so that more is seen to be more.
        let mut content = Vec::with_capacity(listed.unpacked + 1);
        let mut inflate = Decompress::new(false);
        let ended = inflate.decompress_vec(packed, &mut content, FlushDecompress::Finish).map_err(|_| Flaw::ArchiveMalformed)?;
        let consumed = usize::try_from(inflate.total_in()).unwrap_or(0);
        if ended != Status::StreamEnd || consumed != packed.len() {
            return Err(Flaw::HeadersDiffer);
        }
        content
    };
    let mut checksum = flate2::Crc::new();
    checksum.update(&content);
    if content.len() != listed.unpacked || checksum.sum() != listed.checksum {
        return Err(Flaw::HeadersDiffer);
    }
    Ok(Some(content))
}
