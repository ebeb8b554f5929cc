//! Names in certificates: read by the tag of each string, compared as RFC 5280 §7.1 has it.

use der::oid::ObjectIdentifier;
use std::fmt::Write;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{Name, RelativeDistinguishedName};

const UTF8: u8 = 0x0c;
const NUMERIC: u8 = 0x12;
const PRINTABLE: u8 = 0x13;
const TELETEX: u8 = 0x14;
const IA5: u8 = 0x16;
const VISIBLE: u8 = 0x1a;
const UNIVERSAL: u8 = 0x1c;
const BMP: u8 = 0x1e;

/// The text of a string with this tag; `None` for anything that is not wholly text in the alphabet the tag names, so that nothing is
/// half read. Teletex strings hold whatever their CA meant (Latin-1, GBK): beyond ASCII they are not guessed at.
pub(super) fn decode(tag: u8, bytes: &[u8]) -> Option<String> {
    let text = match tag {
        UTF8 => std::str::from_utf8(bytes).ok()?.to_owned(),
        PRINTABLE | IA5 | NUMERIC | VISIBLE | TELETEX if bytes.is_ascii() => std::str::from_utf8(bytes).ok()?.to_owned(),
        // Some CAs of this country put UTF-8 under these tags (GM-5).
        PRINTABLE | IA5 => std::str::from_utf8(bytes).ok()?.to_owned(),
        BMP => {
            let (pairs, []) = bytes.as_chunks::<2>() else { return None };
            char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair))).collect::<Result<_, _>>().ok()?
        }
        UNIVERSAL => {
            let (words, []) = bytes.as_chunks::<4>() else { return None };
            words.iter().map(|word| char::from_u32(u32::from_be_bytes(*word))).collect::<Option<_>>()?
        }
        _ => return None,
    };
    if text.chars().any(char::is_control) { None } else { Some(text) }
}

fn tag(attribute: &AttributeTypeAndValue) -> u8 {
    use der::Tagged;
    attribute.value.tag().number().value().try_into().unwrap_or(u8::MAX)
}

/// The value as text, if it is that.
pub(super) fn readable(attribute: &AttributeTypeAndValue) -> Option<String> {
    decode(tag(attribute), attribute.value.value())
}

/// The value as text, or all of it as `#` and hexadecimal (RFC 4514 §2.4).
fn value(attribute: &AttributeTypeAndValue) -> String {
    readable(attribute).unwrap_or_else(|| {
        let der = der::Encode::to_der(&attribute.value).unwrap_or_default();
        format!("#{}", hex::encode(der))
    })
}

fn label(oid: ObjectIdentifier) -> String {
    let known = match oid.to_string().as_str() {
        "2.5.4.3" => "CN",
        "2.5.4.5" => "SERIALNUMBER",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "0.9.2342.19200300.100.1.25" => "DC",
        "0.9.2342.19200300.100.1.1" => "UID",
        "1.2.840.113549.1.9.1" => "emailAddress",
        _ => return oid.to_string(),
    };
    known.to_owned()
}

/// A name as people read it: the most particular part first, as RFC 4514 writes it.
pub(super) fn text(name: &Name) -> String {
    let parts: Vec<&RelativeDistinguishedName> = name.iter_rdn().collect();
    let mut out = String::new();
    for part in parts.into_iter().rev() {
        for (index, attribute) in part.iter().enumerate() {
            let joint = if index > 0 {
                "+"
            } else if out.is_empty() {
                ""
            } else {
                ","
            };
            let escaped = value(attribute).chars().fold(String::new(), |mut text, character| {
                if matches!(character, ',' | '+' | '"' | '\\' | '<' | '>' | ';') {
                    text.push('\\');
                }
                text.push(character);
                text
            });
            let _ = write!(out, "{joint}{}={escaped}", label(attribute.oid));
        }
    }
    out
}

/// A value in the form it is compared in: small letters, blanks at the ends dropped and those inside counted as one. Only how two
/// names are found to be candidates for one another hangs on it; whether one issued the other is decided by the signature.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn attribute_matches(one: &AttributeTypeAndValue, other: &AttributeTypeAndValue) -> bool {
    if one == other {
        return true;
    }
    let read = |attribute: &AttributeTypeAndValue| readable(attribute).map(|text| folded(&text));
    one.oid == other.oid && matches!((read(one), read(other)), (Some(one), Some(other)) if one == other)
}

/// Whether two sets of attributes are the same one, whatever their order.
pub(super) fn part_matches(one: &RelativeDistinguishedName, other: &RelativeDistinguishedName) -> bool {
    let within = |these: &RelativeDistinguishedName, those: &RelativeDistinguishedName| {
        these.iter().all(|this| those.iter().any(|that| attribute_matches(this, that)))
    };
    one.len() == other.len() && within(one, other) && within(other, one)
}

/// Whether two names are the same one: string types, letter case and runs of blanks do not count (RFC 5280 §7.1).
pub(super) fn matches(one: &Name, other: &Name) -> bool {
    let (one, other): (Vec<_>, Vec<_>) = (one.iter_rdn().collect(), other.iter_rdn().collect());
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| part_matches(one, other))
}
