//! Which content coding an answer goes out in (RFC 9110, 12.5.3), and answers that are kept in each of them.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH, VARY,
};
use axum::response::{IntoResponse, Response};

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    /// The smallest first.
    const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// Its name on the wire.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// The one of `offered` that the client likes best, of equals the first. Where it will have none of them, the answer as it is: what
    /// can be looked at is better than a refusal.
    pub(super) fn choose(asked: &HeaderMap, offered: &[Self]) -> Self {
        let likes: Vec<(String, u16)> = all(asked, &ACCEPT_ENCODING).filter_map(liked).collect();
        let of = |name: &str| likes.iter().find(|(known, _)| known == name).map(|(_, quality)| *quality);
        let quality = |coding: Self| {
            // What nobody spoke of is not sent, but for the answer as it is, which comes last.
            of(coding.name()).or_else(|| of("*")).unwrap_or(u16::from(coding == Self::Identity))
        };
        let best = offered.iter().copied().filter(|coding| quality(*coding) > 0).rev().max_by_key(|coding| quality(*coding));
        best.unwrap_or(Self::Identity)
    }
}

/// The members of a header's list.
fn all<'a>(asked: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    asked.get_all(name).iter().filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(',')).map(str::trim)
}

/// A member of `Accept-Encoding`: the coding's name and how much it is liked, in thousandths; `None` when it does not read.
fn liked(member: &str) -> Option<(String, u16)> {
    let mut parts = member.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((name, quality.map_or(Some(1000), thousandths)?))
}

/// A quality between 0 and 1 with at most three decimals.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let value = whole.parse::<u16>().ok()?.checked_mul(1000)?.checked_add(format!("{part:0<3}").parse().ok()?)?;
    (part.len() <= 3 && value <= 1000).then_some(value)
}

/// An answer that is kept in every coding and never changes under its address, whose digest is `digest`. Each form has a tag of its own;
/// whoever has the form already is told so.
pub(crate) fn kept(
    asked: &HeaderMap,
    kind: &'static str,
    cache: &'static str,
    digest: &str,
    body: impl FnOnce(Coding) -> Bytes,
) -> Response {
    let coding = Coding::choose(asked, &Coding::ALL);
    let tag = format!("\"{digest}-{}\"", coding.name());
    let has = all(asked, &IF_NONE_MATCH).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag);
    let shared = [(CACHE_CONTROL, cache.to_owned()), (VARY, "accept-encoding".to_owned()), (ETAG, tag)];
    if has {
        return (StatusCode::NOT_MODIFIED, shared).into_response();
    }
    let mut answer = (shared, [(CONTENT_TYPE, kind)], body(coding)).into_response();
    if coding != Coding::Identity {
        answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
    answer
}
