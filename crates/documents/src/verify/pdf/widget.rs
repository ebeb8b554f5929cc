//! What a later signature's widget shows, and where: nothing at all, or something on a place where nothing was (K1).

#![expect(clippy::float_arithmetic, reason = "places on a page, which no money depends on")]

use super::annotation::{HIDDEN, PRINTED, rectangle};
use super::blank;
use super::objects::{array, dictionary, entries, get, resolve};
use lopdf::{Dictionary, Document, Object};

/// Flags that leave a widget where its rectangle is: Hidden, Print, ReadOnly, Locked, LockedContents. The others size or turn it by
/// the reader's window, or show it at some times only.
const PLAIN_FLAGS: i64 = HIDDEN | PRINTED | 1 << 6 | 1 << 7 | 1 << 9;

fn flags(document: &Document, widget: &Dictionary) -> Option<i64> {
    match widget.get(b"F") {
        Ok(_) => get(document, widget, b"F")?.as_i64().ok(),
        Err(_) => Some(0),
    }
}

/// Whether the widget shows nothing in any reader: it has no size, is hidden or has an appearance; the appearance paints nothing; and there
/// is neither border nor background that a reader would draw by itself.
pub(super) fn shows_nothing(document: &Document, widget: &Dictionary) -> bool {
    let Some(flags) = flags(document, widget) else { return false };
    let sizeless = match rectangle(document, widget) {
        Some([left, bottom, right, top]) => left == right && bottom == top,
        None => !widget.has(b"Rect"),
    };
    let hidden = flags & HIDDEN != 0;
    let plain =
        widget.get(b"MK").is_err() || dictionary(document, widget, b"MK").is_some_and(|looks| looks.iter().all(|(key, _)| key == b"R"));
    let style = dictionary(document, widget, b"BS").and_then(|style| get(document, style, b"W"));
    let border = array(document, widget, b"Border").and_then(|border| border.get(2)).and_then(|width| resolve(document, width));
    let is_zero = |width: &Object| width.as_float().is_ok_and(|width| width == 0.0);
    let no_border = (!widget.has(b"BS") || style.is_some_and(is_zero)) && (!widget.has(b"Border") || border.is_some_and(is_zero));
    // Without an appearance, readers mark a field of some size in ways of their own.
    let drawn = dictionary(document, widget, b"AP").is_some_and(|looks| looks.has(b"N"));
    (sizeless || hidden || drawn) && plain && (no_border || hidden) && paints_nothing(document, widget)
}

/// Whether every appearance of the widget is empty.
fn paints_nothing(document: &Document, widget: &Dictionary) -> bool {
    let Ok(looks) = widget.get(b"AP") else { return true };
    let Some(looks) = resolve(document, looks).and_then(|looks| looks.as_dict().ok()) else { return false };
    looks.iter().all(|(_, look)| match resolve(document, look) {
        Some(stream @ Object::Stream(_)) => blank::paints_nothing(document, stream),
        Some(Object::Dictionary(states)) => {
            states.iter().all(|(_, state)| resolve(document, state).is_some_and(|stream| blank::paints_nothing(document, stream)))
        }
        Some(_) | None => false,
    })
}

/// How wide a border readers may draw around the widget, in points; none where none is spoken of.
fn border(document: &Document, widget: &Dictionary) -> Option<f64> {
    let number = |object: &Object| resolve(document, object)?.as_float().ok().map(f64::from).filter(|width| width.is_finite());
    let style = match widget.has(b"BS") {
        // By default a border is one point wide.
        true => dictionary(document, widget, b"BS")?.get(b"W").map_or(Some(1.0), number)?,
        false => 0.0,
    };
    let old = match widget.has(b"Border") {
        true => number(array(document, widget, b"Border")?.get(2)?)?,
        false => 0.0,
    };
    Some(style.max(old))
}

/// Whether a widget without height or width is shown without them, as its appearance is pressed into its place: such as has a frame of
/// some size, or paints nothing.
fn is_pressed_to_nothing(document: &Document, widget: &Dictionary) -> bool {
    let Some(looks) = dictionary(document, widget, b"AP").filter(|looks| looks.has(b"N")) else { return false };
    let framed = |look: &Object| {
        let Some(stream) = resolve(document, look).filter(|look| look.as_stream().is_ok()) else { return false };
        let frame = entries(stream).and_then(|stream| super::face::numbers::<4>(document, stream, b"BBox"));
        let turned = entries(stream).is_some_and(|stream| stream.has(b"Matrix"));
        let sized = frame.is_some_and(|[left, bottom, right, top]| left != right && bottom != top);
        (sized && !turned) || blank::paints_nothing(document, stream)
    };
    looks.iter().all(|(_, look)| framed(look))
}

/// Whether the widget stands on a place of the page where nothing was shown: neither by the page nor by another annotation.
pub(super) fn is_on_blank(document: &Document, page: &Dictionary, (after, widget): (&Document, &Dictionary)) -> bool {
    let Some(flags) = flags(after, widget) else { return false };
    let (Some([left, bottom, right, top]), Some(border)) = (rectangle(after, widget), border(after, widget)) else { return false };
    let short = (right - left).min(top - bottom);
    // What is drawn around a place may not be larger than the place.
    let contained = if short > 0.0 { border * 2.0 <= short } else { border == 0.0 && is_pressed_to_nothing(after, widget) };
    let place = [left - border, bottom - border, right + border, top + border];
    flags & !PLAIN_FLAGS == 0 && contained && is_blank(document, page, place)
}

/// Whether `page` shows nothing within `place`, by what it draws itself or by its annotations.
fn is_blank(document: &Document, page: &Dictionary, place: [f64; 4]) -> bool {
    let others = match page.get(b"Annots") {
        Ok(_) => array(document, page, b"Annots"),
        Err(_) => Some(const { &Vec::new() }),
    };
    let clear = others.is_some_and(|others| !others.iter().any(|other| is_in_the_way(document, other, place)));
    clear && blank::draws_nothing(document, page, place)
}

/// Whether an annotation that was there shows something within `place`, as far as its rectangle tells.
fn is_in_the_way(document: &Document, annotation: &Object, place: [f64; 4]) -> bool {
    let Some(annotation) = resolve(document, annotation).and_then(entries) else { return false };
    if shows_nothing(document, annotation) {
        return false;
    }
    // A note may open anywhere, and one without a fixed size is drawn larger than its rectangle.
    let steady = flags(document, annotation).is_some_and(|flags| flags & (1 << 3 | 1 << 4) == 0);
    match rectangle(document, annotation) {
        Some([left, bottom, right, top]) if steady => left < place[2] && place[0] < right && bottom < place[3] && place[1] < top,
        Some(_) | None => true,
    }
}
