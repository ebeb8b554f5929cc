//! A page as it is painted, thing upon thing: which of its text a person sees (K9).
//!
//! Text counts where it can be read: large enough, of a colour that stands out from what is under it, within the page and what it is cut to,
//! and with nothing opaque laid over it later. What is under it is known where it is of one colour; a picture there is taken for paper, as the
//! patterns are on which certificates are printed.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::{Flaw, Lines};
use crate::verify::plane::{Area, EVERYWHERE, Point, bounds, is_inside};

/// Smallest type that is read, in points; the smallest print of real letters is of five.
pub(super) const SIZE_MIN: f64 = 3.0;
/// Narrowest type, in points: an ideograph's width.
pub(super) const WIDTH_MIN: f64 = 2.0;
/// How far a text's brightness must be from what is under it, of black to white.
const CONTRAST: f64 = 0.12;
/// From what opacity on something hides what is under it.
pub(super) const OPAQUE: f64 = 0.75;
/// The brightness of paper.
const PAPER: f64 = 1.0;
/// Most things of one page: runs of text and corners of what is filled.
const THINGS_MAX: usize = 400_000;
/// Most comparisons of a place with something painted there, for one page.
const COMPARED_MAX: usize = 40_000_000;
/// Where on a run it is looked, along it and up from its line, in parts of its width and its size.
const LOOKED_AT: [Point; 6] = [(0.2, 0.1), (0.5, 0.1), (0.8, 0.1), (0.2, 0.5), (0.5, 0.5), (0.8, 0.5)];

/// A piece of text.
pub(super) struct Run {
    pub(super) text: String,
    /// Where its line begins.
    pub(super) at: Point,
    /// Along the line to its end, and up from it by its size.
    pub(super) along: Point,
    pub(super) up: Point,
    pub(super) size: f64,
    pub(super) wide: f64,
    /// How bright it is; nothing for what is not drawn at all, or too small.
    pub(super) shade: Option<f64>,
    /// How opaque.
    pub(super) alpha: f64,
    /// What it is cut to.
    pub(super) clip: Area,
}

/// Something opaque that fills a place.
pub(super) struct Fill {
    /// Its outlines, each closed.
    pub(super) outline: Vec<Vec<Point>>,
    /// Whether what is encircled twice is outside again.
    pub(super) even_odd: bool,
    /// How bright it is; nothing for a picture.
    pub(super) shade: Option<f64>,
    pub(super) clip: Area,
}

enum Thing {
    Run(Run),
    /// Another part of the page begins.
    Part,
    Fill(Fill, Area),
}

/// What was painted on a page, in order; y grows downwards.
#[derive(Default)]
pub(super) struct Sheet {
    things: Vec<Thing>,
    count: usize,
}

impl Fill {
    fn covers(&self, (x, y): Point) -> bool {
        if !is_inside(self.clip, (x, y)) {
            return false;
        }
        // How often the outlines go around the place.
        let (mut around, mut crossed) = (0, 0);
        for outline in &self.outline {
            let ends = outline.iter().skip(1).chain(outline.first());
            for ((x1, y1), (x2, y2)) in outline.iter().zip(ends) {
                if (*y1 <= y) == (*y2 <= y) || x1 + (y - y1) / (y2 - y1) * (x2 - x1) <= x {
                    continue;
                }
                around += if y1 < y2 { 1 } else { -1 };
                crossed += 1;
            }
        }
        if self.even_odd { crossed % 2 == 1 } else { around != 0 }
    }
}

impl Sheet {
    fn count(&mut self, more: usize) -> Result<(), Flaw> {
        self.count += more;
        if self.count > THINGS_MAX { Err(Flaw::Exhausting) } else { Ok(()) }
    }

    /// # Errors
    /// [`Flaw::Exhausting`].
    pub(super) fn write(&mut self, run: Run) -> Result<(), Flaw> {
        self.count(1)?;
        self.things.push(Thing::Run(run));
        Ok(())
    }

