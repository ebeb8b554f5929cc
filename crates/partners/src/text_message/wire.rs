//! What goes over the wire to the gateway.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where the gateway takes messages.
pub const MESSAGES: &str = "/v1/messages";

/// A message to send. Answered with 204; the same identifier again is not sent again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    /// The message's identifier.
    pub message_id: String,
    /// To whom, 11 digits.
    pub mobile: String,
    /// What it says.
    pub text: String,
}

/// The text may hold a code, and so is never printed.
impl fmt::Debug for Sms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sms({})", self.message_id)
    }
}
