//! A client of a system that takes signed requests at one address: no redirects, no proxy, bounded answers.

use crate::http;
use domain::time::Timestamp;
use gm::{Entropy, SecretKey};
use protocol::signed::{Identity, Request, Signer, nonce, sign};
use reqwest::StatusCode;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The name the platform signs with.
pub const PLATFORM_APP: &str = "kaihan";
/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Longest answer read, in bytes.
const ANSWER_MAX: usize = 64 * 1024;

/// There is no answer, or none that is understood: the outcome is unknown.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ClientError(pub(crate) String);

/// The client.
#[derive(Clone)]
pub struct SignedClient {
    client: reqwest::Client,
    url: String,
    host: String,
    identity: Identity,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for SignedClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedClient({})", self.host)
    }
}

fn failed(error: &dyn fmt::Display) -> ClientError {
    ClientError(error.to_string())
}

impl SignedClient {
    /// A client of the system at `url` (scheme, host, port), signing with the platform's `key`.
    ///
    /// # Errors
    /// [`ClientError`] when no client can be made or the address has no host.
    pub fn new(url: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, ClientError> {
        let client = http::builder(TIMEOUT).build();
        let url = url.trim_end_matches('/').to_owned();
        let host = url.split_once("://").map(|(_, host)| host.to_owned()).filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| failed(&"the address has no host"))?;
        let identity = Identity { app: PLATFORM_APP.into(), serial: String::new(), signer: Signer::Sm2(key) };
        Ok(Self { client: client.map_err(|error| failed(&error))?, url, host, identity, entropy })
    }

    /// Posts JSON to `target`; gives back status and body.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn post(&self, target: &str, body: Vec<u8>, now: Timestamp) -> Result<(StatusCode, Vec<u8>), ClientError> {
        let request = Request { method: "POST", target, host: &self.host, body: &body };
        let entropy = self.entropy.as_ref();
        let authorization = sign(&request, &self.identity, now.seconds(), &nonce(entropy), entropy).map_err(|error| failed(&error))?;
        let sent = self
            .client
            .post(format!("{}{target}", self.url))
            .header(AUTHORIZATION, authorization)
            .header(HOST, &self.host)
            .header(CONTENT_TYPE, "application/json")
            .body(body)
            .send()
            .await;
        let answer = sent.map_err(|error| failed(&error.without_url()))?;
        let status = answer.status();
        Ok((status, bounded(answer, ANSWER_MAX).await?))
    }
}

/// The body of an answer, if it is at most `most` bytes.
pub(crate) async fn bounded(mut answer: reqwest::Response, most: usize) -> Result<Vec<u8>, ClientError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| failed(&error.without_url()))? {
        if bytes.len() + chunk.len() > most {
            return Err(failed(&"the answer is too long"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
