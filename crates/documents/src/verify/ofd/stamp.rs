//! What a later seal lies on: whoever signed before must not find another thing on the page than what they signed (K1).

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::drawing::{Letter, frame, letters, listed, outlines, placed};
use super::list::Place;
use super::parts::Parts;
use super::{Entries, entry};
use crate::verify::Flaw;
use crate::verify::plane::{Area, Point, bounds, corners};
use crate::verify::xml::{is, parse};
use roxmltree::Node;

/// Largest outline that may be a letter or a line of them, in millimetres; larger ones of straight lines are frames and backgrounds.
const DRAWING_MAX: (f64, f64) = (100.0, 20.0);
/// Most corners of a frame, its first once more.
const FRAME_CORNERS: usize = 5;
/// How far two things may overlap by rounding, in millimetres.
const SLACK: f64 = 0.1;
/// Words of the place where somebody seals, beside their name. A date that stands there was signed by whoever signed before: it must stay
/// seen, be it a day of signing or one on which something ends (K1).
const LABELS: [&str; 24] = [
    "法定代表人或其授权代理人",
    "法定代表人",
    "授权代表",
    "委托代理人",
    "统一社会信用代码",
    "签章",
    "盖章",
    "公章",
    "印章",
    "签字",
    "签名",
    "日期",
    "单位",
    "机构",
    "甲方",
    "乙方",
    "丙方",
    "保证人",
    "委托人",
    "受益人",
    "申请人",
    "投标人",
    "担保人",
    "名称",
];

/// Who seals, by name and code.
pub(super) struct Holder<'a> {
    pub(super) names: [&'a str; 2],
    pub(super) code: Option<&'a str>,
}

fn overlap(one: Area, other: Area) -> bool {
    one[0] + SLACK < other[2] && other[0] + SLACK < one[2] && one[1] + SLACK < other[3] && other[1] + SLACK < one[3]
}

/// A text without what belongs under its holder's own seal: name, code, labels, what stands between the blanks of a date.
fn rest(text: &str, holder: &Holder<'_>) -> String {
    let mut text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    for name in holder.names.into_iter().chain(holder.code).filter(|name| !name.is_empty()) {
        let name: String = name.chars().filter(|character| !character.is_whitespace()).collect();
        text = text.replace(&name, "");
    }
    for label in LABELS {
        text = text.replace(label, "");
    }
    text.chars().filter(|c| !(c.is_ascii_punctuation() || "：（）、，。年月日　".contains(*c))).collect()
}

/// Whether a later seal at `place` lies on something that is not its holder's to seal, whoever they are: what the paper calls them changes
/// nothing about what others signed.
pub(super) fn covers(entries: &Entries, parts: &Parts, place: &Place, earlier: &[&Place], holder: &Holder<'_>) -> Result<bool, Flaw> {
    let Some(number) = place.page else { return Ok(true) };
    // A page that is not there is drawn on by nobody.
    let Some(page) = parts.pages.get(&number) else { return Ok(false) };
    let Some(seen) = place.seen.filter(|seen| seen[2] >= 0 && seen[3] >= 0) else { return Ok(true) };
    if seen[2] == 0 || seen[3] == 0 {
        return Ok(false);
    }
    let seen = millimetres(seen);
    let others = |known: &&&Place| known.page.is_none_or(|known| known == number);
    if earlier.iter().filter(others).any(|known| known.seen.is_none_or(|known| overlap(millimetres(known), seen))) {
        return Ok(true);
    }
    // Templates and annotations are drawn on pages too; on which does not matter here.
    let others = parts.parts.iter().filter(|(_, kind)| kind.draws_beside_pages()).map(|(path, _)| path);
    for path in std::iter::once(page).chain(others) {
        let part = parse(entry(entries, path)?)?;
        if part.descendants().any(|node| is_under(node, seen, holder)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Micrometres as they are listed: left, top, right, bottom in millimetres.
fn millimetres([left, top, wide, high]: [i64; 4]) -> Area {
    [left, top, left.saturating_add(wide), top.saturating_add(high)].map(|side| f64::from(i32::try_from(side).unwrap_or(i32::MAX)) / 1000.0)
}

/// Whether an object of a page is under the seal, and is more than its holder's own. It is where it says that it is, and where it is drawn,
/// which may reach further.
fn is_under(node: Node<'_, '_>, seen: Area, holder: &Holder<'_>) -> bool {
    let (words, drawing, picture) = (is(node, "TextObject"), is(node, "PathObject"), is(node, "ImageObject"));
    if !words && !drawing && !picture && !is(node, "CompositeObject") {
        return false;
    }
    let reaches = |from: Point| {
        // What has no place is anywhere.
        let Some(told) = frame(node, from) else { return true };
        let drawn = match () {
            () if words => letters(node, from).iter().filter_map(Letter::area).any(|area| overlap(area, seen)),
            () if drawing => outlines(node, from).iter().any(|outline| is_drawn_in(node, outline, seen)),
            () if picture => bounds(&corners(&placed(node, from), [0.0, 0.0, 1.0, 1.0])).is_some_and(|area| overlap(area, seen)),
            () => false,
        };
        drawn || (overlap(told, seen) && !(drawing && is_large(told)))
    };
    // What is within an annotation's appearance stands where that does; not every reader reckons so.
    let appearance = node.ancestors().find(|above| is(*above, "Appearance")).and_then(|above| frame(above, (0.0, 0.0)));
    if !reaches((0.0, 0.0)) && !appearance.is_some_and(|[left, top, ..]| reaches((left, top))) {
        return false;
    }
    let text: String = node.descendants().filter(|node| is(*node, "TextCode")).filter_map(|node| node.text()).collect();
    !words || !rest(&text, holder).is_empty()
}

fn is_large([left, top, right, bottom]: Area) -> bool {
    right - left > DRAWING_MAX.0 || bottom - top > DRAWING_MAX.1
}

/// Whether an outline that is no frame passes through the place: within it a surface of one colour shows nothing that could be hidden.
fn is_drawn_in(node: Node<'_, '_>, outline: &[Point], seen: Area) -> bool {
    let upright = outline.windows(2).all(|ends| matches!(ends, [(x1, y1), (x2, y2)] if (x1 - x2).abs() < SLACK || (y1 - y2).abs() < SLACK));
    if upright && outline.len() <= FRAME_CORNERS && bounds(outline).is_some_and(is_large) {
        return false;
    }
    let half = listed(node, "LineWidth").first().copied().unwrap_or(0.353).max(0.0) / 2.0;
    let [left, top, right, bottom] = seen;
    let within = [left + SLACK - half, top + SLACK - half, right - SLACK + half, bottom - SLACK + half];
    let closed = outline.iter().chain(outline.first());
    outline.iter().zip(closed.skip(1)).any(|(from, to)| passes(*from, *to, within))
}

/// Whether a line passes through an area.
fn passes((x1, y1): Point, (x2, y2): Point, [left, top, right, bottom]: Area) -> bool {
    if x1.max(x2) < left || x1.min(x2) > right || y1.max(y2) < top || y1.min(y2) > bottom {
        return false;
    }
    let side = |x: f64, y: f64| (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
    let sides = [side(left, top), side(right, top), side(right, bottom), side(left, bottom)];
    !(sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0))
}
