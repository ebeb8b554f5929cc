use super::font::Fonts;
use super::place::{MM, Matrix};
use super::{Ids, refuse};
use documents::typesetting::{Stamp, TypesetError};
use typst::layout::{Frame, FrameItem, GroupItem};
use typst::visualize::Paint;

/// The label that marks a seal's place.
const STAMP: &str = "stamp-";

/// A page being written.
pub(super) struct Page<'a> {
    index: usize,
    page_id: u32,
    pub(super) ids: &'a mut Ids,
    pub(super) fonts: &'a mut Fonts,
    stamps: &'a mut Vec<Stamp>,
    pub(super) body: String,
}

/// A colour as OFD writes it.
pub(super) fn colour(paint: &Paint) -> Result<String, TypesetError> {
    let Paint::Solid(colour) = paint else { return Err(refuse("渐变或图案填充")) };
    let (red, green, blue, alpha) = colour.to_rgb().into_format::<u8, u8>().into_components();
    let alpha = if alpha == u8::MAX { String::new() } else { format!(" Alpha=\"{alpha}\"") };
    Ok(format!("Value=\"{red} {green} {blue}\"{alpha}"))
}

impl<'a> Page<'a> {
    pub(super) fn new(index: usize, page_id: u32, ids: &'a mut Ids, fonts: &'a mut Fonts, stamps: &'a mut Vec<Stamp>) -> Self {
        Self { index, page_id, ids, fonts, stamps, body: String::new() }
    }

    pub(super) fn finish(self) -> String {
        self.body
    }

    pub(super) fn frame(&mut self, frame: &Frame, matrix: Matrix) -> Result<(), TypesetError> {
        for (point, item) in frame.items() {
            let matrix = matrix.moved(*point);
            match item {
                FrameItem::Group(group) => self.group(group, matrix)?,
                FrameItem::Text(text) => self.text(text, matrix)?,
                FrameItem::Shape(shape, _) => self.shape(shape, matrix)?,
                FrameItem::Image(..) => return Err(refuse("图片")),
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
        Ok(())
    }

    fn group(&mut self, group: &GroupItem, matrix: Matrix) -> Result<(), TypesetError> {
        let matrix = matrix.transformed(&group.transform);
        if let Some(label) = group.label
            && let Some(name) = label.resolve().as_str().strip_prefix(STAMP)
        {
            return self.stamp(name, group, matrix);
        }
        if group.clip.is_some() {
            return Err(refuse("裁剪"));
        }
        self.frame(&group.frame, matrix)
    }

    /// A seal's place: the reader draws the seal there from its structure, so nothing of it goes into the content.
    fn stamp(&mut self, label: &str, group: &GroupItem, matrix: Matrix) -> Result<(), TypesetError> {
        let mut words = label.split('.');
        let name = words.next().unwrap_or_default();
        let slice = match (words.next(), words.next()) {
            (Some(part), Some(whole)) => Some(part.parse().ok().zip(whole.parse().ok()).ok_or_else(|| refuse("印章位置"))?),
            _ => None,
        };
        let (left, top, right, bottom) = matrix.bounds((0.0, 0.0), (group.frame.width().to_pt(), group.frame.height().to_pt()));
        let (x, y) = (micrometres(left), micrometres(top));
        self.stamps.push(Stamp {
            name: name.to_owned(),
            page: self.index,
            page_id: self.page_id,
            x,
            y,
            width: micrometres(right) - x,
            height: micrometres(bottom) - y,
            slice,
        });
        Ok(())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page is far below the bounds of the type")]
fn micrometres(points: f64) -> i64 {
    (points * MM * 1000.0).round() as i64
}
