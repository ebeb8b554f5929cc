//! Characters that are drawn: each once, in thousandths of its size, and used where it stands.

use documents::ofd::numbers::number;
use std::fmt::Write as _;
use ttf_parser::{GlyphId, OutlineBuilder};
use typst::text::FontInstance;

/// What is drawn on a page, each with its path.
#[derive(Default)]
pub(super) struct Outlines(Vec<(FontInstance, u16, String)>);

/// A glyph's outline as a path's commands, its top upwards as on the screen.
struct Drawing {
    scale: f64,
    data: String,
}

impl Drawing {
    fn add(&mut self, command: char, points: &[(f32, f32)]) {
        let place = |(x, y): &(f32, f32)| {
            let at = |value: f32| number((f64::from(value) * self.scale).round());
            format!("{} {}", at(*x), at(-*y))
        };
        let places: Vec<String> = points.iter().map(place).collect();
        let _ = write!(self.data, "{command}{}", places.join(" "));
    }
}

impl OutlineBuilder for Drawing {
    fn move_to(&mut self, x: f32, y: f32) {
        self.add('M', &[(x, y)]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.add('L', &[(x, y)]);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.add('Q', &[(x1, y1), (x, y)]);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.add('C', &[(x1, y1), (x2, y2), (x, y)]);
    }
    fn close(&mut self) {
        self.data.push('z');
    }
}

impl Outlines {
    /// The number under which a glyph is drawn; it is drawn when it is new.
    pub(super) fn find(&mut self, font: &FontInstance, glyph: u16) -> usize {
        self.0.iter().position(|(known, id, _)| *id == glyph && known == font).unwrap_or_else(|| {
            let mut drawing = Drawing { scale: 1000.0 / font.units_per_em(), data: String::new() };
            font.ttf().outline_glyph(GlyphId(glyph), &mut drawing);
            self.0.push((font.clone(), glyph, drawing.data));
            self.0.len() - 1
        })
    }

    /// All of them, for the picture's definitions.
    pub(super) fn defined(&self) -> String {
        self.0.iter().enumerate().map(|(index, (_, _, data))| format!("<path id=\"g{index}\" d=\"{data}\"/>")).collect()
    }
}
