//! What the applicant is told before applying (投保须知), and what is kept of its agreeing to it.

use crate::party::Mobile;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The text as it would be shown now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefingText {
    /// The kind of its wording.
    pub document: String,
    /// The version of that wording.
    pub version: String,
    /// SM3 of the text, hexadecimal.
    pub digest: String,
}

/// That a session opened a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefingOpening {
    /// SM3 of the text that was shown, hexadecimal.
    pub digest: String,
    /// When, for the first time.
    pub at: Timestamp,
}

/// What was agreed to, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BriefingConsent {
    /// Which document: the kind of its wording.
    pub document: String,
    /// The version of that wording.
    pub version: String,
    /// SM3 of the text as it was shown, hexadecimal.
    pub digest: String,
    /// When it was opened in the session that agreed.
    pub opened_at: Timestamp,
    /// When it was agreed to.
    pub agreed_at: Timestamp,
    /// What the session of whoever agreed is known by.
    pub by: String,
}

/// A phone whose holder gave back the code that was sent to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvedMobile {
    /// The phone.
    pub mobile: Mobile,
    /// When.
    pub at: Timestamp,
}
