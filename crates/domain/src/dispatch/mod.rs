//! What of a notice goes out to one person by one channel (发送): a row first, then tried until the gateway or the mail server has it, says no, or
//! too much time is over. Whose address it goes to stands in it; the address itself is read when it is sent.

pub mod settle;

use crate::id::{ApplicationId, InstitutionId, NoticeId, OrganisationId, OutboxId, PersonId};
use crate::notice::{NoticeChannel, NoticeKind};
use crate::site::SiteCode;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whose address a message goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Whom an application names.
    Application(ApplicationId),
    /// Whom an enterprise names in its profile.
    Profile(OrganisationId),
    /// One of the people who act for an enterprise.
    Person(OrganisationId, PersonId),
    /// Whom an institution named on this site.
    Institution(InstitutionId, SiteCode),
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Application(id) => id.fmt(f),
            Self::Profile(id) => id.fmt(f),
            Self::Person(_, id) => id.fmt(f),
            Self::Institution(id, site) => write!(f, "{id}/{site}"),
        }
    }
}

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tidings {
    /// One notice.
    Notice(NoticeId, NoticeKind),
    /// All of a day that was put together, up to this instant.
    Digest(Timestamp),
}

/// Why a message is tried no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dropped {
    /// There is no address any more.
    NoAddress,
    /// The other side said no.
    Refused,
    /// Tried too often.
    TooOften,
    /// There was nothing to be put together after all.
    Nothing,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum DispatchState {
    /// It is to be sent.
    Waiting,
    /// Whether the mail server took it is not known. It cannot be asked, so that it is sent once more, under the same name.
    Doubtful,
    /// The other side has it.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// Sent twice, and both times it is not known whether it was taken.
    Unsure,
    /// It is tried no more.
    Dropped {
        /// Why.
        why: Dropped,
    },
}

impl DispatchState {
    /// The state's name in the database and in the transition table.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Doubtful => "doubtful",
            Self::Sent { .. } => "sent",
            Self::Unsure => "unsure",
            Self::Dropped { .. } => "dropped",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "待发送",
            Self::Doubtful => "结果未知，将再发一次",
            Self::Sent { .. } => "已发送",
            Self::Unsure => "可能已送达",
            Self::Dropped { why: Dropped::NoAddress } => "未发送：没有联系方式",
            Self::Dropped { why: Dropped::Refused } => "未发送：对方拒收",
            Self::Dropped { why: Dropped::TooOften } => "未发送：多次尝试未成功",
            Self::Dropped { why: Dropped::Nothing } => "未发送：没有需要汇总的消息",
        }
    }
}

/// A message to one person by one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    /// Its own name; also the name it is sent under, however often.
    pub id: OutboxId,
    /// Whose people are told, as the notice has it.
    pub audience: String,
    /// Whose address it goes to.
    pub recipient: Recipient,
    /// By which channel.
    pub channel: NoticeChannel,
    /// On which site, whose words are used.
    pub site: SiteCode,
    /// What it says.
    pub tidings: Tidings,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is to be sent first.
    pub due_at: Timestamp,
    /// Where it stands.
    pub state: DispatchState,
    /// Tries so far.
    pub tries: u32,
    /// What of the address is shown; empty until it was sent.
    pub shown: String,
    /// Which edition of the site's words was used last; 0 for the platform's own.
    pub edition: u32,
    /// Changes so far.
    pub version: u32,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DispatchEvent {
    /// The other side has it.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// A try failed; it is tried again.
    Failed,
    /// Whether it was taken is not known; it is sent once more.
    Doubted,
    /// The same a second time; it is not sent again.
    LeftOpen,
    /// It is tried no more.
    Dropped {
        /// Why.
        why: Dropped,
    },
}

impl Dispatch {
    /// The only writer of its state.
    pub fn apply(&mut self, event: &DispatchEvent) {
        self.version += 1;
        self.tries += 1;
        self.state = match *event {
            DispatchEvent::Sent { at } => DispatchState::Sent { at },
            DispatchEvent::Failed => self.state,
            DispatchEvent::Doubted => DispatchState::Doubtful,
            DispatchEvent::LeftOpen => DispatchState::Unsure,
            DispatchEvent::Dropped { why } => DispatchState::Dropped { why },
        };
    }

    /// What tells it from every other: it is written once for a notice, or for a day.
    #[must_use]
    pub fn once(&self) -> String {
        match self.tidings {
            Tidings::Notice(notice, _) => format!("{notice}/{}/{}", self.recipient, self.channel.code()),
            Tidings::Digest(until) => format!("{}/{}/{}", until.date(), self.recipient, self.channel.code()),
        }
    }
}
