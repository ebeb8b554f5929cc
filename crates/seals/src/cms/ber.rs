//! BER turned into definite lengths before a message is read: streaming writers leave lengths open (`0x80 … 0x00 0x00`) and cut octet
//! strings into pieces, which RFC 5652 allows. Elements that have definite lengths throughout keep their bytes, as those may be signed.

use crate::asn1::{Malformed, OCTETS, element};
use std::borrow::Cow;

/// Deepest nesting.
const DEPTH_MAX: usize = 48;
/// Most elements.
const ELEMENTS_MAX: usize = 200_000;
/// Largest message, in bytes.
const BYTES_MAX: usize = 8 << 20;
/// The bit of a tag that says an element consists of elements.
const CONSTRUCTED: u8 = 0x20;
/// A constructed octet string: pieces of one.
const PIECES: u8 = OCTETS | CONSTRUCTED;
/// A length that is left open.
const OPEN: u8 = 0x80;
/// What ends an open element.
const END: [u8; 2] = [0, 0];

/// The element at the beginning of `bytes`: tag, length of the header, length of the content unless it is left open.
fn header(bytes: &[u8]) -> Result<(u8, usize, Option<usize>), Malformed> {
    match bytes {
        // Tags of several bytes stand in no message.
        [tag, ..] if tag & 0x1f == 0x1f => Err(Malformed),
        [tag, OPEN, ..] if tag & CONSTRUCTED != 0 => Ok((*tag, 2, None)),
        [tag, length @ ..=0x7f, ..] => Ok((*tag, 2, Some(usize::from(*length)))),
        [tag, long @ 0x81..=0x84, rest @ ..] => {
            let digits = rest.get(..usize::from(*long & 0x7f)).ok_or(Malformed)?;
            let length = digits.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
            // Longer than needed is neither DER nor what anybody writes.
            if digits.first() == Some(&0) || (digits.len() == 1 && length < 0x80) || length > BYTES_MAX {
                return Err(Malformed);
            }
            Ok((*tag, 2 + digits.len(), Some(length)))
        }
        _ => Err(Malformed),
    }
}

/// Reads elements, bounded in number.
struct Reader {
    left: usize,
}

impl Reader {
    /// The element at the beginning of `bytes` with definite lengths, and how long it was.
    fn element<'a>(&mut self, bytes: &'a [u8], depth: usize) -> Result<(Cow<'a, [u8]>, usize), Malformed> {
        self.left = self.left.checked_sub(1).ok_or(Malformed)?;
        let (tag, head, length) = header(bytes)?;
        if depth > DEPTH_MAX {
            return Err(Malformed);
        }
        let whole = match length {
            Some(length) => Some(bytes.get(..head + length).ok_or(Malformed)?),
            None => None,
        };
        if let Some(whole) = whole.filter(|_| tag & CONSTRUCTED == 0) {
            return Ok((Cow::Borrowed(whole), whole.len()));
        }
        let mut at = head;
        let (mut parts, mut same) = (Vec::new(), length.is_some());
        loop {
            let rest = match whole {
                Some(whole) => whole.get(at..).ok_or(Malformed)?,
                None => bytes.get(at..).ok_or(Malformed)?,
            };
            if whole.is_some() && rest.is_empty() {
                break;
            }
            if whole.is_none() && rest.starts_with(&END) {
                at += END.len();
                break;
            }
            let (part, used) = self.element(rest, depth + 1)?;
            same &= matches!(part, Cow::Borrowed(_));
            parts.push(part);
            at += used;
        }
        if tag == PIECES {
            let mut content = Vec::new();
            for part in &parts {
                let (tag, head, _) = header(part)?;
                if tag != OCTETS {
                    return Err(Malformed);
                }
                content.extend_from_slice(part.get(head..).ok_or(Malformed)?);
            }
            return Ok((Cow::Owned(element(OCTETS, &content)), at));
        }
        match whole {
            Some(whole) if same => Ok((Cow::Borrowed(whole), at)),
            Some(_) | None => Ok((Cow::Owned(element(tag, &parts.concat())), at)),
        }
    }
}

/// The one element that `bytes` is, with definite lengths.
pub(super) fn definite(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Malformed> {
    match (Reader { left: ELEMENTS_MAX }).element(bytes, 0)? {
        (element, used) if used == bytes.len() => Ok(element),
        _ => Err(Malformed),
    }
}

/// How long the one element at the beginning of `bytes` is, in DER or BER; `None` when there is none.
#[must_use]
pub fn length(bytes: &[u8]) -> Option<usize> {
    let (_, head, length) = header(bytes).ok()?;
    match length {
        Some(length) => Some(head + length),
        None => (Reader { left: ELEMENTS_MAX }).element(bytes, 0).ok().map(|(_, used)| used),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_open_lengths_and_pieces_become_what_der_has_and_the_rest_keeps_its_bytes() {
        let open = [0x30, 0x80, 0x24, 0x80, 0x04, 1, b'a', 0x04, 2, b'b', b'c', 0, 0, 0x31, 3, 2, 1, 5, 0, 0];
        assert_eq!(definite(&open).unwrap().as_ref(), [0x30, 10, 0x04, 3, b'a', b'b', b'c', 0x31, 3, 2, 1, 5]);
        let closed = [0x30, 5, 0x31, 3, 2, 1, 5];
        assert!(matches!(definite(&closed), Ok(Cow::Borrowed(_))));
        assert_eq!(length(&[&open[..], &[0; 9]].concat()), Some(open.len()));
    }

    #[test]
    fn seven_what_has_no_end_or_says_two_things_is_no_message() {
        for wrong in [
            [0x30, 0x80, 2, 1, 5].as_slice(),
            &[0x04, 0x80, 0, 0],
            &[0x24, 0x80, 0x31, 0, 0, 0],
            &[0x30, 0x81, 3, 2, 1, 5],
            &[0x30, 0x82, 0, 3, 2, 1, 5],
            &[0x30, 3, 2, 1, 5, 0],
            &[0x1f, 0x85, 1, 0],
            &[0x30; 200],
        ] {
            assert_eq!(definite(wrong), Err(Malformed), "{wrong:?}");
        }
        let deep: Vec<u8> = [0x30, 0x80].repeat(60).into_iter().chain([0; 120]).collect();
        assert_eq!(definite(&deep), Err(Malformed));
    }
}
