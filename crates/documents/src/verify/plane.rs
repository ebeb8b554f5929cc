//! Places on a page.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

/// x' = ax + cy + e, y' = bx + dy + f.
pub(super) type Matrix = [f64; 6];
pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
/// Left, bottom, right, top; or with y downwards left, top, right, bottom.
pub(super) type Area = [f64; 4];
/// Without an edge.
pub(super) const EVERYWHERE: Area = [f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY];
pub(super) type Point = (f64, f64);

/// `first`, then `then`.
pub(super) fn after(first: &Matrix, then: &Matrix) -> Matrix {
    let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (first, then);
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

pub(super) fn point(matrix: &Matrix, x: f64, y: f64) -> Point {
    (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])
}

/// The corners of an area, wherever a matrix puts it.
pub(super) fn corners(matrix: &Matrix, [left, bottom, right, top]: Area) -> [Point; 4] {
    [(left, bottom), (right, bottom), (right, top), (left, top)].map(|(x, y)| point(matrix, x, y))
}

/// Around every point.
pub(super) fn bounds(points: &[Point]) -> Option<Area> {
    let mut points = points.iter();
    let (x, y) = points.next()?;
    Some(points.fold([*x, *y, *x, *y], |area, (x, y)| [area[0].min(*x), area[1].min(*y), area[2].max(*x), area[3].max(*y)]))
}

/// What two areas share.
pub(super) fn shared(one: Area, other: Area) -> Area {
    [one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])]
}

pub(super) fn is_inside([left, bottom, right, top]: Area, (x, y): Point) -> bool {
    x >= left && x <= right && y >= bottom && y <= top
}

/// Parts a curve is taken to be of.
const CURVE_PARTS: u32 = 6;

/// A curve from its first point by two that guide it to its last, as lines; without the first.
pub(super) fn curve([from, one, other, to]: [Point; 4]) -> Vec<Point> {
    let part = |index: u32| {
        let t = f64::from(index) / f64::from(CURVE_PARTS);
        let s = 1.0 - t;
        let along = |a: f64, b: f64, c: f64, d: f64| s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d;
        (along(from.0, one.0, other.0, to.0), along(from.1, one.1, other.1, to.1))
    };
    (1..=CURVE_PARTS).map(part).collect()
}

/// A straight line of this width.
pub(super) fn stroke((x1, y1): Point, (x2, y2): Point, width: f64) -> Vec<Point> {
    let length = (x2 - x1).hypot(y2 - y1).max(f64::MIN_POSITIVE);
    let (x, y) = ((y2 - y1) / length * width / 2.0, (x1 - x2) / length * width / 2.0);
    vec![(x1 + x, y1 + y), (x2 + x, y2 + y), (x2 - x, y2 - y), (x1 - x, y1 - y)]
}
