//! Who may talk to the agent.

use crate::Agent;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN, VARY,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The header that forces a preflight, so that no form and no simple request gets through.
const OWN_HEADER: HeaderName = HeaderName::from_static("x-kaihan-agent");
/// Chromium's question whether a public page may reach loopback.
const PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

pub(crate) fn refuse(status: StatusCode, message: &str) -> Response {
    (status, Json(serde_json::json!({ "message": message }))).into_response()
}

/// Refuses every host name but our own: a rebound DNS name does not get in.
pub(crate) async fn host(State(agent): State<Agent>, request: Request, next: Next) -> Response {
    let host = text(request.headers(), HOST);
    if agent.0.hosts.iter().any(|own| own == host) {
        next.run(request).await
    } else {
        refuse(StatusCode::MISDIRECTED_REQUEST, "主机名不正确")
    }
}

/// Lets through pages whose origin is allowed, to the letter; answers their preflights; names no other origin, ever.
pub(crate) async fn page(State(agent): State<Agent>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let origin = text(headers, ORIGIN).to_owned();
    if !agent.0.origins.contains(&origin) {
        return refuse(StatusCode::FORBIDDEN, "该网站未被允许使用证书助手");
    }
    let private = headers.contains_key(PRIVATE_NETWORK);
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else if text(headers, OWN_HEADER) != "1" || text(headers, CONTENT_TYPE) != "application/json" {
        refuse(StatusCode::BAD_REQUEST, "请求格式不正确")
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    if let Ok(origin) = HeaderValue::from_str(&origin) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type, x-kaihan-agent"));
    headers.insert(VARY, HeaderValue::from_static("Origin"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if private {
        headers.insert(ALLOW_PRIVATE_NETWORK, HeaderValue::from_static("true"));
    }
    response
}

/// The agent's own window: it cannot be framed, runs nothing but its own, and only it may decide.
pub(crate) async fn own(State(agent): State<Agent>, request: Request, next: Next) -> Response {
    let origin = text(request.headers(), ORIGIN);
    let ours = agent.0.hosts.iter().any(|host| origin.strip_prefix("http://") == Some(host));
    if request.method() == Method::POST && !ours {
        return refuse(StatusCode::FORBIDDEN, "只能在证书助手自己的窗口中确认");
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
