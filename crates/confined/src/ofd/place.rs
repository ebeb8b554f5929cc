use documents::ofd::numbers::number;
use typst::layout::{Point, Transform};

/// Millimetres in a typographic point.
pub(super) const MM: f64 = 25.4 / 72.0;

/// Where things are on the page: x' = a·x + c·y + e, y' = b·x + d·y + f, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    f: f64,
}

/// An object's place: its boundary on the page, the matrix inside it, and where its own origin falls (points).
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) boundary: String,
    pub(super) matrix: String,
    pub(super) origin: (f64, f64),
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    /// Moved to `point`.
    pub(super) fn moved(self, point: Point) -> Self {
        let (x, y) = self.apply(point.x.to_pt(), point.y.to_pt());
        Self { e: x, f: y, ..self }
    }

    /// With `inner` applied first.
    pub(super) fn transformed(self, inner: &Transform) -> Self {
        let (a, b, c, d) = (inner.sx.get(), inner.ky.get(), inner.kx.get(), inner.sy.get());
        let (e, f) = self.apply(inner.tx.to_pt(), inner.ty.to_pt());
        Self { a: self.a * a + self.c * b, b: self.b * a + self.d * b, c: self.a * c + self.c * d, d: self.b * c + self.d * d, e, f }
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    pub(super) fn is_only_moved(self) -> bool {
        (self.a - 1.0).abs() < 1e-9 && self.b.abs() < 1e-9 && self.c.abs() < 1e-9 && (self.d - 1.0).abs() < 1e-9
    }

    /// Where a box from (`x0`, `y0`) to (`x1`, `y1`) lies on the page: left, top, right, bottom, in points.
    pub(super) fn bounds(self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> (f64, f64, f64, f64) {
        let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| self.apply(x, y));
        corners.iter().fold((f64::MAX, f64::MAX, f64::MIN, f64::MIN), |(l, t, r, b), (x, y)| (l.min(*x), t.min(*y), r.max(*x), b.max(*y)))
    }

    /// Places an object whose extent is this box.
    pub(super) fn place(self, from: (f64, f64), to: (f64, f64)) -> Placed {
        let (left, top, right, bottom) = self.bounds(from, to);
        let mm = |value: f64| number(value * MM);
        let boundary = format!("{} {} {} {}", mm(left), mm(top), mm(right - left), mm(bottom - top));
        if self.is_only_moved() {
            return Placed { boundary, matrix: String::new(), origin: (-from.0, -from.1) };
        }
        let matrix = format!(
            " CTM=\"{} {} {} {} {} {}\"",
            number(self.a),
            number(self.b),
            number(self.c),
            number(self.d),
            mm(self.e - left),
            mm(self.f - top)
        );
        Placed { boundary, matrix, origin: (0.0, 0.0) }
    }
}
