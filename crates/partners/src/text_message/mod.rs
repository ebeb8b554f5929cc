//! The text message gateway (短信网关).

pub mod wire;

use crate::signed_client::{ClientError, SignedClient};
use domain::time::Timestamp;
use gm::{Entropy, SecretKey};
use std::sync::Arc;

/// The gateway has not taken the message, or it is not known whether it has: send it again.
#[derive(Debug, thiserror::Error)]
#[error("the text message gateway: {0}")]
pub struct GatewayError(String);

impl From<ClientError> for GatewayError {
    fn from(error: ClientError) -> Self {
        Self(error.to_string())
    }
}

/// The connector to the gateway.
#[derive(Clone, Debug)]
pub struct Gateway(SignedClient);

impl Gateway {
    /// A connector to the gateway at `url` (scheme, host, port), signing with `key`.
    ///
    /// # Errors
    /// [`GatewayError`] when no client can be made or the address has no host.
    pub fn new(url: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, GatewayError> {
        Ok(Self(SignedClient::new(url, key, entropy)?))
    }

    /// Hands a message over. The same identifier is sent once.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn send(&self, message: &wire::Sms, now: Timestamp) -> Result<(), GatewayError> {
        let body = serde_json::to_vec(message).map_err(|error| GatewayError(error.to_string()))?;
        let (status, _) = self.0.post(wire::MESSAGES, body, now).await?;
        if status.is_success() { Ok(()) } else { Err(GatewayError(status.to_string())) }
    }
}
