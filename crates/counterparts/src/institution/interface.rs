use super::Institution;
use super::book::Known;
use super::work::{self, Unreadable};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use client::Taken;
use gm::digest::sm3_hex;
use protocol::catalogue::Entry;
use protocol::message::{ApplicationReport, ApplicationState, Receipt};
use protocol::problem::{Fault, Problem};
use protocol::signed::{ANSWER_HEADER, Request};
use std::pin::Pin;

/// An answer before it is signed: status and body.
pub(super) type Unsigned = (StatusCode, Vec<u8>);

fn problem(status: StatusCode, code: &str, title: &str, retryable: bool) -> Unsigned {
    faulty(status, code, title, retryable, Vec::new())
}

fn faulty(status: StatusCode, code: &str, title: &str, retryable: bool, errors: Vec<Fault>) -> Unsigned {
    let problem = Problem {
        r#type: format!("/problems/{code}"),
        title: title.to_owned(),
        status: status.as_u16(),
        code: code.to_owned(),
        retryable,
        errors,
    };
    (status, serde_json::to_vec(&problem).unwrap_or_default())
}

/// Why a message is not taken.
fn unreadable(why: Unreadable) -> Unsigned {
    match why {
        Unreadable::Json(reason) => problem(StatusCode::BAD_REQUEST, "unreadable", &reason, false),
        Unreadable::Lacking(fields) => {
            let title = format!("缺少 1.3 版起必有的 {}", fields.join("、"));
            let fault = |field: &str| Fault { field: field.to_owned(), message: "1.3 版起必有".into() };
            faulty(StatusCode::UNPROCESSABLE_ENTITY, "invalid", &title, false, fields.into_iter().map(fault).collect())
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// Lets a request in, once.
fn take(institution: &Institution, request: &Request<'_>, headers: &HeaderMap) -> Option<Taken> {
    let now = institution.now().seconds();
    let taken = institution.0.gate.take(request, text(headers, "authorization"), now).ok()?;
    institution.book().use_nonce(&taken.nonce, now).ok()?.then_some(taken)
}

fn signed(institution: &Institution, nonce: &str, (status, body): Unsigned) -> Response {
    let header = institution.0.gate.sign(status.as_u16(), nonce, &body, institution.now().seconds());
    let mut response = (status, body).into_response();
    if let Ok(value) = header.map_err(|_| ()).and_then(|header| HeaderValue::from_str(&header).map_err(|_| ())) {
        response.headers_mut().insert(HeaderName::from_static(ANSWER_HEADER), value);
    }
    response
}

type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// Takes a message of this kind.
pub(super) fn receive(
    entry: &'static Entry,
) -> impl Fn(State<Institution>, Uri, HeaderMap, Bytes) -> Answering + Clone + Send + Sync + 'static {
    move |State(institution), uri, headers, body| {
        Box::pin(async move {
            tokio::time::sleep(institution.manners().delay).await;
            let target = uri.path_and_query().map_or("", |whole| whole.as_str());
            let request = Request { method: "POST", target, host: text(&headers, "host"), body: &body };
            let Some(taken) = take(&institution, &request, &headers) else { return StatusCode::UNAUTHORIZED.into_response() };
            let key = text(&headers, "idempotency-key");
            let answer = record(&institution, entry, key, &body);
            signed(&institution, &taken.nonce, answer)
        })
    }
}

pub(super) fn record(institution: &Institution, entry: &Entry, key: &str, body: &[u8]) -> Unsigned {
    let unavailable = || problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "暂时无法受理", true);
    if key.is_empty() {
        return problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "缺少 Idempotency-Key", false);
    }
    let digest = sm3_hex(&[entry.topic.as_bytes(), b"\n", body].concat());
    if let Err(why) = work::readable(institution.manners(), entry.topic, body) {
        return unreadable(why);
    }
    let random = gm::entropy::bytes::<8>(institution.0.setup.entropy.as_ref());
    let fresh = Receipt { receipt_id: format!("RI{}", hex::encode_upper(random)), received_at: institution.now().to_seconds() };
    let receipt = match institution.book().receive(key, &digest, &fresh) {
        Ok(Known::Again(receipt)) => receipt,
        Ok(Known::Reused) => return problem(StatusCode::UNPROCESSABLE_ENTITY, "key-reused", "该幂等键已用于另一报文", false),
        Ok(Known::New) => {
            if work::take(institution, entry.topic, body).is_err() {
                return unavailable();
            }
            fresh
        }
        Err(_) => return unavailable(),
    };
    institution.0.wake.notify_one();
    (StatusCode::OK, serde_json::to_vec(&receipt).unwrap_or_default())
}

/// How an order stands here.
pub(super) async fn query(
    State(institution): State<Institution>,
    uri: Uri,
    headers: HeaderMap,
    Path(order_number): Path<String>,
) -> Response {
    let target = uri.path_and_query().map_or("", |whole| whole.as_str());
    let request = Request { method: "GET", target, host: text(&headers, "host"), body: b"" };
    let Some(taken) = take(&institution, &request, &headers) else { return StatusCode::UNAUTHORIZED.into_response() };
    let report = report(&institution, &order_number);
    signed(&institution, &taken.nonce, (StatusCode::OK, serde_json::to_vec(&report).unwrap_or_default()))
}

pub(super) fn report(institution: &Institution, order_number: &str) -> ApplicationReport {
    let order = institution.book().order(order_number).ok().flatten();
    ApplicationReport {
        order_number: order_number.to_owned(),
        state: order.as_ref().map_or(ApplicationState::Unknown, |order| order.state),
        paid: order.as_ref().and_then(|order| order.paid.clone()),
        guarantee: order.and_then(|order| order.guarantee),
    }
}
