//! The cloud as the phone knows it: reading a code, answering, and what became of it.

use super::Cloud;
use super::requests::{Face, Request};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, USER_AGENT};
use domain::qr::PhoneSeal;
use partners::phone::mobile::wire::{Carried, Given};
use serde::{Deserialize, Serialize};

/// Most answers to one request.
const ANSWERS_MAX: u8 = 3;

/// Why something is not done, for the phone's holder.
pub(super) type Refused = (StatusCode, Json<Said>);

#[derive(Serialize)]
pub(super) struct Said {
    message: String,
}

/// What is not done, and why.
pub(super) fn refuse(message: &str) -> Refused {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(Said { message: message.to_owned() }))
}

fn gone() -> Refused {
    (StatusCode::NOT_FOUND, Json(Said { message: "二维码不存在或已过期，请在电脑上刷新二维码".into() }))
}

/// What a phone is asked.
#[derive(Serialize)]
pub(super) struct Shown {
    face: Face,
    payload: Carried,
    until: i64,
}

/// What a phone answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answered {
    code: String,
    chain: Vec<String>,
    encryption: Option<String>,
    signature: String,
    /// What was sealed with, where that was asked.
    #[serde(default)]
    seal: Option<PhoneSeal>,
}

/// What became of it.
#[derive(Serialize)]
pub(super) struct Outcome {
    state: &'static str,
    tries: u8,
    message: String,
}

impl Outcome {
    fn of(request: &Request, now: i64) -> Self {
        let (tries, message) = request.told.as_ref().map_or((0, String::new()), |told| (told.tries, told.message.clone()));
        let state = match &request.told {
            _ if request.declined => "declined",
            Some(told) if told.taken => "done",
            Some(told) if told.tries == 0 => "refused",
            _ if now >= request.until => "expired",
            _ if request.unjudged().is_some() => "judging",
            Some(_) => "again",
            None => "waiting",
        };
        Self { state, tries, message }
    }
}

/// What the phone's browser says of itself, in a few words of ours.
fn device(headers: &HeaderMap) -> String {
    domain::session::browser(headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default())
}

pub(super) async fn scan(State(cloud): State<Cloud>, headers: HeaderMap, Path(id): Path<String>) -> Result<Json<Shown>, Refused> {
    let now = cloud.now();
    let read = cloud.0.requests.with(&id, now, |request| {
        if now.seconds() >= request.until || request.declined {
            return None;
        }
        if request.device.is_empty() {
            request.device = device(&headers);
        }
        Some(Json(Shown { face: request.face, payload: request.payload.clone(), until: request.until }))
    });
    read.flatten().ok_or_else(gone)
}

pub(super) async fn state(State(cloud): State<Cloud>, Path(id): Path<String>) -> Result<Json<Outcome>, Refused> {
    let now = cloud.now();
    cloud.0.requests.with(&id, now, |request| Json(Outcome::of(request, now.seconds()))).ok_or_else(gone)
}

pub(super) async fn answer(
    State(cloud): State<Cloud>,
    Path(id): Path<String>,
    Json(given): Json<Answered>,
) -> Result<Json<Outcome>, Refused> {
    let now = cloud.now();
    let taken = cloud.0.requests.with(&id, now, |request| {
        let open = request.unjudged().is_none() && !request.declined && request.told.as_ref().is_none_or(|told| told.tries > 0);
        if now.seconds() >= request.until || request.device.is_empty() || !open || request.answers >= ANSWERS_MAX {
            return None;
        }
        let Answered { code, chain, encryption, signature, seal } = given;
        request.last = Some(Given { attempt: request.answers, code, chain, encryption, signature, seal });
        request.answers += 1;
        Some(Json(Outcome::of(request, now.seconds())))
    });
    taken.flatten().ok_or_else(gone)
}

pub(super) async fn decline(State(cloud): State<Cloud>, Path(id): Path<String>) -> Result<Json<Outcome>, Refused> {
    let now = cloud.now();
    let declined = cloud.0.requests.with(&id, now, |request| {
        request.declined = true;
        Json(Outcome::of(request, now.seconds()))
    });
    declined.ok_or_else(gone)
}
