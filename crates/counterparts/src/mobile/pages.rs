//! The page that runs in the phone's browser, and what it is made of.

use super::Cloud;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};

/// Nothing runs on the page that did not come with it: it holds keys.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "mobile/phone.html")]
struct PhonePage;

pub(super) async fn show() -> Response {
    match PhonePage.render() {
        Ok(text) => ([(CONTENT_SECURITY_POLICY, POLICY), (CACHE_CONTROL, "no-store")], Html(text)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

pub(super) async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../../assets/consent.css")).into_response()
}

pub(super) async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("phone.js")).into_response()
}

pub(super) async fn library(State(cloud): State<Cloud>) -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], cloud.0.parts.library.clone()).into_response()
}
