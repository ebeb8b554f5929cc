//! The reference text message gateway (短信网关): takes signed messages, sends each identifier once, and shows on its page what arrived
//! on the demonstration's phones. On its own SQLite file.

mod inbox;

pub use inbox::{Arrived, Inbox, InboxError};

use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use domain::time::Timestamp;
use gm::PublicKey;
use partners::signed_client::PLATFORM_APP;
use partners::text_message::wire::{MESSAGES, Sms};
use protocol::signed::{Request, Verifier, verify};
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;

/// Where the time comes from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The gateway.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

struct Inner {
    inbox: Inbox,
    platform_key: PublicKey,
    now: Now,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gateway")
    }
}

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    mobile: String,
}

#[derive(Template)]
#[template(path = "text_message/inbox.html")]
struct InboxPage {
    mobile: String,
    arrived: Vec<Arrived>,
}

impl Gateway {
    /// A gateway that takes messages signed by `platform_key`.
    #[must_use]
    pub fn new(inbox: Inbox, platform_key: PublicKey, now: Now) -> Self {
        Self(Arc::new(Inner { inbox, platform_key, now }))
    }

    /// What arrived.
    #[must_use]
    pub fn inbox(&self) -> &Inbox {
        &self.0.inbox
    }

    /// Its page and its interface.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/", get(show))
            .route("/sms.css", get(style))
            .route(MESSAGES, post(receive))
            .layer(DefaultBodyLimit::max(16 * 1024))
            .with_state(self.clone())
    }
}

async fn show(State(gateway): State<Gateway>, Query(question): Query<Question>) -> Response {
    let arrived = gateway.0.inbox.latest(&question.mobile).unwrap_or_default();
    match (InboxPage { mobile: question.mobile, arrived }).render() {
        Ok(text) => Html(text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../../assets/consent.css")).into_response()
}

async fn receive(State(gateway): State<Gateway>, headers: HeaderMap, body: Bytes) -> Result<StatusCode, StatusCode> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let request = Request { method: "POST", target: MESSAGES, host: text("host"), body: &body };
    let key_of = |app: &str, _: &str| (app == PLATFORM_APP).then(|| Verifier::Sm2(gateway.0.platform_key.clone()));
    let now = (gateway.0.now)();
    verify(&request, text("authorization"), key_of, now.seconds()).map_err(|_| StatusCode::UNAUTHORIZED)?;
    let message: Sms = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    gateway.0.inbox.take(&message, now).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(StatusCode::NO_CONTENT)
}
