//! JSON for systems. Every answer that is not a result is a problem (RFC 9457) from the closed list.

mod bank_line;
mod message;
mod problem;
mod signed;

use app::{AppError, World};
use axum::extract::DefaultBodyLimit;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use partners::bank::wire::BANK_LINES;
use problem::Problem;

/// Largest request, in bytes.
const BODY_MAX: usize = 64 * 1024;

/// The open interface.
pub fn router(world: World) -> Router {
    message::routes(Router::new())
        .route(BANK_LINES, post(bank_line::receive::receive))
        .route("/api/v1/openapi.json", get(|| async { Json(protocol::specification::document()) }))
        .route("/api", any(nowhere))
        .route("/api/", any(nowhere))
        .route("/api/{*rest}", any(nowhere))
        .route("/healthz", get(|| async { "ok\n" }))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(map_response(as_problem))
        .with_state(world)
}

/// An address below `/api` that is not of the interface (P11).
async fn nowhere() -> Problem {
    AppError::NotFound.into()
}

/// What the router and the extractors say by themselves, in English and bare, as a problem (RFC 9457); other answers as they are.
async fn as_problem(mut response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let bare = (status.is_client_error() || status.is_server_error()) && (kind.is_empty() || kind.starts_with("text/plain"));
    if !bare {
        return response;
    }
    let mut problem = Problem::of_status(status).into_response();
    if let Some(allow) = response.headers_mut().remove(ALLOW) {
        problem.headers_mut().insert(ALLOW, allow);
    }
    problem
}
