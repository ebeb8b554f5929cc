//! The time-stamp authority (RFC 3161 over HTTP).

use crate::http;
use crate::signed_client::bounded;
use reqwest::header::CONTENT_TYPE;
use seals::hash::Hash;
use seals::timestamp::Request;
use std::time::Duration;

/// Longest wait for a stamp.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Longest answer read, in bytes.
const ANSWER_MAX: usize = 64 * 1024;

/// There is no stamp; asking again does no harm.
#[derive(Debug, thiserror::Error)]
#[error("the time-stamp authority: {0}")]
pub struct TimeStampsError(String);

/// The connector to the authority.
#[derive(Clone, Debug)]
pub struct TimeStamps {
    client: reqwest::Client,
    url: String,
}

impl TimeStamps {
    /// A connector to the authority at `url`.
    ///
    /// # Errors
    /// [`TimeStampsError`] when no client can be made.
    pub fn new(url: &str) -> Result<Self, TimeStampsError> {
        let client = http::builder(TIMEOUT).build();
        Ok(Self { client: client.map_err(|error| TimeStampsError(error.to_string()))?, url: url.to_owned() })
    }

    /// The token over `value`, by the authority's key that goes with `hash`.
    ///
    /// # Errors
    /// [`TimeStampsError`].
    pub async fn stamp(&self, value: &[u8], hash: Hash, nonce: u64) -> Result<Vec<u8>, TimeStampsError> {
        let failed = |error: &dyn std::fmt::Display| TimeStampsError(error.to_string());
        let request = Request { hash, digest: hash.digest(&[value]), nonce };
        let sent = self.client.post(&self.url).header(CONTENT_TYPE, "application/timestamp-query").body(request.der()).send().await;
        let answer = sent.and_then(reqwest::Response::error_for_status).map_err(|error| failed(&error))?;
        let bytes = bounded(answer, ANSWER_MAX).await.map_err(|error| failed(&error))?;
        request.accept(&bytes).map_err(|error| failed(&error))
    }
}
