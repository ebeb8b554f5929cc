use crate::frames::{MM, Matrix};
use documents::ofd::numbers::number;

/// An object's place: its boundary on the page, the matrix inside it, and where its own origin falls (points).
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) boundary: String,
    pub(super) matrix: String,
    pub(super) origin: (f64, f64),
}

/// Places an object whose extent is this box.
pub(super) fn place(at: Matrix, from: (f64, f64), to: (f64, f64)) -> Placed {
    let (left, top, right, bottom) = at.bounds(from, to);
    let mm = |value: f64| number(value * MM);
    let boundary = format!("{} {} {} {}", mm(left), mm(top), mm(right - left), mm(bottom - top));
    if at.is_only_moved() {
        return Placed { boundary, matrix: String::new(), origin: (-from.0, -from.1) };
    }
    let matrix =
        format!(" CTM=\"{} {} {} {} {} {}\"", number(at.a), number(at.b), number(at.c), number(at.d), mm(at.e - left), mm(at.f - top));
    Placed { boundary, matrix, origin: (0.0, 0.0) }
}
