//! What institutions say in wires of their own: heard at the edge, understood in the wire's folder, answered in the same way.

use super::Dialler;
use super::enveloped;
use domain::institution::Wire;
use domain::time::Timestamp;
use gm::PublicKey;
use protocol::catalogue::Entry;
use protocol::message::{ApplicationReport, FileFormat, FileKind, FileReceipt, Receipt};
use protocol::signed::Verifier;
use std::collections::BTreeMap;

/// Where foreign wires come in; `{uscc}` is the institution, `{interface}` what its wire calls the message.
pub const ROUTE: &str = "/api/v1/wires/{uscc}/{interface}";

/// A request as it came: its text, and the file beside it.
#[derive(Clone, Debug, Default)]
pub struct Parcel {
    /// The text.
    pub text: Vec<u8>,
    /// The file's bytes.
    pub file: Option<Vec<u8>>,
}

/// What is said, in our words.
#[derive(Clone, Debug)]
pub enum Said {
    /// A message.
    Message {
        /// Which.
        entry: &'static Entry,
        /// The sender's idempotency key; empty when there is none.
        key: String,
        /// Its JSON.
        body: Vec<u8>,
    },
    /// A file.
    File {
        /// The order's number.
        order_number: String,
        /// What it is.
        kind: FileKind,
        /// Its format.
        format: FileFormat,
        /// The sender's idempotency key.
        key: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// A question how an order stands.
    Query {
        /// The order's number.
        order_number: String,
    },
}

/// A request that is the institution's own.
#[derive(Clone, Debug)]
pub struct Heard {
    /// To be used once.
    pub nonce: String,
    /// What it says, or why that is not understood.
    pub said: Result<Said, String>,
    /// What the answer is tied to.
    pub(super) back: Back,
}

/// What an answer repeats of its request.
#[derive(Clone, Debug)]
pub(super) struct Back {
    pub(super) wire: Wire,
    pub(super) time: String,
    /// For whom the answer is encrypted, when the request was.
    pub(super) receiver: Option<PublicKey>,
}

/// What is answered.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The message is taken.
    Receipt(Receipt),
    /// The file is taken.
    File(FileReceipt),
    /// How the order stands.
    Report(Box<ApplicationReport>),
    /// No, for good.
    Refused(String),
}

impl Dialler {
    /// Hears a request in an institution's wire; `None` when it is not the institution's.
    #[must_use]
    pub fn hear(&self, wire: Wire, interface: &str, parcel: Parcel, keys: &BTreeMap<String, Verifier>, now: Timestamp) -> Option<Heard> {
        match wire {
            // The specification has routes of its own.
            Wire::Canonical => None,
            Wire::Enveloped => enveloped::hear(self, interface, parcel, keys, now),
        }
    }

    /// The answer to a request, in its wire.
    #[must_use]
    pub fn reply(&self, heard: &Heard, reply: &Reply) -> Vec<u8> {
        match heard.back.wire {
            Wire::Canonical => Vec::new(),
            Wire::Enveloped => enveloped::reply(self, heard, reply),
        }
    }
}