    /// # Errors
    /// [`Flaw::Exhausting`].
    pub(super) fn fill(&mut self, fill: Fill) -> Result<(), Flaw> {
        let corners: Vec<Point> = fill.outline.iter().flatten().copied().collect();
        self.count(corners.len())?;
        if let Some(bounds) = bounds(&corners) {
            self.things.push(Thing::Fill(fill, bounds));
        }
        Ok(())
    }

    /// Says that what follows is another part of the page.
    pub(super) fn part(&mut self) {
        self.things.push(Thing::Part);
    }

    /// Puts what is seen of the text into lines, in the order in which it was written. What is not seen sets apart what stands around it.
    ///
    /// # Errors
    /// [`Flaw::Exhausting`].
    pub(super) fn finish(self, lines: &mut Lines) -> Result<(), Flaw> {
        let fills: Vec<(usize, &Fill, Area)> = self.things.iter().enumerate().filter_map(Thing::filled).collect();
        if fills.len().saturating_mul(self.things.len() - fills.len()) > COMPARED_MAX {
            return Err(Flaw::Exhausting);
        }
        for (order, thing) in self.things.iter().enumerate() {
            let run = match thing {
                Thing::Run(run) => run,
                Thing::Part => {
                    lines.end();
                    continue;
                }
                Thing::Fill(..) => continue,
            };
            let seen = LOOKED_AT.iter().filter(|place| run.is_seen_at(**place, order, &fills)).count();
            if seen * 2 > LOOKED_AT.len() {
                lines.put(run.at, run.size, run.wide, &run.text);
            } else {
                lines.space();
            }
        }
        lines.end();
        Ok(())
    }

    /// All text of the page, seen or not, in the order in which it was written, and in the order in which it stands.
    pub(super) fn written(&self) -> [String; 2] {
        let runs = || self.things.iter().filter_map(|thing| if let Thing::Run(run) = thing { Some(run) } else { None });
        let mut placed: Vec<&Run> = runs().collect();
        placed.sort_by(|one, other| {
            // Lines of type are set apart by more than half of its size.
            let line = |run: &Run| (run.at.1 / run.size.max(SIZE_MIN) * 2.0).round();
            line(one).total_cmp(&line(other)).then(one.at.0.total_cmp(&other.at.0))
        });
        [runs().map(|run| run.text.as_str()).collect(), placed.into_iter().map(|run| run.text.as_str()).collect()]
    }
}

impl Thing {
    const fn filled((order, thing): (usize, &Self)) -> Option<(usize, &Fill, Area)> {
        match thing {
            Self::Fill(fill, bounds) => Some((order, fill, *bounds)),
            Self::Run(_) | Self::Part => None,
        }
    }
}

impl Run {
    /// Whether it can be read at this place of it.
    fn is_seen_at(&self, (along, up): Point, order: usize, fills: &[(usize, &Fill, Area)]) -> bool {
        let Some(shade) = self.shade else { return false };
        let x = self.at.0 + along * self.along.0 + up * self.up.0;
        let y = self.at.1 + along * self.along.1 + up * self.up.1;
        if !is_inside(self.clip, (x, y)) {
            return false;
        }
        let mut under = PAPER;
        for (painted, fill, bounds) in fills {
            if !is_inside(*bounds, (x, y)) || !fill.covers((x, y)) {
                continue;
            }
            if *painted > order {
                return false;
            }
            under = fill.shade.unwrap_or(PAPER);
        }
        (shade - under).abs() * self.alpha >= CONTRAST
    }
}

/// A text that lies across the page, for those who know no more of it.
pub(super) const fn plain(text: String, at: Point, (size, wide): (f64, f64)) -> Run {
    Run { text, at, along: (wide, 0.0), up: (0.0, -size), size, wide, shade: Some(0.0), alpha: 1.0, clip: EVERYWHERE }
}
