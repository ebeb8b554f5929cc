//! What an annotation says of itself: where it is, whether it is shown.

use super::objects::{get, resolve};
use lopdf::{Dictionary, Document};

/// The flag that it is printed.
pub(super) const PRINTED: i64 = 1 << 2;
/// The flag that it is neither shown nor printed.
pub(super) const HIDDEN: i64 = 1 << 1;

/// The rectangle of an annotation: lower left, upper right.
pub(super) fn rectangle(document: &Document, annotation: &Dictionary) -> Option<[f64; 4]> {
    let numbers = get(document, annotation, b"Rect")?.as_array().ok()?;
    let numbers: Vec<f64> =
        numbers.iter().map(|number| resolve(document, number)?.as_float().ok().map(f64::from)).collect::<Option<_>>()?;
    let [a, b, c, d] = numbers[..] else { return None };
    numbers.iter().all(|number| number.is_finite()).then_some([a.min(c), b.min(d), a.max(c), b.max(d)])
}
