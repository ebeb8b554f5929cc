//! What a later signature's widget shows, and where: nothing at all, or something on a place where nothing was (K1).

use super::blank;
use super::form::{HIDDEN, PRINTED, rectangle};
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

/// Whether the widget stands on a place of the page where nothing was shown: neither by the page nor by another annotation.
pub(super) fn is_on_blank(document: &Document, page: &Dictionary, widget: &Dictionary) -> bool {
    // The widget's own parts are those of the later revision; numbers in them stand where they are used.
    let Some(flags) = flags(document, widget) else { return false };
    let Some(place) = rectangle(document, widget) else { return false };
    flags & !PLAIN_FLAGS == 0 && blank::is_blank(document, page, place)
}

/// Whether an annotation that was there shows something within `place`, as far as its rectangle tells.
pub(super) fn is_in_the_way(document: &Document, annotation: &Object, place: [f64; 4]) -> bool {
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
