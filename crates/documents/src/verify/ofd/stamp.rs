//! What a later seal lies on: whoever signed before must not find another thing on the page than what they signed (K1).

use super::list::{Place, rectangle};
use super::parts::Parts;
use super::{Entries, entry};
use crate::verify::Flaw;
use crate::verify::xml::{is, parse};
use roxmltree::Node;

/// Largest drawing that may be a letter or a line of them, in micrometres; larger ones are frames and backgrounds.
const DRAWING_MAX: (i64, i64) = (100_000, 20_000);
/// Largest seal of a party that the signed paper itself names, in micrometres.
const SEAL_MAX: i64 = 60_000;
/// How far two things may overlap by rounding, in micrometres.
const SLACK: i64 = 100;
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
    /// Whether the paper, as it was signed before, names them as the other party.
    pub(super) expected: bool,
}

fn overlap(one: [i64; 4], other: [i64; 4]) -> bool {
    let along = |at: i64, length: i64, from: i64, more: i64| at + SLACK < from + more && from + SLACK < at + length;
    along(one[0], one[2], other[0], other[2]) && along(one[1], one[3], other[1], other[3])
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

/// Whether a later seal at `place` lies on something that is not its holder's to seal.
pub(super) fn covers(entries: &Entries, parts: &Parts, place: &Place, earlier: &[&Place], holder: &Holder<'_>) -> Result<bool, Flaw> {
    let Some(number) = place.page else { return Ok(true) };
    // A page that is not there is drawn on by nobody.
    let Some(page) = parts.pages.get(&number) else { return Ok(false) };
    let Some(seen) = place.seen.filter(|seen| seen[2] >= 0 && seen[3] >= 0) else { return Ok(true) };
    if seen[2] == 0 || seen[3] == 0 {
        return Ok(false);
    }
    if holder.expected && seen[2] <= SEAL_MAX && seen[3] <= SEAL_MAX {
        return Ok(false);
    }
    if earlier.iter().any(|known| known.page.is_none_or(|known| known == number) && known.seen.is_none_or(|known| overlap(known, seen))) {
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

/// Whether an object of a page is under the seal, and is more than its holder's own.
fn is_under(node: Node<'_, '_>, seen: [i64; 4], holder: &Holder<'_>) -> bool {
    let (words, drawing) = (is(node, "TextObject"), is(node, "PathObject"));
    if !words && !drawing && !is(node, "ImageObject") && !is(node, "CompositeObject") {
        return false;
    }
    // What has no place is anywhere.
    let Some(place) = node.attribute("Boundary").and_then(rectangle) else { return true };
    let frame = drawing && (place[2] > DRAWING_MAX.0 || place[3] > DRAWING_MAX.1);
    if frame || !overlap(place, seen) {
        return false;
    }
    let text: String = node.descendants().filter(|node| is(*node, "TextCode")).filter_map(|node| node.text()).collect();
    !words || !rest(&text, holder).is_empty()
}
