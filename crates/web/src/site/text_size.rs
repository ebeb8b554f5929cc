//! 大字版: pages in large letters for whoever wants them, remembered by the browser. All measures of text are relative to the root's.

use crate::shell::{LARGE, Web, came_from, size_cookie};
use axum::extract::{Query, State};
use axum::http::header::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Wish {
    #[serde(default)]
    size: String,
}

/// Remembers the size, and goes back to where it was chosen.
pub(crate) async fn choose(State(web): State<Web>, headers: HeaderMap, Query(wish): Query<Wish>) -> Response {
    let back = came_from(web.world.origin(), &headers).unwrap_or_else(|| "/".to_owned());
    (size_cookie(&web, wish.size == LARGE), Redirect::to(&back)).into_response()
}
