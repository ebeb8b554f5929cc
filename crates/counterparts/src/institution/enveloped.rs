//! The institution in a wire of its own (artefact X): the same books and the same work behind other words.

use super::Institution;
use super::book::Waiting;
use super::interface::{Unsigned, record, report};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use client::ClientError;
use gm::digest::sm3_hex;
use partners::institution::enveloped::envelope::{Envelope, Opened, nonce};
use partners::institution::enveloped::field::to_ours;
use partners::institution::enveloped::interface::{INTERFACE, Interface, REASON, SERIAL, STATUS, TO_INSTITUTION, of_name, of_topic};
use partners::institution::enveloped::message::{refused, request, stands, taken, text};
use partners::institution::foreign::ROUTE;
use protocol::catalogue::of_topic as entry_of;
use protocol::message::Receipt;
use protocol::problem::Problem;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::fmt::Display;
use std::time::Duration;

/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Takes whatever the platform says in this wire.
pub(super) async fn receive(State(institution): State<Institution>, Path(name): Path<String>, body: Bytes) -> Response {
    tokio::time::sleep(institution.manners().delay).await;
    let setup = &institution.0.setup;
    let unauthorized = StatusCode::UNAUTHORIZED.into_response();
    let Ok(opened) = Envelope::open(&body, &setup.key, std::slice::from_ref(&setup.platform.key)) else { return unauthorized };
    let now = institution.now();
    if !opened.is_fresh(now) || !institution.book().use_nonce(&opened.nonce, now.seconds()).is_ok_and(|fresh| fresh) {
        return unauthorized;
    }
    let answer = match serde_json::from_str::<Value>(&opened.text) {
        Ok(data) if data.get(INTERFACE).and_then(Value::as_str) == Some(&name) => take(&institution, &name, &data),
        Ok(_) => return unauthorized,
        Err(error) => Ok(refused(&error.to_string())),
    };
    match answer {
        Ok(answer) => seal(&institution, &opened, &answer).map_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response(), Response::new),
        Err(status) => status.into_response(),
    }
    .into_response()
}

fn seal(institution: &Institution, opened: &Opened, answer: &Value) -> Option<axum::body::Body> {
    let setup = &institution.0.setup;
    let receiver = opened.encrypted.then_some(&opened.sender);
    let text = answer.to_string();
    let envelope = Envelope::seal(&text, &opened.nonce, &opened.time, &setup.key, receiver, setup.entropy.as_ref()).ok()?;
    Some(envelope.to_json().into())
}

/// Does what `data` asks for, and says what came of it; a status of HTTP when it is to be sent again.
fn take(institution: &Institution, name: &str, data: &Value) -> Result<Value, StatusCode> {
    let Some(interface) = of_name(TO_INSTITUTION, name) else { return Ok(refused("没有这个接口")) };
    let ours = match to_ours(interface.fields, data) {
        Ok(ours) => ours,
        Err(error) => return Ok(refused(&error)),
    };
    if interface.topic == "application.query" {
        return stands(&report(institution, text(&ours, "order_number"))).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR);
    }
    let Some(entry) = entry_of(interface.topic) else { return Ok(refused("没有这个接口")) };
    acknowledged(&record(institution, entry, text(data, SERIAL), ours.to_string().as_bytes()))
}

/// The same answer in this wire.
fn acknowledged((status, body): &Unsigned) -> Result<Value, StatusCode> {
    if let Ok(receipt) = serde_json::from_slice::<Receipt>(body) {
        return Ok(taken(&receipt));
    }
    match serde_json::from_slice::<Problem>(body) {
        Ok(problem) if !problem.retryable => Ok(refused(&problem.title)),
        _ => Err(*status),
    }
}

fn unknown(error: impl Display) -> ClientError {
    ClientError::Unknown(error.to_string())
}

/// Sends what waits to the platform.
pub(super) async fn send(institution: &Institution, waiting: &Waiting) -> Result<(), ClientError> {
    let (topic, ours, file) = match waiting.topic.strip_prefix("file/").and_then(|rest| rest.split_once('/')) {
        Some((kind, format)) => {
            let digest = sm3_hex(&waiting.body);
            let ours = json!({"order_number": waiting.order_number, "kind": kind, "format": format, "digest": digest});
            ("file", ours, Some(waiting.body.clone()))
        }
        None => (waiting.topic.as_str(), serde_json::from_slice(&waiting.body).map_err(unknown)?, None),
    };
    let interface = of_topic(topic).ok_or_else(|| unknown("no such topic"))?;
    let data = request(interface, Some(&waiting.key), &ours).map_err(unknown)?;
    let answer = post(institution, interface, &data, file).await?;
    match text(&answer, STATUS) {
        "1" => Ok(()),
        "0" => Err(ClientError::Refused(Box::new(Problem {
            r#type: String::new(),
            title: text(&answer, REASON).to_owned(),
            status: 422,
            code: "refused".into(),
            retryable: false,
            errors: Vec::new(),
        }))),
        other => Err(unknown(other)),
    }
}

/// Posts `data` in an envelope, with a file beside it, and opens the platform's.
async fn post(institution: &Institution, interface: &Interface, data: &Value, file: Option<Vec<u8>>) -> Result<Value, ClientError> {
    let setup = &institution.0.setup;
    let (nonce, time) = (nonce(setup.entropy.as_ref()), institution.now().to_seconds());
    let receiver = Some(&setup.platform.key);
    let text = data.to_string();
    let envelope = Envelope::seal(&text, &nonce, &time, &setup.key, receiver, setup.entropy.as_ref()).map_err(unknown)?.to_json();
    let path = ROUTE.replace("{uscc}", &setup.uscc).replace("{interface}", interface.name);
    let http = partners::http::builder(TIMEOUT).build().map_err(unknown)?;
    let request = http.post(format!("{}{path}", setup.platform.address.trim_end_matches('/')));
    let request = match file {
        Some(bytes) => {
            request.multipart(Form::new().part("envelope", Part::bytes(envelope)).part("file", Part::bytes(bytes).file_name("file")))
        }
        None => request.header("content-type", "application/json").body(envelope),
    };
    let answer = request.send().await.map_err(unknown)?;
    if answer.status() != 200 {
        return Err(unknown(answer.status()));
    }
    let bytes = answer.bytes().await.map_err(unknown)?;
    let opened = Envelope::open(&bytes, &setup.key, std::slice::from_ref(&setup.platform.key)).map_err(unknown)?;
    if !opened.answers(&nonce, &time) {
        return Err(unknown("the answer is not to this request"));
    }
    serde_json::from_str(&opened.text).map_err(unknown)
}
