use super::{Picture, shift, short, transform};
use crate::frames::{Matrix, curve, solid};
use documents::typesetting::TypesetError;
use std::fmt::Write as _;
use typst::layout::Point;
use typst::visualize::{CurveItem, FillRule, FixedStroke, LineCap, LineJoin, Paint, Shape};

/// A path's commands.
pub(super) fn data(items: &[CurveItem], (left, top): (f64, f64)) -> String {
    let point = |point: &Point| format!("{} {}", short(point.x.to_pt() + left), short(point.y.to_pt() + top));
    let command = |item: &CurveItem| match item {
        CurveItem::Move(to) => format!("M{}", point(to)),
        CurveItem::Line(to) => format!("L{}", point(to)),
        CurveItem::Cubic(first, second, to) => format!("C{} {} {}", point(first), point(second), point(to)),
        CurveItem::Close => "z".into(),
    };
    items.iter().map(command).collect()
}

/// A paint as the value of an attribute.
pub(super) fn colour(paint: &Paint) -> Result<String, TypesetError> {
    Ok(solid(paint)?.to_hex().to_string())
}

impl Picture {
    /// A shape as one path.
    pub(super) fn path(&mut self, shape: &Shape, matrix: Matrix) -> Result<(), TypesetError> {
        if shape.fill.is_none() && shape.stroke.is_none() {
            return Ok(());
        }
        let fill = shape.fill.as_ref().map_or_else(|| Ok("none".into()), colour)?;
        let rule = match shape.fill_rule {
            FillRule::NonZero => "",
            FillRule::EvenOdd => " fill-rule=\"evenodd\"",
        };
        let pen = shape.stroke.as_ref().map_or_else(|| Ok(String::new()), pen)?;
        let (at, data) = (transform(matrix), data(&curve(&shape.geometry), shift(matrix)));
        let _ = write!(self.body, "<path fill=\"{fill}\"{rule}{pen}{at} d=\"{data}\"/>");
        Ok(())
    }
}

/// The attributes of a stroke.
fn pen(stroke: &FixedStroke) -> Result<String, TypesetError> {
    let cap = match stroke.cap {
        LineCap::Butt => "",
        LineCap::Round => " stroke-linecap=\"round\"",
        LineCap::Square => " stroke-linecap=\"square\"",
    };
    let join = match stroke.join {
        LineJoin::Miter => "",
        LineJoin::Round => " stroke-linejoin=\"round\"",
        LineJoin::Bevel => " stroke-linejoin=\"bevel\"",
    };
    let mut out = format!(
        " stroke=\"{}\" stroke-width=\"{}\" stroke-miterlimit=\"{}\"{cap}{join}",
        colour(&stroke.paint)?,
        short(stroke.thickness.to_pt()),
        short(stroke.miter_limit.get())
    );
    if let Some(dash) = &stroke.dash {
        let pattern: Vec<String> = dash.array.iter().map(|length| short(length.to_pt())).collect();
        let _ = write!(out, " stroke-dashoffset=\"{}\" stroke-dasharray=\"{}\"", short(dash.phase.to_pt()), pattern.join(" "));
    }
    Ok(out)
}
