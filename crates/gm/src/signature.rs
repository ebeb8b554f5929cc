//! The forms in which others write an SM2 signature value.

/// Zeros that may stand before an integer beyond what DER needs.
const PADDING_MAX: usize = 8;
/// Bytes of r, and of s.
const PART: usize = 32;

/// An element's content and what is behind it. Lengths of one byte, or of two as `81 nn`.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    match bytes {
        [found, 0x81, length, rest @ ..] if *found == tag => rest.split_at_checked(usize::from(*length)),
        [found, length @ ..=0x7f, rest @ ..] if *found == tag => rest.split_at_checked(usize::from(*length)),
        _ => None,
    }
}

/// An integer that is taken as not negative, whatever its first bit says.
fn integer(content: &[u8]) -> Option<[u8; PART]> {
    let significant = content.iter().position(|byte| *byte != 0).map_or(&[][..], |at| content.get(at..).unwrap_or_default());
    let padding = content.len() - significant.len();
    if content.is_empty() || significant.len() > PART || padding > PADDING_MAX {
        return None;
    }
    let mut out = [0; PART];
    out.get_mut(PART - significant.len()..)?.copy_from_slice(significant);
    Some(out)
}

fn der(value: &[u8]) -> Option<([u8; PART], [u8; PART])> {
    let (inside, []) = element(value, 0x30)? else { return None };
    let (r, rest) = element(inside, 0x02)?;
    let (s, []) = element(rest, 0x02)? else { return None };
    Some((integer(r)?, integer(s)?))
}

fn written(part: [u8; PART]) -> Vec<u8> {
    let at = part.iter().position(|byte| *byte != 0).unwrap_or(PART - 1);
    let significant = part.get(at..).unwrap_or_default();
    let sign: &[u8] = if significant.first().is_some_and(|byte| *byte >= 0x80) { &[0] } else { &[] };
    let length = u8::try_from(sign.len() + significant.len()).unwrap_or(0);
    [&[0x02, length], sign, significant].concat()
}

/// The one form that is verified, DER `SEQUENCE { r, s }` (GB/T 35276), out of those that are met on documents and wires: DER with
/// integers that are padded with zeros or lack the zero before a high bit, and 64 bare bytes r‖s. `None` for anything else, bytes
/// behind the value included. Which form it was says nothing about who signed: whether r and s are right is still to be verified. What
/// this program writes is DER.
#[must_use]
pub fn normal(value: &[u8]) -> Option<Vec<u8>> {
    let (r, s) = der(value).or_else(|| {
        let (r, s) = value.split_at_checked(PART)?;
        Some((r.try_into().ok()?, s.try_into().ok()?))
    })?;
    let inside = [written(r), written(s)].concat();
    let length = u8::try_from(inside.len()).ok().filter(|length| *length < 0x80)?;
    Some([&[0x30, length], inside.as_slice()].concat())
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn every_form_of_one_value_is_read_as_the_same_17() {
        let (r, s) = ([0x81; 32], [0x05; 32]);
        let der = [&[0x30, 0x45, 2, 0x21, 0], r.as_slice(), &[2, 0x20], &s].concat();
        let forms = [
            der.clone(),
            [r, s].concat(),
            [&[0x30, 0x48, 2, 0x23, 0, 0, 0], r.as_slice(), &[2, 0x21, 0], &s].concat(),
            [&[0x30, 0x44, 2, 0x20], r.as_slice(), &[2, 0x20], &s].concat(),
            [&[0x30, 0x81, 0x45, 2, 0x21, 0], r.as_slice(), &[2, 0x20], &s].concat(),
        ];
        for form in forms {
            assert_eq!(normal(&form).as_deref(), Some(der.as_slice()), "{form:02x?}");
        }
    }

    #[test]
    fn nothing_else_is_a_value_17() {
        let value = [7; 64];
        let longer = [value.as_slice(), &[0]].concat();
        for bad in [&value[..63], &longer, b"", &[0x30, 0], &[0x30, 6, 2, 1, 1, 2, 1, 1, 0], &[0x30, 5, 2, 0, 2, 1, 1]] {
            assert_eq!(normal(bad), None, "{bad:02x?}");
        }
    }
}
