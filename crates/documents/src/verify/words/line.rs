#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::TEXT_MAX;

/// How far a run may stand behind the one before, in parts of the type's size, and still continue its word.
const APART: f64 = 0.6;
/// How far above or below, in parts of the size, is still the same line.
const SAME_LINE: f64 = 0.5;

/// Where the last run stood.
#[derive(Clone, Copy)]
struct Run {
    start: f64,
    end: f64,
    y: f64,
    size: f64,
}

/// Text as it is put together from runs.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    last: Option<Run>,
    full: bool,
}

/// How wide a text is, about: an ideograph is as wide as high, anything else at most about 0.6 of it. Too wide rather than too narrow:
/// digits are then taken to be one number, which is not found where one within another is looked for.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|character| if u32::from(character) < 0x1100 { 0.6 * size } else { size }).sum()
}

impl Lines {
    /// Adds a run that begins at `x`, `y`.
    pub(super) fn put(&mut self, (x, y): (f64, f64), size: f64, wide: f64, run: &str) {
        if run.is_empty() {
            return;
        }
        if run.trim().is_empty() {
            return self.space();
        }
        if let Some(last) = self.last {
            let size = size.max(last.size);
            if (y - last.y).abs() > SAME_LINE * size {
                self.push("\n");
            } else if x - last.end > APART * size || x <= last.start {
                self.space();
            }
        }
        self.push(run);
        self.last = Some(Run { start: x, end: x + wide, y, size });
    }

    /// Sets what follows apart from what went before.
    pub(super) fn space(&mut self) {
        if !self.text.ends_with(char::is_whitespace) {
            self.push(" ");
        }
    }

    /// Ends the line, as at the end of a page.
    pub(super) fn end(&mut self) {
        self.last = None;
        self.push("\n");
    }

    fn push(&mut self, text: &str) {
        self.full |= self.text.len() + text.len() > TEXT_MAX;
        if !self.full {
            self.text.push_str(text);
        }
    }

    /// All of it, unless there was too much.
    pub(super) fn finish(self) -> Option<String> {
        (!self.full).then_some(self.text)
    }
}
