//! The bank: it reports credits on the guarantors' accounts to us, and sends them back when asked.

pub mod wire;

use crate::signed_client::{ClientError, SignedClient};
use domain::money::Cny;
use domain::time::{Date, Timestamp};
use gm::{Entropy, SecretKey};
use std::fmt;
use std::sync::Arc;

/// Why there is no final answer. Unknown always means: ask again (HR-6).
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    /// No answer, or one that is not understood: the outcome is unknown.
    #[error("the bank's answer is unknown: {0}")]
    Unknown(String),
    /// The bank refused, for good.
    #[error("the bank refused: {0}")]
    Refused(String),
}

impl From<ClientError> for BankError {
    fn from(error: ClientError) -> Self {
        Self::Unknown(error.to_string())
    }
}

/// The connector to the bank.
#[derive(Clone, Debug)]
pub struct Bank(SignedClient);

impl Bank {
    /// A connector to the bank at `url` (scheme, host, port), signing with `key`.
    ///
    /// # Errors
    /// [`BankError::Unknown`] when no client can be made or the address has no host.
    pub fn new(url: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, BankError> {
        Ok(Self(SignedClient::new(url, key, entropy)?))
    }

    /// Asks the bank to send a credit back. The order's identifier is the idempotency key: asking twice sends once.
    ///
    /// # Errors
    /// [`BankError`].
    pub async fn refund(&self, order: &wire::RefundOrder, now: Timestamp) -> Result<(), BankError> {
        let unknown = |error: &dyn fmt::Display| BankError::Unknown(error.to_string());
        let body = serde_json::to_vec(order).map_err(|error| unknown(&error))?;
        let (status, bytes) = self.0.post(wire::REFUNDS, body, now).await?;
        if !status.is_success() {
            return Err(unknown(&status));
        }
        let answer: wire::RefundAnswer = serde_json::from_slice(&bytes).map_err(|error| unknown(&error))?;
        match answer {
            wire::RefundAnswer { order_id, outcome: wire::RefundOutcome::Refunded, .. } if order_id == order.order_id => Ok(()),
            wire::RefundAnswer { order_id, outcome: wire::RefundOutcome::Refused, reason } if order_id == order.order_id => {
                Err(BankError::Refused(if reason.is_empty() { "银行没有说明原因".into() } else { reason }))
            }
            wire::RefundAnswer { .. } => Err(unknown(&"the answer is about another order")),
        }
    }

    /// Asks what was on an account when `day` ended, in fen; below nothing when it was overdrawn.
    ///
    /// # Errors
    /// [`BankError`]; [`BankError::Refused`] when the bank does not know the account or the day is not over.
    pub async fn balance(&self, account: &str, day: Date, now: Timestamp) -> Result<i64, BankError> {
        let unknown = |error: &dyn fmt::Display| BankError::Unknown(error.to_string());
        let query = wire::BalanceQuery { account: account.to_owned(), day: day.to_string() };
        let body = serde_json::to_vec(&query).map_err(|error| unknown(&error))?;
        let (status, bytes) = self.0.post(wire::BALANCES, body, now).await?;
        if !status.is_success() {
            return Err(unknown(&status));
        }
        let answer: wire::BalanceAnswer = serde_json::from_slice(&bytes).map_err(|error| unknown(&error))?;
        if (&answer.account, &answer.day) != (&query.account, &query.day) {
            return Err(unknown(&"the answer is about another account or day"));
        }
        let said = answer.balance.ok_or_else(|| BankError::Refused("银行没有该账户当日的余额".into()))?;
        let (sign, plain) = said.strip_prefix('-').map_or((1, said.as_str()), |rest| (-1, rest));
        Cny::parse_yuan(plain).map(|amount| sign * amount.fen()).map_err(|error| unknown(&error))
    }
}
