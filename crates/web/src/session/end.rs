//! Ending one's sessions.

use crate::shell::{Id, Nothing, PageError, Posted, Web, cookie};
use app::session::end::{end, end_others};
use axum::extract::State;
use axum::http::header::HeaderMap;
use axum::response::Redirect;
use domain::id::SessionId;

const LIST: &str = "/account/sessions";

pub(crate) async fn one(State(web): State<Web>, Id(id): Id<SessionId>, posted: Posted<Nothing>) -> Result<Redirect, PageError> {
    end(&web.world, &posted.known.caller, id).await?;
    Ok(Redirect::to(LIST))
}

pub(crate) async fn others(State(web): State<Web>, headers: HeaderMap, posted: Posted<Nothing>) -> Result<Redirect, PageError> {
    let token = cookie(&headers, web.session_cookie()).unwrap_or_default();
    end_others(&web.world, &posted.known.caller, &token).await?;
    Ok(Redirect::to(LIST))
}
