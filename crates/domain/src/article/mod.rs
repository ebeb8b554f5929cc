//! Articles: what a trading centre's staff writes for everybody, as news (信息动态), guides (服务指南) and answers to common questions
//! (常见问题). One person writes a manuscript; it is published, by a second person where the site asks for two; editing what is published begins
//! a new manuscript and touches nothing that is read.

pub mod begin;
pub mod discard;
pub mod edit;
mod edition;
mod event;
mod follows;
pub mod publish;
pub mod send_back;
pub mod submit;
pub mod withdraw;

pub use edition::Edition;
pub use event::ArticleEvent;

use crate::id::ArticleId;
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Characters of a note to whoever wrote a manuscript, and of the reason of a withdrawal.
pub const NOTE_LENGTH: RangeInclusive<usize> = 2..=500;

/// What an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleKind {
    /// 信息动态.
    News,
    /// 服务指南.
    Guide,
    /// 常见问题.
    Faq,
}

impl ArticleKind {
    /// Every kind, in the order of menus.
    pub const ALL: [Self; 3] = [Self::News, Self::Guide, Self::Faq];

    /// Its name in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Guide => "guide",
            Self::Faq => "faq",
        }
    }

    /// The kind with this code, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The manuals' word for such articles (Xinjiang manual, head of the menu).
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::News => "信息动态",
            Self::Guide => "服务指南",
            Self::Faq => "常见问题",
        }
    }
}

/// What is fixed when an article is begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleFacts {
    /// Which.
    pub id: ArticleId,
    /// Of which site's centre.
    pub site: SiteCode,
    /// What it is.
    pub kind: ArticleKind,
    /// When it was begun.
    pub at: Timestamp,
}

/// An edition that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manuscript {
    /// As it stands.
    pub edition: Edition,
    /// SM3 fingerprint of the certificate of whoever wrote it last.
    pub editor: String,
    /// Whether it waits to be published.
    pub submitted: bool,
    /// What whoever was to publish it wants otherwise; empty for nothing.
    pub note: String,
}

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// What is read.
    pub edition: Edition,
    /// When the first edition was published.
    pub first_at: Timestamp,
    /// When this one was.
    pub at: Timestamp,
    /// Why it is not read any more.
    pub withdrawn: Option<String>,
}

/// Where an article stands, as its centre sees it: a manuscript comes first, whatever is read meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleState {
    /// Being written.
    Draft,
    /// Written; waits to be published.
    Submitted,
    /// Read by everybody.
    Published,
    /// Not read any more.
    Withdrawn,
    /// Given up before anybody read it.
    Discarded,
}

impl ArticleState {
    /// Its name in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::Discarded => "discarded",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Submitted => "待发布",
            Self::Published => "已发布",
            Self::Withdrawn => "已撤下",
            Self::Discarded => "已作废",
        }
    }
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Fixed at birth.
    pub facts: ArticleFacts,
    /// What is being written.
    pub manuscript: Option<Manuscript>,
    /// What was published last.
    pub publication: Option<Publication>,
    /// Events so far.
    pub version: u32,
}

impl Article {
    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> ArticleState {
        match (&self.manuscript, &self.publication) {
            (Some(manuscript), _) if manuscript.submitted => ArticleState::Submitted,
            (Some(_), _) => ArticleState::Draft,
            (None, Some(publication)) if publication.withdrawn.is_some() => ArticleState::Withdrawn,
            (None, Some(_)) => ArticleState::Published,
            (None, None) => ArticleState::Discarded,
        }
    }

    /// What everybody may read.
    #[must_use]
    pub fn read(&self) -> Option<&Publication> {
        self.publication.as_ref().filter(|publication| publication.withdrawn.is_none())
    }

    /// The edition that its centre works on: the manuscript, or else what was published last.
    #[must_use]
    pub fn latest(&self) -> Option<&Edition> {
        let published = self.publication.as_ref().map(|publication| &publication.edition);
        self.manuscript.as_ref().map(|manuscript| &manuscript.edition).or(published)
    }
}

/// The refusal of whatever the state does not allow.
const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::ArticleStateForbids)
}

/// A note within its bounds.
fn noted(note: &str) -> Result<String, Refusal> {
    let note = note.trim();
    if NOTE_LENGTH.contains(&note.chars().count()) { Ok(note.to_owned()) } else { Err(Refusal::NoteMissing) }
}
