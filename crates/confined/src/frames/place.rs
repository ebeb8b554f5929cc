use typst::layout::{Point, Transform};

/// Millimetres in a typographic point.
pub(crate) const MM: f64 = 25.4 / 72.0;

/// Where things are on the page: x' = a·x + c·y + e, y' = b·x + d·y + f, in points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Matrix {
    pub(crate) a: f64,
    pub(crate) b: f64,
    pub(crate) c: f64,
    pub(crate) d: f64,
    pub(crate) e: f64,
    pub(crate) f: f64,
}

impl Matrix {
    /// The page itself.
    pub(crate) const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    /// Moved to `point`.
    pub(crate) fn moved(self, point: Point) -> Self {
        let (x, y) = self.apply(point.x.to_pt(), point.y.to_pt());
        Self { e: x, f: y, ..self }
    }

    /// With `inner` applied first.
    pub(crate) fn transformed(self, inner: &Transform) -> Self {
        let (a, b, c, d) = (inner.sx.get(), inner.ky.get(), inner.kx.get(), inner.sy.get());
        let (e, f) = self.apply(inner.tx.to_pt(), inner.ty.to_pt());
        Self { a: self.a * a + self.c * b, b: self.b * a + self.d * b, c: self.a * c + self.c * d, d: self.b * c + self.d * d, e, f }
    }

    /// Where a point lies on the page, in points.
    pub(crate) fn apply(self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// Whether nothing is turned or scaled.
    pub(crate) fn is_only_moved(self) -> bool {
        (self.a - 1.0).abs() < 1e-9 && self.b.abs() < 1e-9 && self.c.abs() < 1e-9 && (self.d - 1.0).abs() < 1e-9
    }

    /// Where a box from (`x0`, `y0`) to (`x1`, `y1`) lies on the page: left, top, right, bottom, in points.
    pub(crate) fn bounds(self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> (f64, f64, f64, f64) {
        let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| self.apply(x, y));
        corners.iter().fold((f64::MAX, f64::MAX, f64::MIN, f64::MIN), |(l, t, r, b), (x, y)| (l.min(*x), t.min(*y), r.max(*x), b.max(*y)))
    }
}
