//! The register of electronic business licences (电子营业执照): an enterprise's licence on a phone, with a certificate of its own and no key to buy.

pub mod wire;

use super::{Answered, Opened, Phone, PhoneAnswer, PhoneError, Seen, Verdict};
use crate::http;
use crate::signed_client::bounded;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::PhonePayload;
use domain::time::Timestamp;
use gm::{Entropy, SecretKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use wire::{APP_CODE, APPLY, Applied, DONE, Envelope, GATEWAY, Made, QUERY, Queried, RESULT, Reply, Resulted, Status, UNKNOWN};

/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Longest answer read, in bytes.
const ANSWER_MAX: usize = 64 * 1024;

/// The connector.
#[derive(Clone)]
pub struct BusinessLicences {
    client: reqwest::Client,
    url: String,
    key: SecretKey,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for BusinessLicences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BusinessLicences({})", self.url)
    }
}

fn failed(error: &dyn fmt::Display) -> PhoneError {
    PhoneError(error.to_string())
}

/// As the register writes a time.
fn civil(at: Timestamp) -> String {
    at.civil().strftime("%Y%m%d%H%M%S").to_string()
}

impl BusinessLicences {
    /// A connector to the register at `url` (scheme, host, port), signing with `key`.
    ///
    /// # Errors
    /// [`PhoneError`] when no client can be made.
    pub fn new(url: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, PhoneError> {
        let client = http::builder(TIMEOUT).build().map_err(|error| failed(&error))?;
        Ok(Self { client, url: url.trim_end_matches('/').to_owned(), key, entropy })
    }

    /// `None` when the register does not know what it is asked about.
    async fn ask<T: DeserializeOwned>(&self, service: &str, matter: &impl Serialize, now: Timestamp) -> Result<Option<T>, PhoneError> {
        let mut envelope = Envelope {
            app_code: APP_CODE.into(),
            biz_data: serde_json::to_string(matter).map_err(|error| failed(&error))?,
            biz_seq: hex::encode(gm::entropy::bytes::<16>(self.entropy.as_ref())),
            req_time: civil(now),
            service: service.into(),
            sign: String::new(),
        };
        let signature = self.key.sign(envelope.signed().as_bytes(), self.entropy.as_ref()).map_err(|error| failed(&error))?;
        envelope.sign = STANDARD.encode(signature);
        let body = serde_json::to_vec(&envelope).map_err(|error| failed(&error))?;
        let sent = self.client.post(format!("{}{GATEWAY}", self.url)).header("content-type", "application/json").body(body).send().await;
        let answer = sent.map_err(|error| failed(&error.without_url()))?;
        let bytes = bounded(answer, ANSWER_MAX).await?;
        let reply: Reply = serde_json::from_slice(&bytes).map_err(|error| failed(&error))?;
        match reply.ret_code.as_str() {
            DONE => serde_json::from_value(reply.ret_data).map(Some).map_err(|error| failed(&error)),
            UNKNOWN => Ok(None),
            code => Err(failed(&code)),
        }
    }
}

impl Phone for BusinessLicences {
    fn open<'a>(&'a self, payload: &'a PhonePayload, until: Timestamp, now: Timestamp) -> Answered<'a, Opened> {
        Box::pin(async move {
            if payload.consent().is_some() {
                return Err(failed(&"a licence seals nothing"));
            }
            let applied = Applied { auth_item: payload.purpose().to_uppercase(), auth_data: payload.clone(), expire_time: civil(until) };
            let made: Made = self.ask(APPLY, &applied, now).await?.ok_or_else(|| failed(&UNKNOWN))?;
            Ok(Opened { ticket: made.qr_id, address: made.qr_url })
        })
    }

    fn look<'a>(&'a self, ticket: &'a str, now: Timestamp) -> Answered<'a, Seen> {
        Box::pin(async move {
            let Some(status) = self.ask::<Status>(QUERY, &Queried { qr_id: ticket.to_owned() }, now).await? else { return Ok(Seen::Gone) };
            Ok(match status.qr_status.as_str() {
                "0" => Seen::Waiting,
                "1" => Seen::Scanned(status.scan_tool),
                "2" => Seen::Answered(Box::new(PhoneAnswer {
                    attempt: status.confirm_times.checked_sub(1).ok_or_else(|| failed(&"an answer that was never given"))?,
                    code: status.verify_code,
                    chain: vec![status.licence_cert],
                    encryption: None,
                    signature: status.sign_value,
                    seal: None,
                })),
                "3" => Seen::Declined,
                other => return Err(failed(&other)),
            })
        })
    }

    fn tell<'a>(&'a self, ticket: &'a str, attempt: u8, verdict: &'a Verdict, now: Timestamp) -> Answered<'a, ()> {
        Box::pin(async move {
            let (code, tries, message) = match verdict {
                Verdict::Taken => ("0", 0, ""),
                Verdict::Again(tries) => ("1", *tries, ""),
                Verdict::Refused(message) => ("2", 0, message.as_str()),
            };
            let told = Resulted {
                qr_id: ticket.to_owned(),
                confirm_times: attempt.saturating_add(1),
                result_code: code.into(),
                remain_times: tries,
                result_msg: message.into(),
            };
            self.ask::<serde_json::Value>(RESULT, &told, now).await.map(drop)
        })
    }
}
