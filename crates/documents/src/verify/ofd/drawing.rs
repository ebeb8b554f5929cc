//! What the objects of a page reach and say (GB/T 33190 §8, §9, §11): read alike by whoever asks what is seen and what lies under a seal.

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use crate::verify::plane::{Area, IDENTITY, Matrix, Point, bounds, curve, point};
use crate::verify::xml::children;
use roxmltree::Node;
use std::str::SplitWhitespace;

/// Most numbers of one list.
const NUMBERS_MAX: usize = 4096;
/// Most points of one path.
const POINTS_MAX: usize = 200_000;
/// How far glyphs reach above and below their line, in sizes of the type.
const ABOVE: f64 = 1.0;
const BELOW: f64 = 0.3;

/// Numbers with spaces between; the forms `g n d` (n times d) of lists of distances are written out.
pub(in crate::verify) fn numbers(list: &str) -> Vec<f64> {
    let mut words = list.split_whitespace();
    let mut out = Vec::new();
    while let Some(word) = words.next() {
        let number = |word: Option<&str>| word.and_then(|word| word.parse::<f64>().ok()).filter(|number| number.is_finite());
        if word == "g" {
            let times = words.next().and_then(|word| word.parse::<usize>().ok()).unwrap_or(0);
            let distance = number(words.next()).unwrap_or(0.0);
            out.extend(std::iter::repeat_n(distance, times.min(NUMBERS_MAX)));
        } else {
            out.extend(number(Some(word)));
        }
        if out.len() > NUMBERS_MAX {
            break;
        }
    }
    out
}

/// The numbers of an attribute.
pub(in crate::verify) fn listed(node: Node<'_, '_>, name: &str) -> Vec<f64> {
    numbers(node.attribute(name).unwrap_or_default())
}

/// Where an object stands: what turns its own coordinates into those of the page, millimetres with y downwards.
pub(in crate::verify) fn placed(object: Node<'_, '_>, (left, top): Point) -> Matrix {
    let boundary = listed(object, "Boundary");
    let side = |index: usize| boundary.get(index).copied().unwrap_or(0.0);
    let [a, b, c, d, e, f]: Matrix = listed(object, "CTM").try_into().unwrap_or(IDENTITY);
    [a, b, c, d, e + side(0) + left, f + side(1) + top]
}

/// The frame that an object says it has.
pub(in crate::verify) fn frame(object: Node<'_, '_>, (left, top): Point) -> Option<Area> {
    let [x, y, wide, high]: [f64; 4] = listed(object, "Boundary").try_into().ok()?;
    Some([left + x, top + y, left + x + wide, top + y + high])
}

/// A character where it stands.
pub(in crate::verify) struct Letter {
    pub(in crate::verify) text: String,
    pub(in crate::verify) at: Point,
    /// Along the line by its width, and up from it by its size.
    pub(in crate::verify) along: Point,
    pub(in crate::verify) up: Point,
    pub(in crate::verify) size: f64,
    pub(in crate::verify) wide: f64,
}

/// How wide a character is, about, in sizes of its type.
pub(in crate::verify) fn breadth(character: char) -> f64 {
    if u32::from(character) < 0x1100 { 0.6 } else { 1.0 }
}

/// The characters of a text, each where it stands: distances may set them apart.
pub(in crate::verify) fn letters(object: Node<'_, '_>, from: Point) -> Vec<Letter> {
    let matrix = placed(object, from);
    let [a, b, c, d, ..] = matrix;
    let (across, upwards) = (a.hypot(b), c.hypot(d));
    let size = listed(object, "Size").first().copied().unwrap_or(1.0);
    let stretch = listed(object, "HScale").first().copied().unwrap_or(1.0);
    let (mut x, mut y, mut found) = (0.0, 0.0, Vec::new());
    for code in children(object, "TextCode") {
        let first = |name: &str| listed(code, name).first().copied();
        (x, y) = (first("X").unwrap_or(x), first("Y").unwrap_or(y));
        let (along, down) = (listed(code, "DeltaX"), listed(code, "DeltaY"));
        let run: String = code.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
        let (mut right, mut below) = (0.0, 0.0);
        for (index, character) in run.chars().enumerate() {
            let wide = breadth(character) * size * stretch;
            found.push(Letter {
                text: character.to_string(),
                at: point(&matrix, x + right, y + below),
                along: (a * wide, b * wide),
                up: (-c * size, -d * size),
                size: size * upwards,
                wide: wide.abs() * across,
            });
            let moves = down.get(index).copied();
            right += along.get(index).copied().unwrap_or(if moves.is_some() { 0.0 } else { wide });
            below += moves.unwrap_or(0.0);
        }
    }
    found
}

impl Letter {
    /// How far it may reach.
    pub(in crate::verify) fn area(&self) -> Option<Area> {
        let ends =
            |along: f64, up: f64| (self.at.0 + along * self.along.0 + up * self.up.0, self.at.1 + along * self.along.1 + up * self.up.1);
        bounds(&[ends(0.0, -BELOW), ends(1.0, -BELOW), ends(0.0, ABOVE), ends(1.0, ABOVE)])
    }
}

/// The next number of a path; what is none is taken for nothing.
fn number(words: &mut SplitWhitespace<'_>) -> f64 {
    words.next().and_then(|word| word.parse::<f64>().ok()).filter(|number| number.is_finite()).unwrap_or(0.0)
}

fn pair(words: &mut SplitWhitespace<'_>) -> Point {
    (number(words), number(words))
}

/// The outlines of a path, each point where it stands.
pub(in crate::verify) fn outlines(object: Node<'_, '_>, from: Point) -> Vec<Vec<Point>> {
    let matrix = placed(object, from);
    let data: String = children(object, "AbbreviatedData").filter_map(|data| data.text()).collect();
    let mut words = data.split_whitespace();
    let (mut found, mut at, mut count): (Vec<Vec<Point>>, Point, usize) = (Vec::new(), (0.0, 0.0), 0);
    while let Some(word) = words.next() {
        let mut points = Vec::new();
        match word {
            "M" | "S" | "L" => points.push(pair(&mut words)),
            "Q" => {
                let (control, to) = (pair(&mut words), pair(&mut words));
                let between = |from: Point| (from.0 + (control.0 - from.0) * 2.0 / 3.0, from.1 + (control.1 - from.1) * 2.0 / 3.0);
                points.extend(curve([at, between(at), between(to), to]));
            }
            "B" => points.extend(curve([at, pair(&mut words), pair(&mut words), pair(&mut words)])),
            "A" => {
                let (radius, _, _, to) = (pair(&mut words), pair(&mut words), number(&mut words), pair(&mut words));
                // An arc bulges by at most its radius.
                let (left, right) = (at.0.min(to.0) - radius.0, at.0.max(to.0) + radius.0);
                let (top, bottom) = (at.1.min(to.1) - radius.1, at.1.max(to.1) + radius.1);
                points.extend([(left, top), (right, top), (right, bottom), (left, bottom), to]);
            }
            _ => continue,
        }
        at = points.last().copied().unwrap_or(at);
        count += points.len();
        if count > POINTS_MAX {
            break;
        }
        let points = points.into_iter().map(|(x, y)| point(&matrix, x, y));
        match found.last_mut() {
            Some(outline) if !matches!(word, "M" | "S") => outline.extend(points),
            Some(_) | None => found.push(points.collect()),
        }
    }
    found
}
