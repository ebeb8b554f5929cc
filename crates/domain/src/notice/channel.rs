use serde::{Deserialize, Serialize};

/// The way a notice goes to people who are not looking at the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeChannel {
    /// 短信.
    TextMessage,
    /// 邮件.
    Mail,
}

impl NoticeChannel {
    /// Every channel.
    pub const ALL: [Self; 2] = [Self::TextMessage, Self::Mail];

    /// Its name in the database and in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TextMessage => "text_message",
            Self::Mail => "mail",
        }
    }

    /// The channel with this name, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::TextMessage => "短信",
            Self::Mail => "邮件",
        }
    }
}
