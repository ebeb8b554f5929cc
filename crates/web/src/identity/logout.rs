//! Logging out.

use crate::shell::{Nothing, PageError, Posted, Web, cookie};
use app::identity::logout;
use axum::extract::State;
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};

pub(crate) async fn submit(State(web): State<Web>, headers: HeaderMap, posted: Posted<Nothing>) -> Result<Response, PageError> {
    let Posted { fields: Nothing {}, .. } = posted;
    if let Some(token) = cookie(&headers, web.session_cookie()) {
        logout(&web.world, &token).await?;
    }
    Ok(([(SET_COOKIE, web.set_cookie(web.session_cookie(), ""))], Redirect::to("/")).into_response())
}
