//! Logging out.

use crate::shell::{Nothing, PageError, Posted, Web, cookie};
use app::identity::logout;
use axum::extract::State;
use axum::http::header::{HeaderMap, HeaderName, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};

/// What the browser is to forget.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

pub(crate) async fn submit(State(web): State<Web>, headers: HeaderMap, posted: Posted<Nothing>) -> Result<Response, PageError> {
    let Posted { fields: Nothing {}, .. } = posted;
    if let Some(token) = cookie(&headers, web.session_cookie()) {
        logout(&web.world, &token).await?;
    }
    // Pictures of previews are kept for an hour; whoever sits down at this machine next sees none of them.
    let forgotten = [(SET_COOKIE, web.set_cookie(web.session_cookie(), "")), (CLEAR_SITE_DATA, "\"cache\"".to_owned())];
    Ok((forgotten, Redirect::to("/")).into_response())
}
