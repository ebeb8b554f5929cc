use super::Ids;
use super::font::Fonts;
use crate::frames::{MM, Matrix, Painter, refuse, solid};
use documents::typesetting::{Stamp, TypesetError};
use typst::layout::GroupItem;
use typst::text::TextItem;
use typst::visualize::{Curve, Paint, Shape};

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
    let (red, green, blue, alpha) = solid(paint)?.to_rgb().into_format::<u8, u8>().into_components();
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

    /// A seal's place: the reader draws the seal there from its structure, so nothing of it goes into the content.
    fn seal(&mut self, label: &str, group: &GroupItem, matrix: Matrix) -> Result<(), TypesetError> {
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

impl Painter for Page<'_> {
    fn text(&mut self, text: &TextItem, matrix: Matrix) -> Result<(), TypesetError> {
        self.run(text, matrix)
    }
    fn shape(&mut self, shape: &Shape, matrix: Matrix) -> Result<(), TypesetError> {
        self.path(shape, matrix)
    }
    fn stamp(&mut self, label: &str, group: &GroupItem, matrix: Matrix) -> Result<bool, TypesetError> {
        self.seal(label, group, matrix)?;
        Ok(false)
    }
    fn clip(&mut self, _: &Curve, _: Matrix) -> Result<(), TypesetError> {
        Err(refuse("裁剪"))
    }
    fn unclip(&mut self) {}
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page is far below the bounds of the type")]
fn micrometres(points: f64) -> i64 {
    (points * MM * 1000.0).round() as i64
}
