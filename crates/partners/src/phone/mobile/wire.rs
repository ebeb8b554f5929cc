//! What goes over the wire to the vendor's cloud: all by POST, signed by the platform, answered with 200, or 404 for a request it does not know.

use domain::qr::PhoneSeal;
use domain::signing::PhonePayload;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a request is opened.
pub const REQUESTS: &str = "/v1/requests";
/// Where one asks how it stands.
pub const STATES: &str = "/v1/requests/state";
/// Where the cloud is told what became of an answer.
pub const VERDICTS: &str = "/v1/requests/verdict";

/// What goes along with what is veiled, so that nothing else is taken for it.
pub const VEIL: &[u8] = b"KAIHAN1/phone-veil";

/// What the phone shows and signs, as the cloud carries it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Carried {
    /// As it is.
    Open(PhonePayload),
    /// To be read by nobody on the way: who applies for a guarantee for which lot is a secret until its bids are opened (HR-10).
    Veiled(Veiled),
}

/// What the phone alone reads.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Veiled {
    /// What it is for.
    pub purpose: String,
    /// The payload as JSON under SM4-GCM with [`VEIL`] (nonce, ciphertext, tag), base64. Its key stands in the QR code behind the `#`, 32
    /// hexadecimal digits.
    pub veil: String,
}

/// What is asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What the phone shows and signs.
    pub payload: Carried,
    /// Until when it counts, UTC seconds.
    pub until: i64,
}

/// A request that was opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// What the cloud calls it.
    pub request: String,
    /// What the QR code says.
    pub address: String,
}

/// Which request is meant.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// As the cloud calls it.
    pub request: String,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// Nobody has read the code.
    Waiting,
    /// A phone has.
    Scanned,
    /// It has answered.
    Answered,
    /// Its holder said no.
    Declined,
}

/// How it stands, with what the phone said.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct State {
    /// Where it stands.
    pub state: Stands,
    /// What the phone says of itself; empty before it has read the code.
    pub device: String,
    /// The last answer that was not judged yet.
    pub answer: Option<Given>,
}

/// What a phone gives.
#[derive(Clone, Serialize, Deserialize)]
pub struct Given {
    /// The how manieth answer it is, from 0 on.
    pub attempt: u8,
    /// The digits that its holder typed.
    pub code: String,
    /// The certificate chain, base64 DER, leaf first.
    pub chain: Vec<String>,
    /// The encryption certificate, base64 DER.
    pub encryption: Option<String>,
    /// The signature, base64 DER.
    pub signature: String,
    /// What was sealed with, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<PhoneSeal>,
}

/// It holds what lets somebody in, and is never printed.
impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Given({})", self.attempt)
    }
}

/// What became of an answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Of which request.
    pub request: String,
    /// Which answer.
    pub attempt: u8,
    /// Whether it was taken.
    pub taken: bool,
    /// How many more tries there are.
    pub tries: u8,
    /// Why it is not taken, where no other try helps.
    pub message: String,
}
