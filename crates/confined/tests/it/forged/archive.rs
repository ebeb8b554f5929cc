//! Archives that say two things, hide things, or unpack to too much.

use super::{Corpus, Originals};
use documents::verify::Flaw;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;

/// An entry as it is written, every field of which can be wrong.
#[derive(Clone, Default)]
struct Raw {
    name: Vec<u8>,
    /// The name in front of the data, when it differs from the directory's.
    local_name: Option<Vec<u8>>,
    method: u16,
    local_method: Option<u16>,
    flags: u16,
    checksum: u32,
    local_checksum: Option<u32>,
    unpacked: u32,
    packed: Vec<u8>,
    told_packed: Option<u32>,
    extra: Vec<u8>,
    local_extra: Vec<u8>,
    attributes: u32,
    /// Bytes in front of the entry, and behind its data.
    before: Vec<u8>,
    after: Vec<u8>,
    unlisted: bool,
    /// Listed as beginning this much later.
    shifted: u32,
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

impl Raw {
    fn stored(name: impl Into<Vec<u8>>, content: &[u8]) -> Self {
        Self { name: name.into(), checksum: checksum(content), unpacked: length(content), packed: content.to_vec(), ..Self::default() }
    }

    fn deflated(name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        Self { method: 8, packed: encoder.finish().unwrap(), ..Self::stored(name, content) }
    }
}

/// What both headers of an entry share: version, flags, method, time, checksum, sizes, lengths.
fn fields(raw: &Raw, method: u16, checksum: u32, name: &[u8], extra: &[u8]) -> Vec<u8> {
    let short = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
    let mut out = 20u16.to_le_bytes().to_vec();
    for number in [raw.flags, method, 0, 0x21] {
        out.extend(number.to_le_bytes());
    }
    for number in [checksum, raw.told_packed.unwrap_or_else(|| length(&raw.packed)), raw.unpacked] {
        out.extend(number.to_le_bytes());
    }
    out.extend(short(name.len()));
    out.extend(short(extra.len()));
    out
}

fn archive(entries: &[Raw]) -> Vec<u8> {
    let (mut out, mut directory, mut listed) = (Vec::new(), Vec::new(), 0u16);
    for raw in entries {
        out.extend(&raw.before);
        let offset = length(&out) + raw.shifted;
        let name = raw.local_name.as_ref().unwrap_or(&raw.name);
        out.extend(b"PK\x03\x04");
        out.extend(fields(raw, raw.local_method.unwrap_or(raw.method), raw.local_checksum.unwrap_or(raw.checksum), name, &raw.local_extra));
        out.extend([name.as_slice(), &raw.local_extra, &raw.packed, &raw.after].concat());
        if raw.unlisted {
            continue;
        }
        listed += 1;
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(fields(raw, raw.method, raw.checksum, &raw.name, &raw.extra));
        directory.extend([0; 6]);
        directory.extend(raw.attributes.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend([raw.name.as_slice(), &raw.extra].concat());
    }
    let start = length(&out);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([listed.to_le_bytes(), listed.to_le_bytes()].concat());
    out.extend([length(&directory).to_le_bytes(), start.to_le_bytes()].concat());
    out.extend([0, 0]);
    out
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    let plain: Vec<Raw> = originals.entries().iter().map(|(name, content)| Raw::stored(name.as_str(), content)).collect();
    let trust = originals.parties.trust();
    assert!(
        documents::verify::verify(&archive(&plain), &trust, originals.parties.now + 60).accepted,
        "the forger's archiver itself is right"
    );
    let mut add = |name: &str, reason: Flaw, change: &dyn Fn(&mut Vec<Raw>)| {
        let mut entries = plain.clone();
        change(&mut entries);
        corpus.add(format!("OFD archive: {name}"), reason, archive(&entries));
    };
    names(&mut add);
    entries(&mut add);
    sizes(&mut add);
    ends(&originals.ofd, corpus);
}

type Add<'a> = dyn FnMut(&str, Flaw, &dyn Fn(&mut Vec<Raw>)) + 'a;

fn names(add: &mut Add<'_>) {
    let long = "x".repeat(300);
    let names: [(&str, &[u8]); 15] = [
        ("leads out of the package", b"../OFD.xml"),
        ("leads out and back", b"Doc_0/../../OFD.xml"),
        ("is absolute", b"/Doc_0/x.xml"),
        ("has a backslash", b"Doc_0\\x.xml"),
        ("has a drive", b"C:x.xml"),
        ("has an empty part", b"Doc_0//x.xml"),
        ("begins with a dot", b"./x.xml"),
        ("has a dot inside", b"Doc_0/./x.xml"),
        ("has a line break", b"x\n.xml"),
        ("has a zero", b"x\0.xml"),
        ("turns the reading direction", "x\u{202e}lmx.xml".as_bytes()),
        ("begins with a blank", b" x.xml"),
        ("ends with a blank", b"x.xml "),
        ("is not UTF-8", b"\xd5\xc2.xml"),
        ("is too long", long.as_bytes()),
    ];
    for (what, name) in names {
        add(&format!("a name that {what}"), Flaw::EntryName, &|entries| entries.push(Raw::stored(name, b"<x/>")));
    }
    add("a name that is empty", Flaw::EntryName, &|entries| entries.push(Raw::stored(b"", b"<x/>")));
    add("the main entry twice, first the forged one", Flaw::EntryDuplicate, &|entries| entries.insert(0, Raw::stored("OFD.xml", b"<x/>")));
    add("the main entry twice, last the forged one", Flaw::EntryDuplicate, &|entries| entries.push(Raw::stored("OFD.xml", b"<x/>")));
    add("the main entry again in small letters", Flaw::EntryDuplicate, &|entries| entries.push(Raw::stored("ofd.XML", b"<x/>")));
    add("a page twice", Flaw::EntryDuplicate, &|entries| {
        let page = entries.iter().find(|entry| entry.name.ends_with(b"Content.xml")).unwrap().clone();
        entries.push(page);
    });
    add("another name in front of the data", Flaw::HeadersDiffer, &|entries| entries[1].local_name = Some(b"Doc_0/Other.xml".to_vec()));
    add("a name of another length in front of the data", Flaw::HeadersDiffer, &|entries| entries[1].local_name = Some(b"x".to_vec()));
}

fn entries(add: &mut Add<'_>) {
    add("an entry that the directory does not list", Flaw::ArchiveGap, &|entries| {
        entries.insert(1, Raw { unlisted: true, ..Raw::stored("Doc_0/hidden.xml", b"<x/>") });
    });
    add("an unlisted entry at the end", Flaw::ArchiveGap, &|entries| {
        entries.push(Raw { unlisted: true, ..Raw::stored("Doc_0/hidden.xml", b"<x/>") });
    });
    add("bytes between two entries", Flaw::ArchiveGap, &|entries| entries[2].before = b"hidden".to_vec());
    add("bytes behind the last entry", Flaw::ArchiveGap, &|entries| entries.last_mut().unwrap().after = b"hidden".to_vec());
    add("one byte between two entries", Flaw::ArchiveGap, &|entries| entries[1].before = vec![0]);
    add("an entry that begins inside another", Flaw::ArchiveGap, &|entries| entries[1].shifted = 4);
    add("another method in front of the data", Flaw::HeadersDiffer, &|entries| entries[1].local_method = Some(8));
    add("another checksum in front of the data", Flaw::HeadersDiffer, &|entries| entries[1].local_checksum = Some(1));
    add("a wrong checksum", Flaw::HeadersDiffer, &|entries| entries[1].checksum ^= 1);
    add("one byte more than promised", Flaw::HeadersDiffer, &|entries| entries[1].unpacked -= 1);
    add("one byte less than promised", Flaw::HeadersDiffer, &|entries| entries[1].unpacked += 1);
    for (what, bit) in [("encrypted", 0x1), ("patched", 0x20), ("strongly encrypted", 0x40), ("masked", 0x2000)] {
        add(&format!("an entry marked as {what}"), Flaw::ArchiveEncrypted, &|entries| entries[1].flags |= bit);
    }
    for method in [1, 9, 12, 14, 93, 95, 98, 99] {
        add(&format!("an entry packed by method {method}"), Flaw::ArchiveEncrypted, &|entries| entries[1].method = method);
    }
    add("a symbolic link", Flaw::ArchiveMalformed, &|entries| entries[1].attributes = 0o120_777 << 16);
    add("a Zip64 field in the directory", Flaw::ArchiveMalformed, &|entries| entries[1].extra = b"\x01\0\x08\0\x01\0\0\0\0\0\0\0".to_vec());
    add("a Zip64 field in front of the data", Flaw::ArchiveMalformed, &|entries| {
        entries[1].local_extra = b"\x01\0\x08\0\x01\0\0\0\0\0\0\0".to_vec()
    });
    let long = |unpacked: u64, packed: u64| [b"\x01\0\x10\0".as_slice(), &unpacked.to_le_bytes(), &packed.to_le_bytes()].concat();
    add("Zip64 sizes in front of the data that are others", Flaw::HeadersDiffer, &|entries| entries[1].local_extra = long(1, 1));
    add("Zip64 sizes in front of the data that are larger by one", Flaw::HeadersDiffer, &|entries| {
        let size = entries[1].packed.len() as u64;
        entries[1].local_extra = long(size + 1, size);
    });
    add("Zip64 sizes twice in front of the data", Flaw::ArchiveMalformed, &|entries| {
        let size = entries[1].packed.len() as u64;
        entries[1].local_extra = [long(size, size), long(size, size)].concat();
    });
    add("Zip64 sizes in the directory beside the usual ones", Flaw::ArchiveMalformed, &|entries| {
        let size = entries[1].packed.len() as u64;
        entries[1].extra = long(size, size);
    });
    add("Zip64 sizes promised in the directory that are not there", Flaw::ArchiveMalformed, &|entries| entries[1].unpacked = u32::MAX);
    add("the flag of UTF-8 names in one header of a name beyond ASCII", Flaw::EntryNameUnclear, &|entries| {
        entries.push(Raw::stored("Doc_0/附件.bin", b"x"));
    });
    add("a Unicode name beside the name", Flaw::ArchiveMalformed, &|entries| entries[1].extra = b"\x75\x70\x06\0\x01\0\0\0\0x".to_vec());
    add("an extra field that is cut off", Flaw::ArchiveMalformed, &|entries| entries[1].extra = b"\x99\x99\xff\0".to_vec());
    add("a folder with content", Flaw::EntryName, &|entries| entries.push(Raw::stored("Doc_0/x/", b"<x/>")));
    add("sizes behind the data that are not there", Flaw::HeadersDiffer, &|entries| entries[1].flags |= 8);
}

fn sizes(add: &mut Add<'_>) {
    add("a bomb: 80 MB of zeros", Flaw::ArchiveBomb, &|entries| entries.push(Raw::deflated("Doc_0/x.xml", &vec![0; 80_000_000])));
    add("a bomb that tells a small size", Flaw::HeadersDiffer, &|entries| {
        entries.push(Raw { unpacked: 4, ..Raw::deflated("Doc_0/x.xml", &vec![0; 20_000_000]) });
    });
    add("a bomb of many entries", Flaw::ArchiveBomb, &|entries| {
        entries.extend((0..2_001).map(|number| Raw::stored(format!("Doc_0/{number}.xml"), b"<x/>")));
    });
    add("a bomb of several large entries", Flaw::ArchiveBomb, &|entries| {
        entries.extend((0..70).map(|number| Raw::deflated(&format!("Doc_0/{number}.xml"), &vec![0; 1_000_000])));
    });
    add("bytes behind the end of packed data", Flaw::HeadersDiffer, &|entries| {
        let mut entry = Raw::deflated("Doc_0/x.xml", b"<x/>");
        entry.packed.extend(b"hidden");
        entries.push(entry);
    });
    add("packed data that is no such data", Flaw::ArchiveMalformed, &|entries| {
        entries.push(Raw { method: 8, packed: vec![0xff; 8], ..Raw::stored("Doc_0/x.xml", b"<x/>") });
    });
    add("a packed size that reaches over the end", Flaw::ArchiveMalformed, &|entries| {
        entries.push(Raw { told_packed: Some(9_000_000), ..Raw::stored("Doc_0/x.xml", b"<x/>") });
    });
}

/// What stands at the ends of the file.
fn ends(ofd: &[u8], corpus: &mut Corpus) {
    let mut add = |name: &str, reason: Flaw, bytes: Vec<u8>| corpus.add(format!("OFD archive: {name}"), reason, bytes);
    add("a line break appended", Flaw::TrailingBytes, [ofd, b"\n"].concat());
    add("a zero appended", Flaw::TrailingBytes, [ofd, b"\0"].concat());
    add("a PDF appended", Flaw::TrailingBytes, [ofd, b"%PDF-1.7\n%%EOF\n"].concat());
    add("a page of markup appended", Flaw::TrailingBytes, [ofd, b"<html><script>alert(1)</script></html>"].concat());
    add("padded beyond what is looked at", Flaw::TooLarge, [ofd, vec![0; documents::verify::FILE_MAX].as_slice()].concat());
    add("itself appended", Flaw::ArchiveMalformed, [ofd, ofd].concat());
    add("a shell script in front", Flaw::ArchiveGap, [b"#!/bin/sh\n", ofd].concat());
    add("a picture in front", Flaw::ArchiveGap, [b"\xff\xd8\xff\xe0", ofd].concat());
    add("a PDF head in front", Flaw::TrailingBytes, [b"%PDF-1.7\n", ofd].concat());
    let patched = |from_end: usize, byte: u8| {
        let mut bytes = ofd.to_vec();
        let at = bytes.len() - from_end;
        bytes[at] = bytes[at].wrapping_add(byte);
        bytes
    };
    add("a comment that is not there", Flaw::ArchiveMalformed, patched(2, 1));
    add("a comment", Flaw::TrailingBytes, [patched(2, 4), b"note".to_vec()].concat());
    add("a directory that begins later", Flaw::ArchiveMalformed, patched(6, 1));
    add("a longer directory", Flaw::ArchiveMalformed, patched(10, 1));
    add("one entry more in all", Flaw::ArchiveMalformed, patched(12, 1));
    add("one entry more on this volume", Flaw::ArchiveMalformed, patched(14, 1));
    add("a second volume", Flaw::ArchiveMalformed, patched(18, 1));
    let fewer = {
        let mut bytes = patched(12, 255);
        let at = bytes.len() - 14;
        bytes[at] = bytes[at].wrapping_sub(1);
        bytes
    };
    add("one entry fewer than the directory has", Flaw::ArchiveGap, fewer);
}
