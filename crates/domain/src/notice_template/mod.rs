//! How a site puts a kind of notice into words for one channel (消息模板). What is in use stays as it is: whoever writes makes a new edition, which a
//! second person takes into use where the site says so. Where nothing is in use the platform's own words are.

mod event;
mod follows;
pub mod propose;
pub mod settle;

pub use event::NoticeTemplateEvent;

use crate::id::NoticeTemplateId;
use crate::notice::{NoticeChannel, NoticeKind};
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What is fixed when it is begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeTemplateFacts {
    /// Which.
    pub id: NoticeTemplateId,
    /// Of which site.
    pub site: SiteCode,
    /// For which notices.
    pub kind: NoticeKind,
    /// For which channel.
    pub channel: NoticeChannel,
}

/// Words with places for what differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateText {
    /// The subject of a mail; empty for a text message.
    pub subject: String,
    /// What it says.
    pub body: String,
}

/// An edition: never changed once it is in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateEdition {
    /// Its number, from 1 on.
    pub number: u32,
    /// What it says; `None` for the platform's own words.
    pub text: Option<TemplateText>,
    /// SM3 fingerprint of its writer's certificate.
    pub writer: String,
    /// When it was written.
    pub written_at: Timestamp,
}

/// A site's words for a kind of notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeTemplate {
    /// Fixed at birth.
    pub facts: NoticeTemplateFacts,
    /// What is used.
    pub used: Option<TemplateEdition>,
    /// What waits for a second person.
    pub proposed: Option<TemplateEdition>,
    /// Editions so far.
    pub editions: u32,
    /// Events so far.
    pub version: u32,
}

impl NoticeTemplate {
    /// The words in use, and the number of their edition; `None` for the platform's own.
    #[must_use]
    pub fn words(&self) -> Option<(&TemplateText, u32)> {
        let used = self.used.as_ref()?;
        Some((used.text.as_ref()?, used.number))
    }

    /// The state's name in the transition table.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        if self.proposed.is_some() { "proposed" } else { "in use" }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match (&self.proposed, &self.used) {
            (Some(_), _) => "待复核",
            (None, Some(TemplateEdition { text: Some(_), .. })) => "使用中",
            (None, Some(TemplateEdition { text: None, .. }) | None) => "平台缺省",
        }
    }
}

/// The refusal of a command in a state where it makes no sense.
const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::NoticeTemplateStateForbids)
}
