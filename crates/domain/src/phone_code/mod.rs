//! Codes sent to a mobile or a letter box (短信验证码、邮件验证码): proof that whoever fills in a form has the phone or the address it names (Hunan manual 3.1–3.3).
//!
//! The digits themselves are no part of it: they are derived from the code's identifier by whoever holds the platform's secret.

mod address;
pub mod prove;
pub mod send;

pub use address::CodeAddress;

use crate::id::PhoneCodeId;
use crate::party::Uscc;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a code lets its holder do. One for another purpose proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 准入申请.
    Apply,
    /// 验收申请: who asks.
    Acceptance,
    /// 验收申请: the contact it names.
    Contact,
    /// 查看准入进度.
    Progress,
    /// 在线投诉.
    Complaint,
    /// 登记经办人手机: whose phone it is.
    Register,
    /// 经办人登录.
    LogIn,
    /// 办理保函: the phone that an application names.
    Handle,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 8] =
        [Self::Apply, Self::Acceptance, Self::Contact, Self::Progress, Self::Complaint, Self::Register, Self::LogIn, Self::Handle];

    /// Its name in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Acceptance => "acceptance",
            Self::Contact => "contact",
            Self::Progress => "progress",
            Self::Complaint => "complaint",
            Self::Register => "register",
            Self::LogIn => "log_in",
            Self::Handle => "handle",
        }
    }

    /// The word in the message.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Apply => "金融机构准入申请",
            Self::Acceptance | Self::Contact => "金融机构验收申请",
            Self::Progress => "查看准入进度",
            Self::Complaint => "在线投诉",
            Self::Register => "登记为企业经办人",
            Self::LogIn => "企业经办人登录",
            Self::Handle => "办理保函",
        }
    }
}

/// A code that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneCode {
    /// Which.
    pub id: PhoneCodeId,
    /// For what.
    pub purpose: Purpose,
    /// About whom.
    pub uscc: Uscc,
    /// Where to.
    pub to: CodeAddress,
    /// When.
    pub sent_at: Timestamp,
    /// How often a wrong one was given.
    pub wrong: u32,
    /// Whether it was used.
    pub used: bool,
}
