//! Small pieces of DER: written by hand, as each structure is signed byte for byte; read strictly, keeping the very bytes.

use der::asn1::ObjectIdentifier;
use der::{DateTime, Decode, Encode, Reader, SliceReader};
use std::time::Duration;

pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BITS: u8 = 0x03;
pub(crate) const OCTETS: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const UTF8: u8 = 0x0c;
pub(crate) const IA5: u8 = 0x16;
pub(crate) const TIME: u8 = 0x18;
pub(crate) const BOOLEAN: u8 = 0x01;

/// The context-specific, constructed tag `[number]`.
pub(crate) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// One element: tag, length, content.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant = length.iter().position(|byte| *byte != 0).map_or(&length[length.len() - 1..], |at| &length[at..]);
    let mut out = vec![tag];
    if content.len() < 0x80 {
        out.extend(significant);
    } else {
        out.push(0x80 | u8::try_from(significant.len()).unwrap_or(0));
        out.extend(significant);
    }
    out.extend(content);
    out
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(SEQUENCE, &parts.concat())
}

/// `SET OF`, in DER's order.
pub(crate) fn set(tag: u8, mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    element(tag, &parts.concat())
}

pub(crate) fn integer(value: u64) -> Vec<u8> {
    value.to_der().unwrap_or_default()
}

pub(crate) fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    oid.to_der().unwrap_or_default()
}

pub(crate) fn octets(bytes: &[u8]) -> Vec<u8> {
    element(OCTETS, bytes)
}

pub(crate) fn bits(bytes: &[u8]) -> Vec<u8> {
    element(BITS, &[&[0], bytes].concat())
}

/// GeneralizedTime of UTC seconds; the epoch when they are outside its range.
pub(crate) fn time(seconds: i64) -> Vec<u8> {
    let duration = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    der::asn1::GeneralizedTime::from_unix_duration(duration).and_then(|time| time.to_der()).unwrap_or_default()
}

/// An algorithm identifier without parameters.
pub(crate) fn algorithm(identifier: ObjectIdentifier) -> Vec<u8> {
    sequence(&[&oid(identifier)])
}

/// Not the structure that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// An element that was read: its tag, its content, and all its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    pub(crate) whole: &'a [u8],
}

/// Reads the elements of some content one after another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    /// The elements inside the one element that `der` is, which must have this tag and nothing behind it.
    pub(crate) fn inside(der: &'a [u8], tag: u8) -> Result<Self, Malformed> {
        let mut outer = Self(der);
        let inner = outer.take(tag)?;
        outer.end()?;
        Ok(Self(inner.content))
    }

    pub(crate) const fn of(content: &'a [u8]) -> Self {
        Self(content)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) const fn end(&self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed) }
    }

    /// The next element, whatever it is.
    pub(crate) fn any(&mut self) -> Result<Element<'a>, Malformed> {
        let mut reader = SliceReader::new(self.0).map_err(|_| Malformed)?;
        let whole = reader.tlv_bytes().map_err(|_| Malformed)?;
        let parsed = der::AnyRef::from_der(whole).map_err(|_| Malformed)?;
        let tag = *whole.first().ok_or(Malformed)?;
        self.0 = self.0.get(whole.len()..).ok_or(Malformed)?;
        Ok(Element { tag, content: parsed.value(), whole })
    }

    /// The next element, which must have this tag.
    pub(crate) fn take(&mut self, tag: u8) -> Result<Element<'a>, Malformed> {
        let element = self.any()?;
        if element.tag == tag { Ok(element) } else { Err(Malformed) }
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Malformed> {
        if self.0.first() == Some(&tag) { self.take(tag).map(Some) } else { Ok(None) }
    }

    pub(crate) fn sequence(&mut self) -> Result<Elements<'a>, Malformed> {
        self.take(SEQUENCE).map(|element| Elements(element.content))
    }

    pub(crate) fn oid(&mut self) -> Result<ObjectIdentifier, Malformed> {
        ObjectIdentifier::from_der(self.take(OID)?.whole).map_err(|_| Malformed)
    }

    /// A small integer that is not negative.
    pub(crate) fn integer(&mut self) -> Result<u64, Malformed> {
        u64::from_der(self.take(INTEGER)?.whole).map_err(|_| Malformed)
    }

    pub(crate) fn octets(&mut self) -> Result<&'a [u8], Malformed> {
        self.take(OCTETS).map(|element| element.content)
    }

    /// A bit string of whole bytes.
    pub(crate) fn bits(&mut self) -> Result<&'a [u8], Malformed> {
        match self.take(BITS)?.content {
            [0, bytes @ ..] => Ok(bytes),
            _ => Err(Malformed),
        }
    }

    pub(crate) fn text(&mut self, tag: u8) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.take(tag)?.content).map_err(|_| Malformed)
    }

    /// GeneralizedTime as UTC seconds. A fraction, which RFC 3161 allows, is dropped.
    pub(crate) fn time(&mut self) -> Result<i64, Malformed> {
        let text = self.text(TIME)?.strip_suffix('Z').ok_or(Malformed)?;
        let text = text.split('.').next().unwrap_or(text);
        let part = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u16>().ok()).ok_or(Malformed);
        let small = |from: usize| part(from, from + 2).and_then(|value| u8::try_from(value).map_err(|_| Malformed));
        if text.len() != 14 {
            return Err(Malformed);
        }
        let time = DateTime::new(part(0, 4)?, small(4)?, small(6)?, small(8)?, small(10)?, small(12)?).map_err(|_| Malformed)?;
        i64::try_from(time.unix_duration().as_secs()).map_err(|_| Malformed)
    }
}
