//! Institutions' own systems. The platform speaks in its own messages; what goes over the wire is the business of one folder each.

pub mod address;
mod canonical;
mod dial;

pub use dial::Dialler;

use address::{Address, AddressError};
use domain::institution::Wire;
use domain::time::Timestamp;
use protocol::signed::Verifier;
use std::collections::BTreeMap;

/// Why a message is not delivered.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The other side has said no, in its own name.
    #[error("{0}")]
    Refused(String),
    /// There is no answer, or none that is understood and signed: the outcome is unknown.
    #[error("{0}")]
    Unknown(String),
}

/// One institution's own system.
#[derive(Debug)]
pub struct Peer<'a> {
    dialler: &'a Dialler,
    wire: Wire,
    address: Address,
    /// What verifies its answers, by serial.
    keys: BTreeMap<String, Verifier>,
}

impl<'a> Peer<'a> {
    /// The system at `address`, whose answers `keys` verify.
    ///
    /// # Errors
    /// [`AddressError`] when the address is none that is dialled.
    pub fn new(dialler: &'a Dialler, wire: Wire, address: &str, keys: BTreeMap<String, Verifier>) -> Result<Self, AddressError> {
        Ok(Self { dialler, wire, address: Address::parse(address, dialler.loopback())?, keys })
    }

    /// Sends the message of this topic; the same `key` counts once.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(&self, topic: &str, key: &str, payload: &str, now: Timestamp) -> Result<(), SendError> {
        match self.wire {
            Wire::Canonical => canonical::send(self, topic, key, payload, now).await,
        }
    }

    /// Whether the system knows the order with this number.
    ///
    /// # Errors
    /// [`SendError::Unknown`].
    pub async fn is_known(&self, order_number: &str, now: Timestamp) -> Result<bool, SendError> {
        match self.wire {
            Wire::Canonical => canonical::is_known(self, order_number, now).await,
        }
    }
}
