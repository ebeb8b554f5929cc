//! The page for whoever came while the platform answers as many as it can: it keeps their place and their form, and comes again by itself.

use super::Web;
use super::cookie::cookie;
use super::frame::html;
use super::guard::{from_here, misdirected, protected};
use crate::assets;
use app::ticket::{LASTS, Ticket, came, came_at};
use askama::Template;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use domain::time::Timestamp;

/// When to come again, in seconds.
pub const COME_AGAIN: u16 = 3;
/// Where the ticket is.
const COOKIE: &str = "kaihan-ticket";
/// The field of a form that says when it came for the first time.
const CAME: &str = "came";

/// When a request came to the door.
#[derive(Clone, Copy, Debug)]
pub struct Arrived(pub Timestamp);

/// When a form came to the door for the first time, whatever it says itself but by our own mark: what is timely is judged by it.
pub(super) fn form_arrived(web: &Web, parts: &Parts, body: &[u8]) -> Timestamp {
    let now = parts.extensions.get().map_or_else(|| web.world.now(), |arrived: &Arrived| arrived.0);
    let named = |field: &[u8]| field.starts_with(CAME.as_bytes()) && field.get(CAME.len()) == Some(&b'=');
    if !body.split(|byte| *byte == b'&').any(named) {
        return now;
    }
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    first_came(web, parts, &fields).unwrap_or(now)
}

/// When these fields came for the first time, where they say so by our mark.
fn first_came(web: &Web, parts: &Parts, fields: &[(String, String)]) -> Option<Timestamp> {
    let (_, mark) = fields.iter().find(|(name, _)| name == CAME)?;
    came_at(&web.world, parts.uri.path(), handed_in(fields), mark)
}

/// What was handed in, without what we put beside it.
fn handed_in(fields: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    fields.iter().filter(|(name, _)| name != CAME).map(|(name, value)| (name.as_str(), value.as_str()))
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

/// The ticket that a request brings.
#[must_use]
pub fn ticket(web: &Web, headers: &HeaderMap) -> Option<Ticket> {
    Ticket::carried(&web.world, &cookie(headers, COOKIE)?)
}

/// Whether it is answered from memory, whoever asks: what a page looks like takes nobody's turn.
#[must_use]
pub fn takes_no_turn(parts: &Parts) -> bool {
    parts.method == Method::GET && parts.uri.path().starts_with("/assets/")
}

/// Whether it is a form of fields alone, which can be handed in again.
#[must_use]
pub fn is_plain_form(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().contains("urlencoded")
}

/// Whether whoever asks reads pages, and nothing of what they sent could be somebody else's.
fn reads_pages(web: &Web, method: &Method, headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT).and_then(|kinds| kinds.to_str().ok()).unwrap_or_default();
    (*method == Method::GET || from_here(web, headers)) && accepted.contains("text/html")
}

/// Gives a ticket for the whole site to whoever has to come again and brings none that counts.
pub fn give_ticket(web: &Web, headers: &HeaderMap, arrived: Arrived, counts: impl FnOnce(Ticket) -> bool, response: &mut Response) {
    if ticket(web, headers).is_some_and(counts) {
        return;
    }
    // The cookie lasts as long as what is in it.
    let seconds = Timestamp::from_micros(LASTS).seconds();
    let carried = Ticket::new(&web.world, arrived.0).carry(&web.world).ok();
    let value = carried.map(|carried| web.set_cookie_at(COOKIE, &carried, "/", Some(seconds)));
    if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Asks to wait: a page, with the form's `body` in it where it is all here and when it came; `None` for programs.
#[must_use]
pub fn wait(web: &Web, parts: &Parts, body: Option<&[u8]>, arrived: Arrived) -> Option<Response> {
    if !reads_pages(web, &parts.method, &parts.headers) {
        return None;
    }
    if let Some(refused) = misdirected(web, &parts.headers) {
        return Some(refused);
    }
    let (form, since) = match (&parts.method, body) {
        (&Method::GET, _) => (None, ticket(web, &parts.headers).map_or(arrived.0, |ticket| ticket.since())),
        (&Method::POST, Some(body)) => {
            let mut fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok().filter(|_| is_plain_form(&parts.headers))?;
            let since = first_came(web, parts, &fields).unwrap_or(arrived.0);
            let mark = came(&web.world, parts.uri.path(), handed_in(&fields), since).ok()?;
            fields.retain(|(name, _)| name != CAME);
            fields.push((CAME.to_owned(), mark));
            (Some(fields), since)
        }
        _ => return None,
    };
    let page = Page {
        css: assets::address("kaihan.css"),
        enhance: assets::address("enhance.js"),
        since: since.to_seconds(),
        again: COME_AGAIN,
        action: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        form,
    };
    let mut response = html(&page);
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(RETRY_AFTER, COME_AGAIN.into());
    Some(protected(web, response))
}
