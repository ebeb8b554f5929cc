//! The platform's own specification, as it is.

use super::{Fault, Peer, Seen, SendError};
use domain::time::Timestamp;
use protocol::catalogue::of_topic;
use protocol::message::{ApplicationReport, ApplicationState, Receipt};
use protocol::problem::Problem;

fn unknown(error: impl std::fmt::Display) -> SendError {
    SendError::Unknown(error.to_string())
}

/// Posts a message. Anything but a signed receipt or a signed problem that says no for good is an unknown outcome.
pub(super) async fn send(peer: &Peer<'_>, topic: &str, key: &str, payload: &str, fault: Fault, now: Timestamp) -> Seen {
    let Some(entry) = of_topic(topic) else { return Seen::Refused(format!("没有 {topic} 这种报文")) };
    let url = peer.address.join(entry.path);
    match peer.dialler.ask("POST", &url, Some(key), payload.as_bytes(), fault, &peer.keys, now).await {
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
    let url = peer.address.join(&entry.path.replace("{order_number}", order_number));
    let (status, body) = peer.dialler.ask("GET", &url, None, b"", Fault::None, &peer.keys, now).await.map_err(unknown)?;
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
