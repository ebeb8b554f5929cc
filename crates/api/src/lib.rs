//! JSON for systems. Every answer that is not a result is a problem (RFC 9457) from the closed list.

mod bank_line;
mod message;
mod problem;
mod signed;

use app::World;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Json, Router};
use partners::bank::wire::BANK_LINES;

/// Largest request, in bytes.
const BODY_MAX: usize = 64 * 1024;

/// The open interface.
pub fn router(world: World) -> Router {
    message::routes(Router::new())
        .route(BANK_LINES, post(bank_line::receive::receive))
        .route("/api/v1/openapi.json", get(|| async { Json(protocol::specification::document()) }))
        .route("/healthz", get(|| async { "ok\n" }))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(world)
}
