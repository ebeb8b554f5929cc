//! The bank: it reports credits on the guarantors' accounts to us, and sends them back when asked.

pub mod wire;

use crate::signed::{self, Request};
use domain::time::Timestamp;
use gm::{Entropy, SecretKey};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The name the platform signs with at the bank.
pub const PLATFORM_APP: &str = "kaihan";
/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Longest answer read, in bytes.
const ANSWER_MAX: usize = 64 * 1024;

/// Why there is no final answer. Unknown always means: ask again (DESIGN rule 6).
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    /// No answer, or one that is not understood: the outcome is unknown.
    #[error("the bank's answer is unknown: {0}")]
    Unknown(String),
    /// The bank refused, for good.
    #[error("the bank refused: {0}")]
    Refused(String),
}

/// The connector to the bank.
#[derive(Clone)]
pub struct Bank {
    client: reqwest::Client,
    url: String,
    host: String,
    key: SecretKey,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for Bank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bank({})", self.host)
    }
}

impl Bank {
    /// A connector to the bank at `url` (scheme, host, port), signing with `key`.
    ///
    /// # Errors
    /// [`BankError::Unknown`] when no client can be made or the address has no host.
    pub fn new(url: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, BankError> {
        let client = reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        let client = client.map_err(|error| BankError::Unknown(error.to_string()))?;
        let host = url.split_once("://").map(|(_, rest)| rest.trim_end_matches('/').to_owned());
        let host = host.filter(|host| !host.is_empty()).ok_or_else(|| BankError::Unknown("the bank's address has no host".into()))?;
        Ok(Self { client, url: url.trim_end_matches('/').to_owned(), host, key, entropy })
    }

    /// Asks the bank to send a credit back. The order's identifier is the idempotency key: asking twice sends once.
    ///
    /// # Errors
    /// [`BankError`].
    pub async fn refund(&self, order: &wire::RefundOrder, now: Timestamp) -> Result<(), BankError> {
        let unknown = |error: &dyn fmt::Display| BankError::Unknown(error.to_string());
        let body = serde_json::to_vec(order).map_err(|error| unknown(&error))?;
        let request = Request { method: "POST", target: wire::REFUNDS, host: &self.host, body: &body };
        let authorization = signed::sign(&request, PLATFORM_APP, &self.key, now, self.entropy.as_ref()).map_err(|error| unknown(&error))?;
        let sent = self
            .client
            .post(format!("{}{}", self.url, wire::REFUNDS))
            .header(AUTHORIZATION, authorization)
            .header(HOST, &self.host)
            .header(CONTENT_TYPE, "application/json")
            .body(body)
            .send()
            .await;
        let mut answer = sent.map_err(|error| unknown(&error))?;
        let status = answer.status();
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| unknown(&error))? {
            if bytes.len() + chunk.len() > ANSWER_MAX {
                return Err(unknown(&"the answer is too long"));
            }
            bytes.extend_from_slice(&chunk);
        }
        if status.is_success() {
            let answer: wire::RefundAnswer = serde_json::from_slice(&bytes).map_err(|error| unknown(&error))?;
            return match answer {
                wire::RefundAnswer { order_id, outcome: wire::RefundOutcome::Refunded } if order_id == order.order_id => Ok(()),
                wire::RefundAnswer { outcome: wire::RefundOutcome::Refused, .. } => Err(BankError::Refused("退款被银行拒绝".into())),
                wire::RefundAnswer { .. } => Err(unknown(&"the answer is about another order")),
            };
        }
        Err(unknown(&status))
    }
}
