//! Institutions' own systems. The platform speaks in its own messages; what goes over the wire is the business of one folder each.

pub mod address;
mod canonical;
mod dial;
pub mod enveloped;
pub mod foreign;

pub use dial::Dialler;

use address::{Address, AddressError};
use domain::institution::Wire;
use domain::time::Timestamp;
use gm::PublicKey;
use protocol::message::ApplicationReport;
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

/// What is wrong with a request on purpose: conformance runs look at what the other side does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// It is not signed.
    Unsigned,
    /// It is signed with a key that nobody knows.
    Stranger,
    /// Its body was changed after it was signed.
    Altered,
    /// It was signed too long ago.
    Stale,
    /// It was taken once, and comes again as it was.
    Replayed,
    /// It has no idempotency key.
    Keyless,
}

/// What was seen of the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It has the message, and answered with this receipt.
    Taken(String),
    /// It has said no, in its own name.
    Refused(String),
    /// It does not believe that the platform has sent it.
    Unauthorized,
    /// There is no answer, or none that is understood and signed.
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
        match self.probe(topic, key, payload, Fault::None, now).await {
            Seen::Taken(_) => Ok(()),
            Seen::Refused(reason) => Err(SendError::Refused(reason)),
            Seen::Unauthorized => Err(SendError::Unknown("HTTP 401".into())),
            Seen::Unknown(reason) => Err(SendError::Unknown(reason)),
        }
    }

    /// Sends a message with something wrong about it.
    pub async fn probe(&self, topic: &str, key: &str, payload: &str, fault: Fault, now: Timestamp) -> Seen {
        match self.wire {
            Wire::Canonical => canonical::send(self, topic, key, payload, fault, now).await,
            Wire::Enveloped => enveloped::send(self, topic, key, payload, fault, now).await,
        }
    }

    /// How an order stands there; [`protocol::message::ApplicationState::Unknown`] when the system has none with this number.
    ///
    /// # Errors
    /// [`SendError::Unknown`].
    pub async fn ask(&self, order_number: &str, now: Timestamp) -> Result<ApplicationReport, SendError> {
        match self.wire {
            Wire::Canonical => canonical::ask(self, order_number, now).await,
            Wire::Enveloped => enveloped::ask(self, order_number, now).await,
        }
    }
}

/// The keys that sign, without the secrets that only make message codes.
fn public_keys(keys: &BTreeMap<String, Verifier>) -> Vec<PublicKey> {
    let public = |verifier: &Verifier| match verifier {
        Verifier::Sm2(key) => Some(key.clone()),
        Verifier::Hmac(_) => None,
    };
    keys.values().filter_map(public).collect()
}
