//! Certificates and lists built by hand, for what our own authority never issues.

use crate::support::{NOW, YEAR};
use gm::certificate::{Certificate, RevocationList};
use gm::{Entropy, SecretKey};

pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match length {
        0..0x80 => vec![tag, u8::try_from(length).unwrap()],
        0x80..0x100 => vec![tag, 0x81, u8::try_from(length).unwrap()],
        _ => vec![tag, 0x82, u8::try_from(length >> 8).unwrap(), u8::try_from(length & 0xff).unwrap()],
    };
    [head.as_slice(), content].concat()
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

fn algorithm() -> Vec<u8> {
    sequence(&[&[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x83, 0x75]])
}

/// A common name as a string of this type.
pub(crate) fn name(tag: u8, text: &[u8]) -> Vec<u8> {
    sequence(&[&element(0x31, &sequence(&[&[6, 3, 0x55, 4, 3], &element(tag, text)]))])
}

/// `2.5.29.n`.
pub(crate) fn extension(number: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    sequence(&[&[6, 3, 0x55, 0x1d, number], critical, &element(4, value)])
}

fn time(seconds: i64) -> Vec<u8> {
    let at = der::DateTime::from_unix_duration(std::time::Duration::from_secs(u64::try_from(seconds).unwrap())).unwrap();
    let (year, month, day) = (at.year(), at.month(), at.day());
    element(0x18, format!("{year:04}{month:02}{day:02}{:02}{:02}{:02}Z", at.hour(), at.minutes(), at.seconds()).as_bytes())
}

fn signed(body: &[u8], key: &SecretKey, entropy: &dyn Entropy) -> Vec<u8> {
    let value = key.sign(body, entropy).unwrap();
    sequence(&[body, &algorithm(), &element(3, &[&[0], value.as_slice()].concat())])
}

/// What makes an authority of a certificate.
pub(crate) fn authority() -> Vec<Vec<u8>> {
    vec![extension(19, true, &sequence(&[&[1, 1, 0xff]])), extension(15, true, &[3, 2, 1, 6])]
}

/// A certificate for `key`, by name and key of its issuer.
pub(crate) fn certificate(
    (subject, key): (&[u8], &SecretKey),
    (issuer, issuer_key): (&[u8], &SecretKey),
    extensions: &[Vec<u8>],
    entropy: &dyn Entropy,
) -> Certificate {
    let curve = [6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x82, 0x2d];
    let point = element(3, &[&[0], key.public_key().to_bytes().as_slice()].concat());
    let info = sequence(&[&sequence(&[&[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1], &curve]), &point]);
    let mut serial = [0; 8];
    entropy.fill(&mut serial);
    serial[0] = 1;
    let valid = sequence(&[&time(NOW - YEAR / 2), &time(NOW + YEAR / 2)]);
    let more = if extensions.is_empty() { Vec::new() } else { element(0xa3, &element(0x30, &extensions.concat())) };
    let body = sequence(&[&[0xa0, 3, 2, 1, 2], &element(2, &serial), &algorithm(), issuer, &valid, subject, &info, &more]);
    Certificate::from_der(&signed(&body, issuer_key, entropy)).unwrap()
}

/// A list of these certificates, each with its entry's extensions, current around now.
pub(crate) fn list(
    (issuer, key): (&[u8], &SecretKey),
    entries: &[(&Certificate, Vec<u8>)],
    extensions: &[Vec<u8>],
    entropy: &dyn Entropy,
) -> RevocationList {
    let row = |(certificate, more): &(&Certificate, Vec<u8>)| {
        let (_, serial) = certificate.issuer_and_serial().unwrap();
        let more = if more.is_empty() { Vec::new() } else { element(0x30, more) };
        sequence(&[&serial, &time(NOW - 60), &more])
    };
    let rows: Vec<u8> = entries.iter().flat_map(row).collect();
    let rows = if rows.is_empty() { rows } else { element(0x30, &rows) };
    let all = [&[extension(20, false, &[2, 1, 9])], extensions].concat().concat();
    let body =
        sequence(&[&[2, 1, 1], &algorithm(), issuer, &time(NOW - 60), &time(NOW + 3_600), &rows, &element(0xa0, &element(0x30, &all))]);
    RevocationList::from_der(&signed(&body, key, entropy)).unwrap()
}
