use super::super::dial::Exchange;
use super::super::{Fault, Peer, Seen, SendError, public_keys};
use super::envelope::{Envelope, nonce};
use super::field::to_ours;
use super::interface::{Interface, REASON, RECEIPT, REPORT, STATUS, of_topic};
use super::message::{request, text};
use domain::time::Timestamp;
use gm::SecretKey;
use protocol::message::ApplicationReport;
use serde_json::{Value, json};

/// How much too old a stale request is, in microseconds.
const LONG_AGO: i64 = -600 * Timestamp::SECOND;

/// The text of `data`. What is no JSON in our words is none in theirs: the other side is to say so.
fn data(interface: &Interface, key: Option<&str>, payload: &str) -> Result<String, String> {
    let Ok(ours) = serde_json::from_str::<Value>(payload) else { return Ok(payload.to_owned()) };
    Ok(request(interface, key, &ours)?.to_string())
}

/// Posts `data` and gives back what is answered: an envelope of theirs around our nonce and time.
async fn exchange(peer: &Peer<'_>, interface: &Interface, data: &str, fault: Fault, now: Timestamp) -> Result<Value, Seen> {
    let unknown = |error: &dyn std::fmt::Display| Seen::Unknown(error.to_string());
    let (dialler, keys) = (peer.dialler, public_keys(&peer.keys));
    let Some(receiver) = keys.first() else { return Err(unknown(&"机构没有登记 SM2 密钥")) };
    let stranger = SecretKey::generate(dialler.entropy());
    let key = if fault == Fault::Stranger { &stranger } else { dialler.key() };
    let made_at = if fault == Fault::Stale { now.plus(LONG_AGO) } else { now };
    let (nonce, time) = (nonce(dialler.entropy()), made_at.to_seconds());
    let seal = |text: &str| Envelope::seal(text, &nonce, &time, key, Some(receiver), dialler.entropy()).map_err(|error| unknown(&error));
    let mut envelope = seal(data)?;
    match fault {
        Fault::Unsigned => envelope.sign.clear(),
        Fault::Altered => envelope.data = seal(&format!("{data} "))?.data,
        Fault::None | Fault::Stranger | Fault::Stale | Fault::Replayed | Fault::Keyless => {}
    }
    let exchange = Exchange {
        method: "POST",
        url: &peer.address.join(&format!("/{}", interface.name)),
        headers: Vec::new(),
        body: envelope.to_json(),
        twice: fault == Fault::Replayed,
    };
    let answer = dialler.exchange(exchange).await.map_err(|error| unknown(&error))?;
    match answer.status {
        200 => {
            let opened = Envelope::open(&answer.body, dialler.key(), &keys).map_err(|error| unknown(&error))?;
            if !opened.answers(&nonce, &time) {
                return Err(unknown(&"the answer is not to this request"));
            }
            serde_json::from_str(&opened.text).map_err(|error| unknown(&error))
        }
        401 => Err(Seen::Unauthorized),
        other => Err(unknown(&format!("HTTP {other}"))),
    }
}

/// Posts a message.
pub(in super::super) async fn send(peer: &Peer<'_>, topic: &str, key: &str, payload: &str, fault: Fault, now: Timestamp) -> Seen {
    let Some(interface) = of_topic(topic) else { return Seen::Refused(format!("没有 {topic} 这种报文")) };
    let data = match data(interface, Some(key).filter(|_| fault != Fault::Keyless), payload) {
        Ok(data) => data,
        Err(error) => return Seen::Refused(error),
    };
    match exchange(peer, interface, &data, fault, now).await {
        Ok(answer) => match (text(&answer, STATUS), text(&answer, RECEIPT)) {
            ("1", "") => Seen::Unknown(format!("答复没有 {RECEIPT}")),
            ("1", receipt) => Seen::Taken(receipt.to_owned()),
            ("0", _) => Seen::Refused(text(&answer, REASON).to_owned()),
            (other, _) => Seen::Unknown(format!("{STATUS} 为“{other}”")),
        },
        Err(seen) => seen,
    }
}

/// Asks how an order stands.
pub(in super::super) async fn ask(peer: &Peer<'_>, order_number: &str, now: Timestamp) -> Result<ApplicationReport, SendError> {
    let unknown = |error: String| SendError::Unknown(error);
    let interface = of_topic("application.query").ok_or_else(|| unknown("no such query".into()))?;
    let data = data(interface, None, &json!({"order_number": order_number}).to_string()).map_err(unknown)?;
    let answer = match exchange(peer, interface, &data, Fault::None, now).await {
        Ok(answer) => answer,
        Err(Seen::Unknown(error)) => return Err(unknown(error)),
        Err(_) => return Err(unknown("HTTP 401".into())),
    };
    if text(&answer, STATUS) != "1" {
        return Err(unknown(text(&answer, REASON).to_owned()));
    }
    let ours = to_ours(REPORT, &answer).map_err(unknown)?;
    let report: ApplicationReport = serde_json::from_value(ours).map_err(|error| unknown(error.to_string()))?;
    if report.order_number == order_number { Ok(report) } else { Err(unknown("the answer is about another order".into())) }
}
