//! Whose paper it is: the record that documents of ours carry, read without mercy, and held against who signed.
//!
//! A record names the organisation whose paper it is. That is believed when that organisation's own certificate signed the whole file,
//! and only then. A file that looks like ours and has no such record is told to be just that (K2).

use super::{Flaw, Issuer, Signature};
use crate::ofd::RECORD;
use domain::number::GuaranteeNumber;
use domain::party::Uscc;
use domain::text::figures;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::fmt;

/// Largest record, in bytes; ours are below two thousand.
pub(super) const RECORD_MAX: usize = 64 * 1024;

/// What a file carries in the place of a record.
#[derive(Default)]
pub(super) enum Carried {
    /// Nothing.
    #[default]
    Nothing,
    /// A file of the record's name where we put it.
    Record(Vec<u8>),
    /// A record somewhere else, under another name, or more than one.
    Misplaced,
}

/// A record that was read.
pub(super) struct Record {
    pub(super) text: String,
    format: String,
    issuer: Uscc,
    applicant: Option<Uscc>,
}

/// JSON in which no key stands twice at any depth: two readers would see two records.
struct Plain(Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON without repeated keys")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_str<E>(self, value: &str) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
                let mut out = Vec::new();
                while let Some(Plain(item)) = items.next_element()? {
                    out.push(item);
                }
                Ok(Value::Array(out))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
                let mut out = Map::new();
                while let Some((key, Plain(value))) = entries.next_entry::<String, Plain>()? {
                    if out.insert(key, value).is_some() {
                        return Err(A::Error::custom("a key stands twice"));
                    }
                }
                Ok(Value::Object(out))
            }
        }
        deserializer.deserialize_any(Reader).map(Plain)
    }
}

impl Record {
    fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > RECORD_MAX {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok()?.to_owned();
        let Plain(value) = serde_json::from_str(&text).ok()?;
        let format = value.get("format")?.as_str()?.to_owned();
        // Whoever wrote the record had it from a certificate or an authority (E23), and wrote it as it is.
        let code = |party: &str| {
            let told = value.get(party)?.get("uscc")?.as_str()?;
            Uscc::vouched(told).ok().filter(|code| code.as_str() == told)
        };
        let issuer = code("issuer")?;
        let applicant = code("applicant");
        format.starts_with(FORMAT).then_some(Self { text, format, issuer, applicant })
    }

    /// Whether two parties agree in it.
    fn is_agreement(&self) -> bool {
        self.format.starts_with("kaihan.agreement.")
    }

    /// Whether this organisation is the one whose paper it is.
    fn is_by(&self, code: Option<&str>) -> bool {
        code == Some(self.issuer.as_str())
    }
}

/// How the format of every record begins.
const FORMAT: &str = "kaihan.";
/// The same as it stands in a record's text, and formats of other attachments of ours.
const FORMATS_ELSEWHERE: [&str; 2] = ["kaihan.validation.", "kaihan.sm2-signature."];

/// Whether a file is, or wants to pass for, a record: by its name, or by what it holds.
pub(super) fn is_like_one(name: &str, bytes: &[u8]) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let head = bytes.get(..RECORD_MAX).unwrap_or(bytes);
    let holds = head.windows(FORMAT.len() + 1).enumerate().filter(|(_, part)| part.starts_with(b"\"") && part.ends_with(FORMAT.as_bytes()));
    let mut formats = holds.map(|(at, _)| head.get(at + 1..).unwrap_or_default());
    file.eq_ignore_ascii_case(RECORD)
        || formats.any(|format| !FORMATS_ELSEWHERE.iter().any(|elsewhere| format.starts_with(elsewhere.as_bytes())))
}

/// Whether a text names a guarantee by a number of ours.
pub(super) fn names_one(text: &[u8]) -> bool {
    let mut starts = text.windows(2).enumerate().filter(|(_, pair)| pair == b"BH").map(|(at, _)| at);
    starts.any(|at| {
        let number = text.get(at..at + GuaranteeNumber::LENGTH).and_then(|part| std::str::from_utf8(part).ok());
        number.is_some_and(|number| number.parse::<GuaranteeNumber>().is_ok())
    })
}

/// Whether what stands on pages names a guarantee by a number of ours, however it is set: glyph by glyph, in another order than it stands in,
/// in full width, with blanks and dashes.
pub(super) fn is_numbered(written: &[String]) -> bool {
    written.iter().any(|text| names_one(figures(text).replace('-', "").to_uppercase().as_bytes()))
}

/// The record of a file that carries `carried`, and has our number or layout on it when `marked`.
///
/// # Errors
/// [`Flaw::RecordMissing`], [`Flaw::RecordMisplaced`], [`Flaw::RecordUnreadable`].
pub(super) fn read(carried: &Carried, marked: bool) -> Result<Option<Record>, Flaw> {
    match carried {
        Carried::Nothing if marked => Err(Flaw::RecordMissing),
        Carried::Nothing => Ok(None),
        Carried::Misplaced => Err(Flaw::RecordMisplaced),
        Carried::Record(bytes) => Record::parse(bytes).map(Some).ok_or(Flaw::RecordUnreadable),
    }
}

/// Whose paper it is by its record, once signatures are judged: the organisation whose own certificate made one that is right. People's
/// certificates count for one thing only, the applicant's seal on an agreement that the institution sealed after it.
///
/// # Errors
/// [`Flaw::CertificateOfAnother`] when the organisation named did not sign.
pub(super) fn whose(record: Option<&Record>, signatures: &mut [Signature]) -> Result<Option<Issuer>, Flaw> {
    let by = |signature: &Signature| !signature.personal && record.is_some_and(|record| record.is_by(signature.code.as_deref()));
    let last = signatures.iter().rposition(by);
    for (index, signature) in signatures.iter_mut().enumerate().filter(|(_, signature)| signature.personal) {
        let applicant = record.filter(|record| record.is_agreement()).and_then(|record| record.applicant.as_ref());
        let expected = applicant.is_some_and(|applicant| signature.code.as_deref() == Some(applicant.as_str()));
        if !expected || last.is_none_or(|last| last < index) {
            signature.refuse(Flaw::CertificatePersonal);
        }
    }
    let Some(record) = record else { return Ok(None) };
    let by = last.and_then(|last| signatures.get(last)).ok_or(Flaw::CertificateOfAnother)?;
    let right = by.flaws.is_empty();
    Ok(right.then(|| Issuer { name: by.signer.clone(), code: record.issuer.to_string(), format: record.format.clone() }))
}
