//! What a request's headers say of where it comes from.

use axum::http::header::{COOKIE, HeaderMap, REFERER};

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';'));
    cookies.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Where the visitor came from, when that was one of our own pages: its path and query.
pub(crate) fn came_from(origin: &str, headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(REFERER)?.to_str().ok()?;
    let path = referer.strip_prefix(origin)?;
    path.starts_with('/').then(|| path.to_owned())
}

/// A way back that stays on this platform.
pub(crate) fn local(next: &str) -> Option<&str> {
    let plain = next.starts_with('/') && !next.starts_with("//") && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    plain.then_some(next)
}
