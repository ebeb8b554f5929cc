use super::page::{Page, colour};
use super::place::place;
use crate::frames::{MM, Matrix, curve};
use documents::ofd::numbers::number;
use documents::typesetting::TypesetError;
use std::fmt::Write as _;
use typst::layout::{Abs, Point};
use typst::visualize::{CurveItem, FillRule, FixedStroke, LineCap, LineJoin, Shape};

impl Page<'_> {
    /// A shape as one object.
    pub(super) fn path(&mut self, shape: &Shape, matrix: Matrix) -> Result<(), TypesetError> {
        if shape.fill.is_none() && shape.stroke.is_none() {
            return Ok(());
        }
        let id = self.ids.next();
        let width = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.thickness.to_pt());
        let bounds = shape.bbox(false);
        let from = (bounds.min.x.to_pt() - width, bounds.min.y.to_pt() - width);
        let placed = place(matrix, from, (bounds.max.x.to_pt() + width, bounds.max.y.to_pt() + width));
        let point = |point: &Point| {
            let at = |value: Abs, shift: f64| number((value.to_pt() + shift) * MM);
            format!("{} {}", at(point.x, placed.origin.0), at(point.y, placed.origin.1))
        };
        let data: Vec<String> = curve(&shape.geometry)
            .iter()
            .map(|item| match item {
                CurveItem::Move(to) => format!("M {}", point(to)),
                CurveItem::Line(to) => format!("L {}", point(to)),
                CurveItem::Cubic(first, second, to) => format!("B {} {} {}", point(first), point(second), point(to)),
                CurveItem::Close => "C".into(),
            })
            .collect();
        let rule = match shape.fill_rule {
            FillRule::NonZero => "NonZero",
            FillRule::EvenOdd => "Even-Odd",
        };
        let _ = write!(
            self.body,
            "<ofd:PathObject ID=\"{id}\" Boundary=\"{}\"{} Stroke=\"{}\" Fill=\"{}\" Rule=\"{rule}\"{}>",
            placed.boundary,
            placed.matrix,
            shape.stroke.is_some(),
            shape.fill.is_some(),
            shape.stroke.as_ref().map(pen).unwrap_or_default(),
        );
        if let Some(fill) = &shape.fill {
            let _ = write!(self.body, "<ofd:FillColor {}/>", colour(fill)?);
        }
        if let Some(stroke) = &shape.stroke {
            let _ = write!(self.body, "<ofd:StrokeColor {}/>", colour(&stroke.paint)?);
        }
        let _ = write!(self.body, "<ofd:AbbreviatedData>{}</ofd:AbbreviatedData></ofd:PathObject>", data.join(" "));
        Ok(())
    }
}

/// The attributes of a stroke.
fn pen(stroke: &FixedStroke) -> String {
    let cap = match stroke.cap {
        LineCap::Butt => "Butt",
        LineCap::Round => "Round",
        LineCap::Square => "Square",
    };
    let join = match stroke.join {
        LineJoin::Miter => "Miter",
        LineJoin::Round => "Round",
        LineJoin::Bevel => "Bevel",
    };
    let mut out = format!(
        " LineWidth=\"{}\" Cap=\"{cap}\" Join=\"{join}\" MiterLimit=\"{}\"",
        number(stroke.thickness.to_pt() * MM),
        number(stroke.miter_limit.get())
    );
    if let Some(dash) = &stroke.dash {
        let pattern: Vec<String> = dash.array.iter().map(|length| number(length.to_pt() * MM)).collect();
        let _ = write!(out, " DashOffset=\"{}\" DashPattern=\"{}\"", number(dash.phase.to_pt() * MM), pattern.join(" "));
    }
    out
}
