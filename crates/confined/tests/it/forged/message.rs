//! The signature message inside a PDF (CMS), changed where it stands.

use super::{Corpus, Originals};
use documents::verify::Flaw;

/// Where the hexadecimal message is.
pub(super) fn hole(pdf: &[u8]) -> std::ops::Range<usize> {
    let start = pdf.windows(10).rposition(|part| part == b"/Contents<").unwrap() + 10;
    let end = start + pdf[start..].iter().position(|byte| *byte == b'>').unwrap();
    start..end
}

/// The PDF with its message changed; zeros fill the place up.
fn with(pdf: &[u8], change: &dyn Fn(&mut Vec<u8>)) -> Vec<u8> {
    let place = hole(pdf);
    let whole = hex::decode(&pdf[place.clone()]).unwrap();
    let length = 4 + usize::from(whole[2]) * 256 + usize::from(whole[3]);
    let mut message = whole[..length].to_vec();
    change(&mut message);
    message.resize(whole.len(), 0);
    let mut out = pdf.to_vec();
    out[place].copy_from_slice(hex::encode(message).as_bytes());
    out
}

/// Replaces the occurrence number `which` of `from`; both are of one length.
fn swap(message: &mut [u8], from: &[u8], to: &[u8], which: usize) {
    let at = message.windows(from.len()).enumerate().filter(|(_, part)| *part == from).nth(which).unwrap().0;
    message[at..at + to.len()].copy_from_slice(to);
}

const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
const SIGNING_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x2f];

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    let pdf = &originals.pdf;
    let mut add = |name: &str, reason: Option<Flaw>, change: &dyn Fn(&mut Vec<u8>)| {
        corpus.add(format!("PDF message: {name}"), reason, with(pdf, change));
    };
    let last = |bytes: &[u8], by: u8| [&bytes[..bytes.len() - 1], &[by]].concat();
    // The first naming of the hash is in the list of digests, the second is the signer's.
    let signers_hash = |message: &[u8]| message.windows(SHA256.len()).filter(|part| *part == SHA256).count();
    add("another hash named: SHA-512", None, &|message| swap(message, SHA256, &last(SHA256, 3), 1));
    add("another hash named: SHA-224", None, &|message| {
        assert!(signers_hash(message) > 1);
        swap(message, SHA256, &last(SHA256, 4), 1);
    });
    add("another algorithm named: ECDSA with SHA-1", None, &|message| {
        let at = message.windows(ECDSA_SHA256.len()).position(|part| part == ECDSA_SHA256).unwrap();
        message[at + ECDSA_SHA256.len() - 2..at + ECDSA_SHA256.len()].copy_from_slice(&[4, 1]);
    });
    let kinds = message_kinds();
    for (name, from, to) in &kinds {
        add(name, None, &|message| swap(message, from, to, 0));
    }
    add("a byte behind the message", Some(Flaw::SignatureMalformed), &|message| message.push(1));
    add("a second message behind it", Some(Flaw::SignatureMalformed), &|message| {
        let again = message.clone();
        message.extend(again);
    });
    add("its second half zeros", None, &|message| {
        let half = message.len() / 2;
        message[half..].fill(0);
    });
    add("cut off", Some(Flaw::SignatureMalformed), &|message| message.truncate(message.len() / 4));
    // With an open length alone it would be the same message in BER, which is accepted (E7).
    let open = |message: &mut Vec<u8>| {
        message[1] = 0x80;
        message.drain(2..4);
    };
    add("an open length that ends, with a byte behind it (BER)", Some(Flaw::SignatureMalformed), &|message| {
        open(message);
        message.extend([0, 0, 5]);
    });
    add("an open length that ends twice (BER)", None, &|message| {
        open(message);
        message.splice(2..2, [0, 0]);
        message.extend([0, 0]);
    });
    add("open lengths in one another without end (BER)", Some(Flaw::SignatureMalformed), &|message| {
        *message = [0x30, 0x80].repeat(100);
    });
    add("another element inside the open one (BER)", Some(Flaw::SignatureMalformed), &|message| {
        open(message);
        message.extend([0x02, 0x01, 0x01, 0, 0]);
    });
    add("an open length of an element that is not made of elements (BER)", Some(Flaw::SignatureMalformed), &|message| {
        *message = vec![0x04, 0x80, 0x04, 0x01, 0x61, 0, 0];
    });
    add("the message as the pieces of a string (BER)", Some(Flaw::SignatureMalformed), &|message| {
        message[0] = 0x24;
    });
    add("a length of four gigabytes", Some(Flaw::SignatureMalformed), &|message| {
        let rest = message.split_off(4);
        *message = [&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], rest.as_slice()].concat();
    });
    add("a length written longer than needed", None, &|message| {
        let rest = message.split_off(4);
        *message = [&[0x30, 0x83, 0, message[2], message[3]], rest.as_slice()].concat();
    });
    add("nothing but zeros", Some(Flaw::SignatureMalformed), &|message| message.fill(0));
    for part in 1..8 {
        add(&format!("one bit changed at {part}/8"), None, &|message| {
            let at = message.len() * part / 8;
            message[at] ^= 4;
        });
    }
    let other = &originals.other_pdf;
    let message = hex::decode(&other[hole(other)]).unwrap();
    add("the message of another letter", Some(Flaw::ContentAltered), &|own| {
        own.clear();
        own.extend(&message);
    });
}

fn message_kinds() -> Vec<(&'static str, &'static [u8], Vec<u8>)> {
    let last = |bytes: &[u8], by: u8| [&bytes[..bytes.len() - 1], &[by]].concat();
    vec![
        ("enveloped instead of signed", SIGNED_DATA, last(SIGNED_DATA, 3)),
        ("the content of another kind", DATA, last(DATA, 5)),
        ("no message digest", MESSAGE_DIGEST, last(MESSAGE_DIGEST, 6)),
        ("no content type", CONTENT_TYPE, last(CONTENT_TYPE, 7)),
        ("no signing certificate", SIGNING_CERTIFICATE, last(SIGNING_CERTIFICATE, 0x30)),
    ]
}
