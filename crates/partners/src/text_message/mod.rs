//! The text message gateway (短信网关).

pub mod wire;

use crate::signed::{self, Request};
use domain::time::Timestamp;
use gm::{Entropy, SecretKey};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The name the platform signs with at the gateway.
pub const PLATFORM_APP: &str = "kaihan";
/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The gateway has not taken the message, or it is not known whether it has: send it again.
#[derive(Debug, thiserror::Error)]
#[error("the text message gateway: {0}")]
pub struct GatewayError(String);

/// The connector to the gateway.
#[derive(Clone)]
pub struct Gateway {
    client: reqwest::Client,
    url: String,
    host: String,
    key: SecretKey,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gateway({})", self.host)
    }
}

impl Gateway {
    /// A connector to the gateway at `url` (scheme, host, port), signing with `key`.
    ///
    /// # Errors
    /// [`GatewayError`] when no client can be made or the address has no host.
    pub fn new(url: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, GatewayError> {
        let client = reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        let client = client.map_err(|error| GatewayError(error.to_string()))?;
        let url = url.trim_end_matches('/').to_owned();
        let host = url.split_once("://").map(|(_, host)| host.to_owned()).filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| GatewayError("its address has no host".into()))?;
        Ok(Self { client, url, host, key, entropy })
    }

    /// Hands a message over. The same identifier is sent once.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn send(&self, message: &wire::Message, now: Timestamp) -> Result<(), GatewayError> {
        let failed = |error: &dyn fmt::Display| GatewayError(error.to_string());
        let body = serde_json::to_vec(message).map_err(|error| failed(&error))?;
        let request = Request { method: "POST", target: wire::MESSAGES, host: &self.host, body: &body };
        let authorization = signed::sign(&request, PLATFORM_APP, &self.key, now, self.entropy.as_ref()).map_err(|error| failed(&error))?;
        let sent = self
            .client
            .post(format!("{}{}", self.url, wire::MESSAGES))
            .header(AUTHORIZATION, authorization)
            .header(HOST, &self.host)
            .header(CONTENT_TYPE, "application/json")
            .body(body)
            .send()
            .await;
        sent.and_then(reqwest::Response::error_for_status).map(|_| ()).map_err(|error| failed(&error.without_url()))
    }
}
