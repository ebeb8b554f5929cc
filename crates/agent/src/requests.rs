//! What pages have asked to be signed, and what became of it.

use crate::Agent;
use crate::guard::refuse;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, ORIGIN};
use axum::response::{IntoResponse, Response};
use domain::signing::SigningPayload;
use domain::time::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a request waits for the person.
const LIFE_MICROS: i64 = 3 * Timestamp::MINUTE;
/// Requests that wait at once.
const REQUESTS_MAX: usize = 50;

/// Where a request stands.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum Outcome {
    Waiting,
    /// Base64 DER, the certificate chain leaf first.
    Signed {
        chain: Vec<String>,
        signature: String,
        /// The electronic seal, base64 DER; for documents.
        #[serde(skip_serializing_if = "Option::is_none")]
        seal: Option<String>,
    },
    Declined,
}

#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) payload: SigningPayload,
    pub(crate) outcome: Outcome,
    created: Timestamp,
}

#[derive(Debug, Default)]
pub(crate) struct Requests(Mutex<BTreeMap<String, Pending>>);

impl Requests {
    fn current(&self, now: Timestamp) -> MutexGuard<'_, BTreeMap<String, Pending>> {
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.retain(|_, pending| now < pending.created.plus(LIFE_MICROS));
        requests
    }

    pub(crate) fn get(&self, id: &str, now: Timestamp) -> Option<Pending> {
        self.current(now).get(id).cloned()
    }

    /// Decides a request that still waits; `false` when it does not.
    pub(crate) fn decide(&self, id: &str, outcome: Outcome, now: Timestamp) -> bool {
        let mut requests = self.current(now);
        match requests.get_mut(id) {
            Some(pending) if matches!(pending.outcome, Outcome::Waiting) => {
                pending.outcome = outcome;
                true
            }
            Some(_) | None => false,
        }
    }
}

/// Preflights are answered by the guard.
pub(crate) async fn preflight() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Takes a typed payload whose origin is that of the page that sent it, and names the window where the person decides.
pub(crate) async fn create(State(agent): State<Agent>, headers: HeaderMap, body: Bytes) -> Response {
    let Ok(payload) = serde_json::from_slice::<SigningPayload>(&body) else {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "证书助手只签署约定类型的内容");
    };
    if headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()) != Some(payload.origin()) {
        return refuse(StatusCode::FORBIDDEN, "签名内容与网站不符");
    }
    // The digest that is shown stands for the description that is signed, or nothing is.
    if let SigningPayload::Agreement(consent) = &payload
        && gm::digest::sm3_hex(consent.description.as_bytes()) != consent.digest
    {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "文件摘要与文件不符");
    }
    let now = (agent.0.now)();
    let mut requests = agent.0.requests.current(now);
    if requests.len() >= REQUESTS_MAX {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "等待确认的签名过多，请稍后重试");
    }
    let id = hex::encode(gm::entropy::bytes::<16>(agent.0.entropy.as_ref()));
    requests.insert(id.clone(), Pending { payload, outcome: Outcome::Waiting, created: now });
    Json(serde_json::json!({ "id": id, "consent": format!("/consent/{id}") })).into_response()
}

/// Where a request stands.
pub(crate) async fn state(State(agent): State<Agent>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let pending = agent.0.requests.get(&id, (agent.0.now)());
    let asker = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    match pending.filter(|pending| asker == Some(pending.payload.origin())) {
        Some(pending) => Json(pending.outcome).into_response(),
        None => refuse(StatusCode::NOT_FOUND, "签名请求不存在或已过期，请重新发起"),
    }
}
