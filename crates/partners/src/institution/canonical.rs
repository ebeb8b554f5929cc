//! The platform's own specification, as it is.

use super::{Peer, SendError};
use domain::time::Timestamp;
use protocol::catalogue::of_topic;
use protocol::message::{ApplicationReport, ApplicationState, Receipt};
use protocol::problem::Problem;

fn unknown(error: impl std::fmt::Display) -> SendError {
    SendError::Unknown(error.to_string())
}

/// Posts a message. Anything but a signed receipt or a signed problem that says no for good is an unknown outcome.
pub(super) async fn send(peer: &Peer<'_>, topic: &str, key: &str, payload: &str, now: Timestamp) -> Result<(), SendError> {
    let entry = of_topic(topic).ok_or_else(|| SendError::Refused(format!("没有 {topic} 这种报文")))?;
    let url = peer.address.join(entry.path);
    let (status, body) = peer.dialler.ask("POST", &url, Some(key), payload.as_bytes(), &peer.keys, now).await.map_err(unknown)?;
    match status {
        200 | 202 => serde_json::from_slice::<Receipt>(&body).map(|_| ()).map_err(unknown),
        400 | 404 | 409 | 422 => {
            let problem: Problem = serde_json::from_slice(&body).map_err(unknown)?;
            if problem.retryable { Err(unknown(problem.title)) } else { Err(SendError::Refused(problem.title)) }
        }
        other => Err(unknown(format!("HTTP {other}"))),
    }
}

/// Asks how an order stands.
pub(super) async fn is_known(peer: &Peer<'_>, order_number: &str, now: Timestamp) -> Result<bool, SendError> {
    let entry = of_topic("application.query").ok_or_else(|| unknown("no such query"))?;
    let url = peer.address.join(&entry.path.replace("{order_number}", order_number));
    let (status, body) = peer.dialler.ask("GET", &url, None, b"", &peer.keys, now).await.map_err(unknown)?;
    match status {
        200 => {
            let report: ApplicationReport = serde_json::from_slice(&body).map_err(unknown)?;
            if report.order_number == order_number {
                Ok(report.state != ApplicationState::Unknown)
            } else {
                Err(unknown("the answer is about another order"))
            }
        }
        404 => Ok(false),
        other => Err(unknown(format!("HTTP {other}"))),
    }
}
