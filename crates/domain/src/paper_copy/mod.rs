//! Paper originals of letters (纸质版保函原件), for beneficiaries who ask for one (Henan manual 3.6).
//!
//! The machine: asked for once the letter is out, its guarantor prints it, each print counted, and sends it by a courier, whereupon it is
//! received; or refuses it with a reason. One is on its way for a letter at a time. What counts is the electronic letter: paper is a courtesy.

pub mod deliver;
mod event;
mod follows;
pub mod post;
pub mod print;
pub mod refuse;
pub mod request;

pub use event::PaperCopyEvent;

use crate::application::Guarantor;
use crate::id::{ApplicationId, GuaranteeId, PaperCopyId};
use crate::invoice::Post;
use crate::number::{ApplicationNumber, GuaranteeNumber};
use crate::party::{Concealed, FullName, Party, PostalAddress};
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The field in which the recipient's number is concealed, as its ciphertext is bound to it.
pub const MOBILE: &str = "mobile";

/// To whom it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// 收件人.
    pub name: FullName,
    /// 联系电话, kept encrypted.
    pub mobile: Concealed,
    /// 收件地址.
    pub address: PostalAddress,
}

/// What is fixed when it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCopyFacts {
    /// Which.
    pub id: PaperCopyId,
    /// Of which letter.
    pub guarantee: GuaranteeId,
    /// What that is numbered.
    pub letter: GuaranteeNumber,
    /// From which application.
    pub application: ApplicationId,
    /// Its number, as people see it.
    pub number: ApplicationNumber,
    /// On which site.
    pub site: SiteCode,
    /// Who asks.
    pub applicant: Party,
    /// Who prints and sends.
    pub guarantor: Guarantor,
    /// To whom.
    pub recipient: Recipient,
    /// When.
    pub requested_at: Timestamp,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum PaperCopyState {
    /// The guarantor has not sent it yet.
    Requested,
    /// On its way.
    Posted {
        /// With whom, and under which number.
        post: Post,
    },
    /// Received.
    Delivered {
        /// With whom it came, and under which number.
        post: Post,
    },
    /// Refused; it may be asked for again.
    Refused {
        /// Why, as the applicant reads it.
        reason: String,
    },
}

impl PaperCopyState {
    /// Every state by its name, with the word on screens, in the order in which it goes through them.
    pub const NAMED: [(&'static str, &'static str); 4] =
        [("requested", "待寄送"), ("posted", "已寄出"), ("delivered", "已签收"), ("refused", "已退回")];

    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Posted { .. } => "posted",
            Self::Delivered { .. } => "delivered",
            Self::Refused { .. } => "refused",
        }
    }

    /// The word on screens.
    #[must_use]
    pub fn label(&self) -> &'static str {
        Self::NAMED.iter().find(|(code, _)| *code == self.code()).map_or("", |(_, label)| label)
    }

    /// Whether no other may be asked for beside it.
    #[must_use]
    pub const fn lives(&self) -> bool {
        match self {
            Self::Requested | Self::Posted { .. } => true,
            Self::Delivered { .. } | Self::Refused { .. } => false,
        }
    }

    /// How it was sent, once it was.
    #[must_use]
    pub const fn post(&self) -> Option<&Post> {
        match self {
            Self::Posted { post } | Self::Delivered { post } => Some(post),
            Self::Requested | Self::Refused { .. } => None,
        }
    }
}

/// A paper original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCopy {
    /// Fixed at birth.
    pub facts: PaperCopyFacts,
    /// How often it was printed.
    pub prints: u32,
    /// How far it has come.
    pub state: PaperCopyState,
    /// Events so far.
    pub version: u32,
}

/// The refusal of a command in a state where it makes no sense.
const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::PaperStateForbids)
}
