use typst::layout::{Abs, Point};
use typst::visualize::{Curve, CurveItem, Geometry};

/// What a shape is drawn along.
pub(crate) fn curve(geometry: &Geometry) -> Vec<CurveItem> {
    let origin = Point::zero();
    match geometry {
        Geometry::Line(to) => vec![CurveItem::Move(origin), CurveItem::Line(*to)],
        Geometry::Rect(size) => vec![
            CurveItem::Move(origin),
            CurveItem::Line(Point::new(size.x, Abs::zero())),
            CurveItem::Line(Point::new(size.x, size.y)),
            CurveItem::Line(Point::new(Abs::zero(), size.y)),
            CurveItem::Close,
        ],
        Geometry::Curve(Curve(items)) => items.clone(),
    }
}
