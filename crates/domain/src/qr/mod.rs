//! Requests by QR code (扫码): something is asked on one screen and agreed to on a phone. The code on the screen is an address with a random
//! identifier and nothing else; what is asked is typed ([`PhonePayload`]), shown on the phone and signed there together with the digits that
//! its holder reads off the other screen, so that whoever looks at no screen of ours has nothing to agree with (T-31).
//!
//! A request is nobody's yet: it is no event of the log, ends within minutes and is swept away. What it leads to is a session with its entry, or
//! the submission of an application that was sealed by phone.

pub mod approve;
pub mod deny;
pub mod enter;
mod event;
mod match_code;
pub mod scan;
pub mod show;

pub use event::QrRequestEvent;
pub use match_code::MatchCode;

use crate::id::QrRequestId;
use crate::refusal::Refusal;
use crate::session::LoginWay;
use crate::signing::PhonePayload;
use crate::site::SiteCode;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How long a code may be scanned and agreed to (SG-5).
pub const LIFE: i64 = 120 * Timestamp::SECOND;
/// How long what was agreed to may wait for the browser that asked: there may be something to read first.
pub const ENTER: i64 = Timestamp::MINUTE;
/// How often wrong digits may be given before the request is over.
pub const WRONG_MAX: u8 = 3;

/// With what on the phone it is agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 移动数字证书（企业标证通）.
    Mobile,
    /// 电子营业执照.
    Licence,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 2] = [Self::Mobile, Self::Licence];

    /// Its name in addresses and site files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Licence => "licence",
        }
    }

    /// How somebody has logged in by it.
    #[must_use]
    pub const fn way(self) -> LoginWay {
        match self {
            Self::Mobile => LoginWay::Mobile,
            Self::Licence => LoginWay::Licence,
        }
    }
}

/// What was asked; fixed from the beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrRequestFacts {
    /// What the browser calls it.
    pub id: QrRequestId,
    /// With what it is agreed.
    pub channel: Channel,
    /// On which site.
    pub site: SiteCode,
    /// The digest of the secret of the browser that asked: nobody else is answered (T-31).
    pub browser: String,
    /// What is agreed to; its digits are left empty.
    pub payload: PhonePayload,
    /// What the other side calls it.
    pub ticket: String,
    /// What the QR code says.
    pub address: String,
    /// The digits on the screen.
    pub code: MatchCode,
    /// Where the person goes afterwards and what was typed before, sealed for that browser.
    pub errand: String,
    /// When.
    pub issued_at: Timestamp,
}

/// What a phone has agreed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The certificate chain, base64 DER, leaf first.
    pub chain: Vec<String>,
    /// The encryption certificate beside it, base64 DER; `None` without one.
    pub encryption: Option<String>,
    /// What was sealed with; nothing by a login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<PhoneSeal>,
    /// When.
    pub at: Timestamp,
}

/// What a phone has sealed with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneSeal {
    /// The electronic seal, base64 DER.
    pub seal: String,
    /// The signature with it over what is sealed, base64 DER.
    pub signature: String,
}

/// A signature is nobody's to read in a log.
impl fmt::Debug for PhoneSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneSeal")
    }
}

/// Why a request came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", content = "says", rename_all = "snake_case")]
pub enum QrDenial {
    /// Its holder said no on the phone.
    Declined,
    /// Wrong digits were given too often.
    WrongCode,
    /// What it was agreed with is not taken, with what to do.
    Unfit(String),
}

/// Where a request stands. That its time is over is no state: the clock says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum QrRequestState {
    /// The code is on the screen.
    Issued,
    /// A phone has read it.
    Scanned {
        /// Which, in its own words.
        device: String,
    },
    /// The digits are on the screen.
    Shown {
        /// Which phone.
        device: String,
        /// How often wrong ones were given.
        wrong: u8,
    },
    /// Agreed to; the browser that asked has yet to come for it.
    Approved(Approval),
    /// Used up.
    Used,
    /// Refused.
    Denied(QrDenial),
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrRequest {
    /// What was asked.
    pub facts: QrRequestFacts,
    /// Where it stands.
    pub state: QrRequestState,
}

impl QrRequest {
    /// A request that was just made.
    #[must_use]
    pub const fn issued(facts: QrRequestFacts) -> Self {
        Self { facts, state: QrRequestState::Issued }
    }

    /// Until when it counts: may be scanned and agreed to, or come for.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        let life = self.facts.issued_at.plus(LIFE);
        match &self.state {
            QrRequestState::Issued
            | QrRequestState::Scanned { .. }
            | QrRequestState::Shown { .. }
            | QrRequestState::Used
            | QrRequestState::Denied(_) => life,
            QrRequestState::Approved(approval) => life.max(approval.at.plus(ENTER)),
        }
    }

    /// Whether its time is over before it has come to an end.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        !matches!(self.state, QrRequestState::Used | QrRequestState::Denied(_)) && now >= self.until()
    }

    /// Whether something is still to be heard of the phone.
    #[must_use]
    pub fn waits(&self, now: Timestamp) -> bool {
        matches!(self.state, QrRequestState::Issued | QrRequestState::Scanned { .. } | QrRequestState::Shown { .. })
            && !self.is_expired(now)
    }

    /// How often wrong digits were given.
    #[must_use]
    pub const fn wrong(&self) -> u8 {
        match &self.state {
            QrRequestState::Shown { wrong, .. } => *wrong,
            QrRequestState::Issued
            | QrRequestState::Scanned { .. }
            | QrRequestState::Approved(_)
            | QrRequestState::Used
            | QrRequestState::Denied(_) => 0,
        }
    }

    /// Refuses what comes too late.
    fn in_time(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.is_expired(now) { Err(Refusal::QrExpired) } else { Ok(()) }
    }
}
