//! The walk over laid-out pages, which stands here once for every format of ours: text and shapes with their places, in the order in
//! which they are painted. What a page cannot be told in is refused, not approximated.

mod glyphs;
mod path;
mod place;
mod text;

pub(crate) use glyphs::every_glyph_exists;
pub(crate) use path::curve;
pub(crate) use place::{MM, Matrix};
pub(crate) use text::{Cluster, clusters};

use documents::typesetting::TypesetError;
use typst::layout::{Frame, FrameItem, GroupItem};
use typst::text::TextItem;
use typst::visualize::{Color, Curve, Paint, Shape};

/// The label that marks a seal's place.
const STAMP: &str = "stamp-";

/// What becomes of the things on a page.
pub(crate) trait Painter {
    /// A run of text in one face.
    fn text(&mut self, text: &TextItem, matrix: Matrix) -> Result<(), TypesetError>;
    /// A line, box or curve.
    fn shape(&mut self, shape: &Shape, matrix: Matrix) -> Result<(), TypesetError>;
    /// A picture, which is on manuals alone.
    fn image(&mut self) -> Result<(), TypesetError> {
        Err(refuse("图片"))
    }
    /// A seal's place, by its label without [`STAMP`]; says whether the seal's drawing is wanted too.
    fn stamp(&mut self, label: &str, group: &GroupItem, matrix: Matrix) -> Result<bool, TypesetError>;
    /// From here on only what lies inside `curve` is seen.
    fn clip(&mut self, curve: &Curve, matrix: Matrix) -> Result<(), TypesetError>;
    /// The end of what [`Painter::clip`] began.
    fn unclip(&mut self);
}

/// A page's refusal.
pub(crate) fn refuse(what: &str) -> TypesetError {
    TypesetError::Failed(format!("格式中使用了版式文件不支持的内容：{what}"))
}

/// The one colour of a paint.
pub(crate) fn solid(paint: &Paint) -> Result<&Color, TypesetError> {
    let Paint::Solid(colour) = paint else { return Err(refuse("渐变或图案填充")) };
    Ok(colour)
}

/// Hands everything in `frame` to `painter`.
///
/// # Errors
/// [`TypesetError::Failed`] for what no format of ours has; the painter's own.
pub(crate) fn walk(frame: &Frame, matrix: Matrix, painter: &mut impl Painter) -> Result<(), TypesetError> {
    for (point, item) in frame.items() {
        let matrix = matrix.moved(*point);
        match item {
            FrameItem::Group(inner) => group(inner, matrix, painter)?,
            FrameItem::Text(text) => painter.text(text, matrix)?,
            FrameItem::Shape(shape, _) => painter.shape(shape, matrix)?,
            FrameItem::Image(..) => painter.image()?,
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
    Ok(())
}

fn group(group: &GroupItem, matrix: Matrix, painter: &mut impl Painter) -> Result<(), TypesetError> {
    let matrix = matrix.transformed(&group.transform);
    if let Some(label) = group.label
        && let Some(name) = label.resolve().as_str().strip_prefix(STAMP)
        && !painter.stamp(name, group, matrix)?
    {
        return Ok(());
    }
    let Some(curve) = &group.clip else { return walk(&group.frame, matrix, painter) };
    painter.clip(curve, matrix)?;
    walk(&group.frame, matrix, painter)?;
    painter.unclip();
    Ok(())
}
