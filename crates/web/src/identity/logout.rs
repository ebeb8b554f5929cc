//! Logging out: here, and where a portal vouched, there too if one likes.

use super::portal::leave;
use crate::shell::{Nav, Nothing, PageError, Posted, Web, cookie};
use app::identity::logout;
use app::portal::log_out::log_out;
use axum::extract::State;
use axum::http::header::{HeaderMap, HeaderName, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::session::LoginWay;

/// What the browser is to forget.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

pub(crate) async fn submit(State(web): State<Web>, headers: HeaderMap, posted: Posted<Nothing>) -> Result<Response, PageError> {
    let Posted { known, fields: Nothing {} } = posted;
    if let Some(token) = cookie(&headers, web.session_cookie()) {
        logout(&web.world, &token).await?;
    }
    // Pictures of previews are kept for an hour; whoever sits down at this machine next sees none of them.
    let forgotten = [(SET_COOKIE, web.set_cookie(web.session_cookie(), "")), (CLEAR_SITE_DATA, "\"cache\"".to_owned())];
    let session = &known.visitor.session;
    let portal = match session.site.filter(|_| session.way == LoginWay::Portal) {
        Some(site) => log_out(&web.world, site).await?.map(|(name, url)| (site, name, url)),
        None => None,
    };
    match portal {
        Some((site, name, url)) => {
            let frame = known.nobody(&web).frame_on(&web, Nav::None, site)?;
            Ok((forgotten, leave(frame, name, url, true)?).into_response())
        }
        None => Ok((forgotten, Redirect::to("/")).into_response()),
    }
}
