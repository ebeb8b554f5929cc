//! Every fuzz target under seeded mutations of its seeds: what `cargo xtask fuzz` does for hours, for seconds.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Mutations of each seed.
const ROUNDS: u32 = 120;
/// Bytes that formats give a meaning to.
const TELLING: [&[u8]; 12] =
    [b"\0", b"\xff", b"\x80", b"<", b">", b"/", b"PK\x03\x04", b"%%EOF", b"<!DOCTYPE a>", b"/ByteRange[0 0 0 0]", b"\x30\x80", b"obj"];

/// A number below `end`.
fn below(random: &mut ChaCha20Rng, end: usize) -> usize {
    random.next_u32() as usize % end.max(1)
}

/// Changes, cuts out, doubles, moves or puts in, once or a few times.
fn mutated(seed: &[u8], random: &mut ChaCha20Rng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=below(random, 4) {
        let at = below(random, bytes.len());
        let end = (at + 1 + below(random, 64)).min(bytes.len());
        match below(random, 6) {
            0 => bytes[at] ^= 1 << below(random, 8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            3 => bytes.truncate(at.max(1)),
            4 => {
                let telling = TELLING[below(random, TELLING.len())];
                bytes.splice(at..at, telling.iter().copied());
            }
            _ => {
                let to = below(random, bytes.len() - (end - at) + 1);
                bytes.copy_within(at..end, to);
            }
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
    bytes
}

fn target(seeds: &[&[u8]], run: fn(&[u8])) {
    let mut random = ChaCha20Rng::seed_from_u64(20_261_121);
    for seed in seeds {
        run(seed);
        for _ in 0..ROUNDS {
            run(&mutated(seed, &mut random));
        }
    }
}

#[test]
fn the_seeds_are_genuine() {
    assert!(fuzz::accepts(fuzz::OFD) && fuzz::accepts(fuzz::PDF));
}

#[test]
fn no_mutated_package_is_accepted_or_ends_the_program() {
    target(&[fuzz::OFD, b"PK\x03\x04"], fuzz::ofd_package);
}

#[test]
fn no_mutated_description_is_accepted_or_ends_the_program() {
    let entries = documents::package::read(fuzz::OFD).expect("the seed");
    let files = entries.iter().filter(|(path, _)| path.ends_with(".xml"));
    let seeds: Vec<Vec<u8>> = files.enumerate().map(|(index, (_, text))| [&[index as u8], text.as_slice()].concat()).collect();
    target(&seeds.iter().map(Vec::as_slice).collect::<Vec<_>>(), fuzz::ofd_xml);
}

#[test]
fn no_mutated_pdf_is_accepted_or_ends_the_program() {
    target(&[fuzz::PDF, b"%PDF-1.7\n%%EOF\n"], fuzz::pdf);
}

#[test]
fn no_mutated_seal_verifies_or_ends_the_program() {
    target(&[fuzz::SEAL, fuzz::SIGNATURE], fuzz::seal);
}

#[test]
fn no_mutated_message_verifies_or_ends_the_program() {
    target(&[fuzz::MESSAGE, b"\x30\x00"], fuzz::cms);
}

#[test]
fn no_mutated_table_ends_the_program_or_makes_money() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in String::from_utf8_lossy(fuzz::TABLE).lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet.write_string(row as u32, column as u16, cell).expect("a cell");
        }
    }
    let workbook = workbook.save_to_buffer().expect("a workbook");
    target(&[fuzz::TABLE, fuzz::MT940, &workbook], fuzz::table);
}
