//! Logging out.

use crate::shell::{PageError, Posted, Web, cookie};
use app::identity::logout;
use axum::extract::State;
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Fields {}

pub(crate) async fn submit(State(web): State<Web>, headers: HeaderMap, posted: Posted<Fields>) -> Result<Response, PageError> {
    let Posted { fields: Fields {}, .. } = posted;
    if let Some(token) = cookie(&headers, web.session_cookie()) {
        logout(&web.world, &token).await?;
    }
    Ok(([(SET_COOKIE, web.set_cookie(web.session_cookie(), ""))], Redirect::to("/")).into_response())
}
