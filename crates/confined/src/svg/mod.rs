//! Pictures of pages for the screen, small: text is text in a Chinese serif face of the reader's own system, held to the places and widths
//! of ours; a character that such a system may lack is drawn from our face. The exact letter is its PDF and its OFD.
//!
//! Styles are attributes, never style sheets: a browser holds a picture to the content security policy it came with.

mod outlines;
mod path;
mod text;

use crate::frames::{Matrix, Painter, walk};
use documents::ofd::numbers::number;
use documents::typesetting::TypesetError;
use outlines::Outlines;
use std::fmt::Write as _;
use typst::layout::GroupItem;
use typst::text::TextItem;
use typst::visualize::{Curve, Shape};
use typst_layout::Page;

/// Our face where it is installed, then those that systems bring: Android and Linux, macOS, Windows.
const FAMILIES: &str = "'Noto Serif SC','Noto Serif CJK SC','Source Han Serif SC','Songti SC',STSong,SimSun,serif";

/// A page being drawn.
#[derive(Default)]
struct Picture {
    /// Drawn characters and clips, by name.
    defined: String,
    body: String,
    outlines: Outlines,
    clips: usize,
    /// The style of the group that is open, if one is.
    style: String,
}

/// A length as a picture has it: to a hundredth of a point, which is a seventieth of a dot on the screen.
fn short(value: f64) -> String {
    number((value * 100.0).round() / 100.0)
}

/// The attribute that places what is turned or scaled; where nothing is, what is drawn says its own place.
fn transform(matrix: Matrix) -> String {
    if matrix.is_only_moved() {
        return String::new();
    }
    let Matrix { a, b, c, d, e, f } = matrix;
    format!(" transform=\"matrix({} {} {} {} {} {})\"", number(a), number(b), number(c), number(d), short(e), short(f))
}

/// What is added to the places inside, where [`transform`] says nothing.
fn shift(matrix: Matrix) -> (f64, f64) {
    if matrix.is_only_moved() { (matrix.e, matrix.f) } else { (0.0, 0.0) }
}

impl Picture {
    /// Ends the group of text in one style, so that nothing else falls into it.
    fn end_style(&mut self) {
        if !std::mem::take(&mut self.style).is_empty() {
            self.body.push_str("</g>");
        }
    }
}

impl Painter for Picture {
    fn text(&mut self, text: &TextItem, matrix: Matrix) -> Result<(), TypesetError> {
        self.run(text, matrix)
    }

    fn shape(&mut self, shape: &Shape, matrix: Matrix) -> Result<(), TypesetError> {
        self.end_style();
        self.path(shape, matrix)
    }

    fn stamp(&mut self, _: &str, _: &GroupItem, _: Matrix) -> Result<bool, TypesetError> {
        Ok(true)
    }

    fn clip(&mut self, curve: &Curve, matrix: Matrix) -> Result<(), TypesetError> {
        self.end_style();
        self.clips += 1;
        let (id, data) = (self.clips, path::data(&curve.0, shift(matrix)));
        let _ = write!(self.defined, "<clipPath id=\"c{id}\"><path{} d=\"{data}\"/></clipPath>", transform(matrix));
        let _ = write!(self.body, "<g clip-path=\"url(#c{id})\">");
        Ok(())
    }

    fn unclip(&mut self) {
        self.end_style();
        self.body.push_str("</g>");
    }
}

/// Draws a page.
///
/// # Errors
/// [`TypesetError::Failed`] for what no format of ours has.
pub(crate) fn draw(page: &Page) -> Result<String, TypesetError> {
    let mut picture = Picture::default();
    walk(&page.frame, Matrix::IDENTITY, &mut picture)?;
    picture.end_style();
    let (width, height) = (short(page.frame.width().to_pt()), short(page.frame.height().to_pt()));
    let defined = [picture.defined, picture.outlines.defined()].concat();
    let defined = if defined.is_empty() { defined } else { format!("<defs>{defined}</defs>") };
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         xml:lang=\"zh-CN\" font-family=\"{FAMILIES}\">{defined}<path fill=\"#fff\" d=\"M0 0H{width}V{height}H0z\"/>{}</svg>",
        picture.body
    ))
}
