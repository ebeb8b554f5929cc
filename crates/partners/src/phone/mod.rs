//! Phones that agree to what a QR code asks: by way of whoever runs the application on them (a vendor of mobile certificates, the register of
//! enterprises). One folder a wire, behind one trait; what comes back is a certificate and a signature, which are judged as any other.

pub mod licence;
pub mod mobile;

use crate::signed_client::ClientError;
use domain::qr::PhoneSeal;
use domain::signing::PhonePayload;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// What a site's file says of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What people call it.
    pub name: String,
    /// Where the other side's system is; where a file says nothing, as the operator has set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// What a request is called on the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// By the other side.
    pub ticket: String,
    /// What the QR code says: an address with a random identifier.
    pub address: String,
}

/// What a phone has given back.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneAnswer {
    /// The how manieth answer it is, from 0 on.
    pub attempt: u8,
    /// The digits that its holder typed.
    pub code: String,
    /// The certificate chain, base64 DER, leaf first.
    pub chain: Vec<String>,
    /// The encryption certificate beside it, base64 DER; `None` without one.
    pub encryption: Option<String>,
    /// The signature over the payload with these digits, base64 DER.
    pub signature: String,
    /// What was sealed with, where that was asked.
    pub seal: Option<PhoneSeal>,
}

impl fmt::Debug for PhoneAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneAnswer({})", self.attempt)
    }
}

/// Where a request stands on the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nobody has read the code.
    Waiting,
    /// A phone has, which says this of itself.
    Scanned(String),
    /// It has given something back.
    Answered(Box<PhoneAnswer>),
    /// Its holder said no.
    Declined,
    /// The other side knows it no more.
    Gone,
}

/// What the phone's holder is told of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was taken: look at the other screen.
    Taken,
    /// The digits were wrong: so many tries are left.
    Again(u8),
    /// It is not taken, and why.
    Refused(String),
}

/// The other side does not answer, or not as it should: nothing is known.
#[derive(Debug, thiserror::Error)]
#[error("the phone's side: {0}")]
pub struct PhoneError(String);

impl From<ClientError> for PhoneError {
    fn from(error: ClientError) -> Self {
        Self(error.to_string())
    }
}

/// What comes back in time.
pub type Answered<'a, T> = Pin<Box<dyn Future<Output = Result<T, PhoneError>> + Send + 'a>>;

/// The other side of a QR code.
pub trait Phone: fmt::Debug + Send + Sync {
    /// Opens a request for `payload`, which counts until `until`.
    fn open<'a>(&'a self, payload: &'a PhonePayload, until: Timestamp, now: Timestamp) -> Answered<'a, Opened>;

    /// Where it stands.
    fn look<'a>(&'a self, ticket: &'a str, now: Timestamp) -> Answered<'a, Seen>;

    /// Tells the phone what became of an answer.
    fn tell<'a>(&'a self, ticket: &'a str, attempt: u8, verdict: &'a Verdict, now: Timestamp) -> Answered<'a, ()>;
}
