//! Whether a picture hides what it is laid over: stamps that are see-through around their lines do not.

use crate::verify::pdf::{content, get};
use lopdf::{Dictionary, Document, Object, Stream};

/// From how many hundredths of its points on a picture hides.
const HIDES: usize = 90;
/// From what value on a point of a mask of eight bits is opaque.
const OPAQUE: u8 = 200;

/// Whether most of the picture is opaque. A mask that cannot be unpacked is taken to be one around lines.
pub(super) fn hides(document: &Document, picture: &Stream) -> bool {
    let stencil = picture.dict.get(b"ImageMask").or_else(|_| picture.dict.get(b"IM")).and_then(Object::as_bool).unwrap_or(false);
    if stencil {
        return is_mostly(&Object::Stream(picture.clone()), &picture.dict, false);
    }
    if let Some(soft) = get(document, &picture.dict, b"SMask") {
        return soft.as_stream().is_ok_and(|mask| is_mostly(soft, &mask.dict, true));
    }
    match get(document, &picture.dict, b"Mask") {
        Some(mask @ Object::Stream(stream)) => is_mostly(mask, &stream.dict, false),
        // A colour that is left out.
        Some(_) => false,
        None => true,
    }
}

/// Whether most points of a mask let the picture through: high values of a soft one, zeros of a stencil, unless it says otherwise.
fn is_mostly(mask: &Object, dictionary: &Dictionary, soft: bool) -> bool {
    let Some(bytes) = content(mask).filter(|bytes| !bytes.is_empty()) else { return false };
    let decode = dictionary.get(b"Decode").or_else(|_| dictionary.get(b"D")).and_then(Object::as_array);
    let turned = decode.is_ok_and(|decode| decode.first().and_then(|first| first.as_float().ok()).is_some_and(|first| first > 0.5));
    let eight = dictionary.get(b"BitsPerComponent").and_then(Object::as_i64).is_ok_and(|bits| bits == 8);
    let (points, set) = if soft && eight {
        (bytes.len(), bytes.iter().filter(|byte| **byte >= OPAQUE).count())
    } else {
        (bytes.len() * 8, bytes.iter().map(|byte| usize::try_from(byte.count_ones()).unwrap_or(0)).sum())
    };
    // Of a stencil, what is not set is painted.
    let through = if turned == soft { points - set } else { set };
    through * 100 >= points * HIDES
}
