//! Signed both ways: who asks is verified over the raw bytes before anything is parsed, and every answer is signed for its request.

use crate::problem::Problem;
use app::World;
use app::credential::verify::{Sender, verify, verify_message};
use app::message::material::Paper;
use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HOST, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use protocol::signed::{ANSWER_HEADER, Request};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A request as it came.
pub(crate) struct Incoming {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Incoming {
    fn text(&self, name: HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The sender's idempotency key; empty when there is none.
    pub(crate) fn key(&self) -> &str {
        self.text(HeaderName::from_static("idempotency-key"))
    }

    /// Who sent it.
    ///
    /// # Errors
    /// [`Problem`], the same whatever was wrong.
    pub(crate) async fn sender(&self, world: &World) -> Result<Sender, Problem> {
        Ok(verify(world, &self.signed(), self.text(AUTHORIZATION)).await?)
    }

    /// Who sent a message that is going to be recorded.
    ///
    /// # Errors
    /// As [`Incoming::sender`].
    pub(crate) async fn sender_of_message(&self, world: &World) -> Result<Sender, Problem> {
        Ok(verify_message(world, &self.signed(), self.text(AUTHORIZATION)).await?)
    }

    /// What was signed.
    fn signed(&self) -> Request<'_> {
        let target = self.uri.path_and_query().map_or_else(|| self.uri.path(), |whole| whole.as_str());
        Request { method: self.method.as_str(), target, host: self.text(HOST), body: &self.body }
    }

    /// The nonce of the header, as it stands there: what the answer is tied to.
    fn nonce(&self) -> &str {
        let header = self.text(AUTHORIZATION);
        let nonce = header.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("");
        if nonce.len() <= 64 { nonce } else { "" }
    }
}

/// The answer to a request, signed.
pub(crate) async fn answer<T: Serialize>(world: &World, incoming: &Incoming, result: Result<T, Problem>) -> Response {
    match result {
        Ok(value) => signed(world, incoming, StatusCode::OK, "application/json", serde_json::to_vec(&value).unwrap_or_default()),
        Err(problem) => refused(world, incoming, &problem),
    }
}

/// A paper as the answer to a request, signed. It is for the sender alone, and to be kept as a file.
pub(crate) async fn answer_paper(world: &World, incoming: &Incoming, result: Result<Paper, Problem>) -> Response {
    let Paper { name, media, bytes } = match result {
        Ok(paper) => paper,
        Err(problem) => return refused(world, incoming, &problem),
    };
    let digest = format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(&bytes)));
    let headers = [
        (HeaderName::from_static("content-digest"), digest),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, signed(world, incoming, StatusCode::OK, media, bytes)).into_response()
}

fn refused(world: &World, incoming: &Incoming, problem: &Problem) -> Response {
    signed(world, incoming, problem.status(), "application/problem+json", problem.body())
}

fn signed(world: &World, incoming: &Incoming, status: StatusCode, media: &'static str, body: Vec<u8>) -> Response {
    let signed = world.sign_answer(status.as_u16(), incoming.nonce(), &body);
    let mut response = (status, [(CONTENT_TYPE, media)], body).into_response();
    if let Ok(value) = signed.map_err(|_| ()).and_then(|header| HeaderValue::from_str(&header).map_err(|_| ())) {
        response.headers_mut().insert(HeaderName::from_static(ANSWER_HEADER), value);
    }
    response
}
