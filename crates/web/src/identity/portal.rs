//! Logging in through the site's registration platform or government portal. Going there is a page of its own, for a form may not lead to
//! another host (CSP `form-action`); coming back is a plain address.

use super::login::{device, entered, own_browser, refused, remembered};
use crate::shell::{Frame, Guest, Id, Kept, Nav, PageError, Web, home, html, local};
use app::AppError;
use app::identity::Errand;
use app::portal::begin::begin;
use app::portal::end::end;
use app::portal::finish::{PortalAnswer, finish};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use domain::site::SiteCode;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    next: String,
    kept: String,
}

/// What the portal sends back with the browser. What else it may say is left aside.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    state: String,
    code: String,
    iss: Option<String>,
    error: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct LogoutNotice {
    logout_token: String,
}

#[derive(Template)]
#[template(path = "identity/portal.html")]
struct LeavePage {
    frame: Frame,
    portal: String,
    url: String,
    /// Whether one goes there to log out.
    out: bool,
}

/// The page from which the browser goes to a portal, at once where it is on the way in.
pub(super) fn leave(frame: Frame, portal: String, url: String, out: bool) -> Result<Response, PageError> {
    let refresh = HeaderValue::from_str(&format!("0; url={url}")).map_err(|error| AppError::Bug(error.to_string()))?;
    let mut page = html(&LeavePage { frame, portal, url, out });
    if !out {
        page.headers_mut().insert(HeaderName::from_static("refresh"), refresh);
    }
    Ok(page)
}

pub(crate) async fn go(
    State(web): State<Web>,
    guest: Guest,
    headers: HeaderMap,
    Id(site): Id<SiteCode>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let frame = guest.frame_on(&web, Nav::None, site)?;
    let portal = frame.portal.clone().ok_or(AppError::NotFound)?;
    let errand = Errand { next: fields.next.clone(), kept: fields.kept.clone() };
    let outcome = match own_browser(&web, &headers) {
        Ok(browser) => begin(&web.world, site, &browser, &guest.address, errand).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(url) => leave(frame, portal.name, url, false),
        Err(AppError::Unauthenticated(message)) => {
            let page = refused(&web, frame, message, (fields.next, fields.kept))?;
            Ok(remembered(&web, &headers, page))
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn back(
    State(web): State<Web>,
    guest: Guest,
    headers: HeaderMap,
    Id(site): Id<SiteCode>,
    Query(back): Query<Back>,
) -> Result<Response, PageError> {
    let answer = PortalAnswer { state: back.state, code: back.code, issuer: back.iss, error: back.error };
    let outcome = match own_browser(&web, &headers) {
        Ok(browser) => finish(&web.world, site, &browser, answer, device(&web, &guest, &headers)).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(returned) => {
            let to = local(&returned.errand.next).unwrap_or(home(returned.begun.role));
            entered(&web, guest, &returned.begun.token, to, Kept::of(to, returned.errand.kept.as_bytes())).await
        }
        Err(AppError::Unauthenticated(message)) => refused(&web, guest.frame_on(&web, Nav::None, site)?, message, Default::default()),
        Err(other) => Err(other.into()),
    }
}

/// The portal says that a session of its has ended: no person looks at the answer.
pub(crate) async fn logged_out(
    State(web): State<Web>,
    Id(site): Id<SiteCode>,
    Form(notice): Form<LogoutNotice>,
) -> Result<StatusCode, PageError> {
    match end(&web.world, site, &notice.logout_token).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(AppError::Unauthenticated(_)) => Ok(StatusCode::BAD_REQUEST),
        Err(other) => Err(other.into()),
    }
}
