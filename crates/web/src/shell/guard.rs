use super::Web;
use super::failure::{Occasion, framed};
use super::trouble::plain;
use super::visitor::{remembered, site_of};
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Whether a posted form comes from one of our own pages.
pub(super) fn from_here(web: &Web, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match text(ORIGIN) {
        Some(origin) => *origin == *web.world.origin(),
        // Browsers below our baseline send none; then the site header must not contradict.
        None => text(HeaderName::from_static("sec-fetch-site")).is_none_or(|site| site == "same-origin"),
    }
}

/// The answer to whoever asks by a name that is not the platform's.
pub(super) fn misdirected(web: &Web, headers: &HeaderMap) -> Option<Response> {
    let host = headers.get(HOST).and_then(|value| value.to_str().ok());
    let own = web.world.origin().split_once("://").map(|(_, host)| host);
    (host != own).then(|| (StatusCode::MISDIRECTED_REQUEST, plain("该域名不是本平台的地址，请从本平台首页进入。")).into_response())
}

/// Refuses foreign hosts and foreign posts, and puts the security headers on every answer.
pub(crate) async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    if let Some(refused) = misdirected(&web, request.headers()) {
        return refused;
    }
    let asked = Occasion::new(&request);
    let site = site_of(&web, request.uri().path());
    let foreign = request.method() == Method::POST && !from_here(&web, request.headers());
    let answer = if foreign { StatusCode::FORBIDDEN.into_response() } else { next.run(request).await };
    protected(&web, remembered(&web, site, framed(&web, &asked, answer).await))
}

/// What a file that somebody handed in may do in a browser that shows it: be seen.
const SANDBOX: &str = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                       frame-ancestors 'none'";

/// The mark of such an answer.
#[derive(Clone, Copy)]
struct Sandboxed;

/// An answer that is a file somebody handed in: shown where it can do nothing (T-15).
pub(crate) fn sandboxed(mut response: Response) -> Response {
    response.extensions_mut().insert(Sandboxed);
    response
}

/// Puts the security headers on an answer.
pub(super) fn protected(web: &Web, mut response: Response) -> Response {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' {}; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
        web.agent
    );
    let policy = if response.extensions().get::<Sandboxed>().is_some() { SANDBOX.to_owned() } else { policy };
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
