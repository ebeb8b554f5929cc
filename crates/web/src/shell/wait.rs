//! The page for whoever came while the platform answers as many as it can: it keeps their place and their form, and comes again by itself.

use super::Web;
use super::cookie::cookie;
use super::frame::html;
use super::guard::{from_here, protected};
use crate::assets;
use app::ticket::{LASTS, ticket, waits_since};
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use domain::time::Timestamp;
use std::convert::Infallible;

/// When to come again, in seconds.
pub const COME_AGAIN: u16 = 3;
const COOKIE: &str = "kaihan-ticket";

/// When a request came to the door, for the first time: what is timely is judged by it.
#[derive(Clone, Copy, Debug)]
pub struct Arrived(pub Timestamp);

impl FromRequestParts<Web> for Arrived {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or(Self(web.world.now())))
    }
}

#[derive(Template)]
#[template(path = "wait.html")]
struct Page {
    css: String,
    enhance: String,
    /// When the visitor came first.
    since: String,
    again: u16,
    action: String,
    /// The form to be handed in again; `None` for a page that was only asked for.
    form: Option<Vec<(String, String)>>,
}

/// Since when this request waits: since now, unless it brings a ticket.
#[must_use]
pub fn arrived(web: &Web, parts: &Parts) -> Arrived {
    let brought = cookie(&parts.headers, COOKIE).and_then(|text| waits_since(&web.world, parts.uri.path(), &text));
    Arrived(brought.unwrap_or(web.world.now()))
}

/// Whether whoever asks reads pages, and nothing of what they sent could be somebody else's.
fn reads_pages(web: &Web, method: &Method, headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT).and_then(|kinds| kinds.to_str().ok()).unwrap_or_default();
    (*method == Method::GET || from_here(web, headers)) && accepted.contains("text/html")
}

/// Asks to wait: a page with a ticket for those who read pages, with the form's `body` in it where it is all here; `None` for programs.
#[must_use]
pub fn wait(web: &Web, parts: &Parts, body: Option<&[u8]>, since: Arrived) -> Option<Response> {
    if !reads_pages(web, &parts.method, &parts.headers) {
        return None;
    }
    let form = match (&parts.method, body) {
        (&Method::GET, _) => None,
        (&Method::POST, Some(body)) => {
            let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok().filter(|_| kind.contains("urlencoded"))?;
            Some(fields)
        }
        _ => return None,
    };
    let action = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let value = ticket(&web.world, parts.uri.path(), since.0).ok()?;
    let page = Page {
        css: assets::address("kaihan.css"),
        enhance: assets::address("enhance.js"),
        since: since.0.to_seconds(),
        again: COME_AGAIN,
        action,
        form,
    };
    let mut response = html(&page);
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(RETRY_AFTER, COME_AGAIN.into());
    // The cookie lasts as long as what is in it.
    let seconds = Timestamp::from_micros(LASTS).seconds();
    let value = web.set_cookie_at(COOKIE, &value, parts.uri.path(), Some(seconds));
    headers.append(SET_COOKIE, HeaderValue::from_str(&value).ok()?);
    Some(protected(web, response))
}
