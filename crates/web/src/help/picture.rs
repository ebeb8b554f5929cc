//! The manuals' pictures; their addresses carry a digest, so they are kept for ever.

use crate::shell::{Id, PageError};
use app::AppError;
use app::manual::{PICTURES, picture_of};
use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use gm::digest::sm3_hex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Each picture's file by its name, with the digest in it.
static FILES: LazyLock<BTreeMap<&str, String>> =
    LazyLock::new(|| PICTURES.iter().map(|(name, bytes)| (*name, format!("{name}.{}.jpg", &sm3_hex(bytes)[..12]))).collect());

/// Where the picture is shown from that a manual's text means by an address in it; `None` where there is none.
pub(super) fn address(of: &str) -> Option<String> {
    Some(format!("/help/pictures/{}", FILES.get(picture_of(of)?)?))
}

pub(crate) async fn show(Id(file): Id<String>) -> Result<Response, PageError> {
    let shown = PICTURES.iter().find(|(name, _)| FILES.get(name) == Some(&file));
    let (_, bytes) = shown.ok_or(AppError::NotFound)?;
    let headers = [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, Bytes::from_static(bytes)).into_response())
}
