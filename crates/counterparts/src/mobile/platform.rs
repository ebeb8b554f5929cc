//! The cloud as the platform knows it.

use super::Cloud;
use super::requests::Face;
use axum::Json;
use axum::body::Bytes;
use axum::extract;
use axum::http::{HeaderMap, StatusCode};
use partners::phone::mobile::wire::{Asked, Opened, REQUESTS, STATES, State, Told, VERDICTS, Which};
use partners::signed_client::PLATFORM_APP;
use protocol::signed::{Request, Verifier, verify};
use serde::de::DeserializeOwned;

type Cloudy = extract::State<Cloud>;

/// What the platform, and nobody else, has sent.
fn sent<T: DeserializeOwned>(cloud: &Cloud, target: &str, headers: &HeaderMap, body: &[u8]) -> Result<T, StatusCode> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let request = Request { method: "POST", target, host: text("host"), body };
    let key_of = |app: &str, _: &str| (app == PLATFORM_APP).then(|| Verifier::Sm2(cloud.0.parts.platform_key.clone()));
    verify(&request, text("authorization"), key_of, cloud.now().seconds()).map_err(|_| StatusCode::UNAUTHORIZED)?;
    serde_json::from_slice(body).map_err(|_| StatusCode::BAD_REQUEST)
}

pub(super) async fn open(extract::State(cloud): Cloudy, headers: HeaderMap, body: Bytes) -> Result<Json<Opened>, StatusCode> {
    let asked: Asked = sent(&cloud, REQUESTS, &headers, &body)?;
    let parts = &cloud.0.parts;
    let opened = cloud.0.requests.open(Face::Mobile, asked.payload, asked.until, cloud.now(), parts.entropy.as_ref());
    let request = opened.ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(Json(Opened { address: format!("{}/q/{request}", parts.address), request }))
}

pub(super) async fn state(extract::State(cloud): Cloudy, headers: HeaderMap, body: Bytes) -> Result<Json<State>, StatusCode> {
    let Which { request } = sent(&cloud, STATES, &headers, &body)?;
    cloud.0.requests.with(&request, cloud.now(), |request| Json(request.state())).ok_or(StatusCode::NOT_FOUND)
}

pub(super) async fn verdict(extract::State(cloud): Cloudy, headers: HeaderMap, body: Bytes) -> Result<Json<()>, StatusCode> {
    let told: Told = sent(&cloud, VERDICTS, &headers, &body)?;
    let id = told.request.clone();
    cloud.0.requests.with(&id, cloud.now(), |request| request.told = Some(told)).map(Json).ok_or(StatusCode::NOT_FOUND)
}
