//! Small pieces of DER: written by hand, as each structure is signed byte for byte; read strictly, keeping the very bytes.

use der::asn1::ObjectIdentifier;
use der::{DateTime, Decode, Encode, Reader, SliceReader};
use std::time::Duration;

/// The tag of `SEQUENCE`, and of `SEQUENCE OF`.
pub const SEQUENCE: u8 = 0x30;
/// The tag of `SET`, and of `SET OF`.
pub const SET: u8 = 0x31;
/// The tag of `INTEGER`.
pub const INTEGER: u8 = 0x02;
/// The tag of `BIT STRING`.
pub const BITS: u8 = 0x03;
/// The tag of `OCTET STRING`.
pub const OCTETS: u8 = 0x04;
/// The tag of `NULL`.
pub const NULL: u8 = 0x05;
/// The tag of `OBJECT IDENTIFIER`.
pub const OID: u8 = 0x06;
/// The tag of `UTF8String`.
pub const UTF8: u8 = 0x0c;
/// The tag of `IA5String`.
pub const IA5: u8 = 0x16;
/// The tag of `GeneralizedTime`.
pub const TIME: u8 = 0x18;
/// The tag of `BOOLEAN`.
pub const BOOLEAN: u8 = 0x01;

/// The context-specific, constructed tag `[number]`.
#[must_use]
pub const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// One element: tag, length, content.
#[must_use]
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
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

/// A `SEQUENCE` of `parts`, each an element already.
#[must_use]
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(SEQUENCE, &parts.concat())
}

/// `SET OF`, in DER's order, under its own tag or a context's.
#[must_use]
pub fn set(tag: u8, mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    element(tag, &parts.concat())
}

/// An `INTEGER`.
#[must_use]
pub fn integer(value: u64) -> Vec<u8> {
    value.to_der().unwrap_or_default()
}

/// An `OBJECT IDENTIFIER`.
#[must_use]
pub fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    oid.to_der().unwrap_or_default()
}

/// An `OCTET STRING`.
#[must_use]
pub fn octets(bytes: &[u8]) -> Vec<u8> {
    element(OCTETS, bytes)
}

/// A `BIT STRING` of whole bytes.
#[must_use]
pub fn bits(bytes: &[u8]) -> Vec<u8> {
    element(BITS, &[&[0], bytes].concat())
}

/// GeneralizedTime of UTC seconds; the epoch when they are outside its range.
#[must_use]
pub fn time(seconds: i64) -> Vec<u8> {
    let duration = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    der::asn1::GeneralizedTime::from_unix_duration(duration).and_then(|time| time.to_der()).unwrap_or_default()
}

/// An algorithm identifier without parameters.
#[must_use]
pub fn algorithm(identifier: ObjectIdentifier) -> Vec<u8> {
    sequence(&[&oid(identifier)])
}

/// Not the structure that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// An element that was read: its tag, its content, and all its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Element<'a> {
    /// Its tag.
    pub tag: u8,
    /// What is inside.
    pub content: &'a [u8],
    /// Tag, length and content as they were read.
    pub whole: &'a [u8],
}

/// Reads the elements of some content one after another.
#[derive(Clone, Copy, Debug)]
pub struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    /// The elements inside the one element that `der` is, which must have this tag and nothing behind it.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn inside(der: &'a [u8], tag: u8) -> Result<Self, Malformed> {
        let mut outer = Self(der);
        let inner = outer.take(tag)?;
        outer.end()?;
        Ok(Self(inner.content))
    }

    /// The elements that `content` is.
    #[must_use]
    pub const fn of(content: &'a [u8]) -> Self {
        Self(content)
    }

    /// Whether all were read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all were read, for those who may leave nothing.
    ///
    /// # Errors
    /// [`Malformed`].
    pub const fn end(&self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed) }
    }

    /// The next element, whatever it is.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn any(&mut self) -> Result<Element<'a>, Malformed> {
        let mut reader = SliceReader::new(self.0).map_err(|_| Malformed)?;
        let whole = reader.tlv_bytes().map_err(|_| Malformed)?;
        let parsed = der::AnyRef::from_der(whole).map_err(|_| Malformed)?;
        let tag = *whole.first().ok_or(Malformed)?;
        self.0 = self.0.get(whole.len()..).ok_or(Malformed)?;
        Ok(Element { tag, content: parsed.value(), whole })
    }

    /// The next element, which must have this tag.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn take(&mut self, tag: u8) -> Result<Element<'a>, Malformed> {
        let element = self.any()?;
        if element.tag == tag { Ok(element) } else { Err(Malformed) }
    }

    /// The next element if it has this tag.
    ///
    /// # Errors
    /// [`Malformed`] when it has the tag and cannot be read.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Malformed> {
        if self.0.first() == Some(&tag) { self.take(tag).map(Some) } else { Ok(None) }
    }

    /// The elements of the next one, a `SEQUENCE`.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn sequence(&mut self) -> Result<Elements<'a>, Malformed> {
        self.take(SEQUENCE).map(|element| Elements(element.content))
    }

    /// An `OBJECT IDENTIFIER`.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn oid(&mut self) -> Result<ObjectIdentifier, Malformed> {
        ObjectIdentifier::from_der(self.take(OID)?.whole).map_err(|_| Malformed)
    }

    /// A small integer that is not negative.
    ///
    /// # Errors
    /// [`Malformed`], also beyond 64 bits.
    pub fn integer(&mut self) -> Result<u64, Malformed> {
        u64::from_der(self.take(INTEGER)?.whole).map_err(|_| Malformed)
    }

    /// An `OCTET STRING`'s bytes.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn octets(&mut self) -> Result<&'a [u8], Malformed> {
        self.take(OCTETS).map(|element| element.content)
    }

    /// A `BIT STRING` of whole bytes.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn bits(&mut self) -> Result<&'a [u8], Malformed> {
        match self.take(BITS)?.content {
            [0, bytes @ ..] => Ok(bytes),
            _ => Err(Malformed),
        }
    }

    /// Text in UTF-8 under this tag.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn text(&mut self, tag: u8) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.take(tag)?.content).map_err(|_| Malformed)
    }

    /// GeneralizedTime as UTC seconds. A fraction, which RFC 3161 allows, is dropped.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn time(&mut self) -> Result<i64, Malformed> {
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
