//! The platform's own specification, as it is.

use super::dial::Exchange;
use super::{Fault, Peer, Seen, SendError};
use crate::signed_client::PLATFORM_APP;
use domain::time::Timestamp;
use gm::SecretKey;
use protocol::catalogue::of_topic;
use protocol::message::{ApplicationReport, ApplicationState, Receipt};
use protocol::problem::Problem;
use protocol::signed::{Identity, Request, SKEW_MAX, Signer, nonce, sign, verify_answer};
use reqwest::header::{AUTHORIZATION, HOST, HeaderName};
use url::Url;

fn unknown(error: impl std::fmt::Display) -> SendError {
    SendError::Unknown(error.to_string())
}

/// Asks under the platform's signature, and gives back status and body of an answer that is signed for this request.
async fn exchange(
    peer: &Peer<'_>,
    (method, path): (&str, &str),
    key: Option<&str>,
    body: &[u8],
    fault: Fault,
    now: Timestamp,
) -> Result<(u16, Vec<u8>), SendError> {
    let dialler = peer.dialler;
    let url = Url::parse(&peer.address.join(path)).map_err(unknown)?;
    let host = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => return Err(unknown("the address has no host")),
    };
    let target = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let fresh = nonce(dialler.entropy());
    let key_of_platform = if fault == Fault::Stranger { SecretKey::generate(dialler.entropy()) } else { dialler.key().clone() };
    let identity = Identity { app: PLATFORM_APP.into(), serial: dialler.serial().to_owned(), signer: Signer::Sm2(key_of_platform) };
    let seconds = if fault == Fault::Stale { now.seconds() - 2 * SKEW_MAX } else { now.seconds() };
    let request = Request { method, target: &target, host: &host, body };
    let authorization = sign(&request, &identity, seconds, &fresh, dialler.entropy()).map_err(unknown)?;
    let mut headers = vec![(HOST, host)];
    if fault != Fault::Unsigned {
        headers.push((AUTHORIZATION, authorization));
    }
    if let Some(key) = key.filter(|_| fault != Fault::Keyless) {
        headers.push((HeaderName::from_static("idempotency-key"), key.to_owned()));
    }
    let mut body = body.to_vec();
    if fault == Fault::Altered {
        body.push(b' ');
    }
    let exchange = Exchange { method, url: url.as_str(), headers, body, twice: fault == Fault::Replayed };
    let answer = dialler.exchange(exchange).await.map_err(unknown)?;
    if answer.status != 401 {
        let key_of = |serial: &str| peer.keys.get(serial).cloned();
        verify_answer(answer.status, &fresh, &answer.body, &answer.signature, key_of, now.seconds())
            .map_err(|error| unknown(format!("HTTP {}, the answer is not signed by the institution: {error}", answer.status)))?;
    }
    Ok((answer.status, answer.body))
}

/// Posts a message. Anything but a signed receipt or a signed problem that says no for good is an unknown outcome.
pub(super) async fn send(peer: &Peer<'_>, topic: &str, key: &str, payload: &str, fault: Fault, now: Timestamp) -> Seen {
    let Some(entry) = of_topic(topic) else { return Seen::Refused(format!("没有 {topic} 这种报文")) };
    match exchange(peer, ("POST", entry.path), Some(key), payload.as_bytes(), fault, now).await {
        Ok((status, body)) => seen(status, &body),
        Err(error) => Seen::Unknown(error.to_string()),
    }
}

fn seen(status: u16, body: &[u8]) -> Seen {
    match status {
        200 | 202 => match serde_json::from_slice::<Receipt>(body) {
            Ok(receipt) => Seen::Taken(receipt.receipt_id),
            Err(error) => Seen::Unknown(error.to_string()),
        },
        400 | 404 | 409 | 422 => match serde_json::from_slice::<Problem>(body) {
            Ok(problem) if problem.retryable => Seen::Unknown(problem.title),
            Ok(problem) => Seen::Refused(problem.title),
            Err(error) => Seen::Unknown(error.to_string()),
        },
        401 => Seen::Unauthorized,
        other => Seen::Unknown(format!("HTTP {other}")),
    }
}

/// Asks how an order stands.
pub(super) async fn ask(peer: &Peer<'_>, order_number: &str, now: Timestamp) -> Result<ApplicationReport, SendError> {
    let entry = of_topic("application.query").ok_or_else(|| unknown("no such query"))?;
    let path = entry.path.replace("{order_number}", order_number);
    let (status, body) = exchange(peer, ("GET", &path), None, b"", Fault::None, now).await?;
    match status {
        200 => {
            let report: ApplicationReport = serde_json::from_slice(&body).map_err(unknown)?;
            if report.order_number == order_number { Ok(report) } else { Err(unknown("the answer is about another order")) }
        }
        404 => {
            Ok(ApplicationReport { order_number: order_number.to_owned(), state: ApplicationState::Unknown, paid: None, guarantee: None })
        }
        other => Err(unknown(format!("HTTP {other}"))),
    }
}
