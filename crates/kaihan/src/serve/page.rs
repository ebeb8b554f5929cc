//! What the operator's pages share.

use super::figures::Figures;
use super::operators::Operators;
use app::World;
use app::readiness::LastLook;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_SECURITY_POLICY, HOST, ORIGIN};
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

/// What the operator's pages are made of.
#[derive(Clone)]
pub(super) struct Operator {
    pub(super) world: World,
    pub(super) operators: Arc<Operators>,
    pub(super) figures: Arc<Figures>,
    pub(super) last: Arc<LastLook>,
}

/// Whether another site's page has had it posted.
pub(super) fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    text(ORIGIN).is_some_and(|origin| origin.split_once("://").map(|(_, host)| host) != text(HOST))
}

/// A text inside a page.
pub(super) fn cell(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A page of the operator's: nothing is loaded from anywhere.
pub(super) fn page(title: &str, body: &str) -> Response {
    let text = format!("<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>{title}</title>{body}</html>");
    ([(CONTENT_SECURITY_POLICY, "default-src 'none'; form-action 'self'; frame-ancestors 'none'")], Html(text)).into_response()
}
