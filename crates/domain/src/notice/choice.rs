//! What people want to be told, by which channel and when (接收设置). What has a deadline is told at any hour, unless its group is switched off.

use super::{NoticeChannel, NoticeGroup, NoticeKind, Urgency};
use crate::time::{Timestamp, add_days};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;
/// The minute of the day at which what was put together is sent: half past eight.
pub const DIGEST_MINUTE: u16 = 8 * 60 + 30;

/// How soon mails come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailPace {
    /// Each at once.
    Now,
    /// All of a day in one.
    Daily,
    /// None.
    Never,
}

impl MailPace {
    /// Every pace.
    pub const ALL: [Self; 3] = [Self::Now, Self::Daily, Self::Never];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Daily => "daily",
            Self::Never => "never",
        }
    }

    /// The pace with this name, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pace| pace.code() == code)
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Now => "立即发送",
            Self::Daily => "每日汇总",
            Self::Never => "不发送",
        }
    }
}

/// The hours in which nobody is woken: minutes of the day, from the first on and before the second; over midnight where the first is the later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// When they begin, below [`DAY_MINUTES`].
    pub from: u16,
    /// When they end, below [`DAY_MINUTES`].
    pub to: u16,
}

/// From ten in the evening to half past seven.
pub const USUAL: QuietHours = QuietHours { from: 22 * 60, to: 7 * 60 + 30 };

/// When something is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At this instant.
    At(Timestamp),
    /// Together with others of its day, at this instant.
    Together(Timestamp),
    /// Not at all.
    Never,
}

/// What somebody wants to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeChoice {
    /// What is told by text message.
    pub texts: BTreeSet<NoticeGroup>,
    /// What is told by mail, and how soon; at once where nothing stands.
    pub mails: BTreeMap<NoticeGroup, MailPace>,
    /// When nothing is sent that can wait.
    pub quiet: Option<QuietHours>,
}

impl Default for NoticeChoice {
    /// Everything at once, but not at night.
    fn default() -> Self {
        Self { texts: NoticeGroup::ALL.into(), mails: BTreeMap::new(), quiet: Some(USUAL) }
    }
}

fn minute(at: Timestamp) -> u16 {
    let time = at.civil().time();
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0)
}

/// The next instant after `now` at which the day is at this minute.
fn next(now: Timestamp, at: u16) -> Timestamp {
    let days = u32::from(minute(now) >= at);
    let (hour, minute) = (i8::try_from(at / 60).unwrap_or(0), i8::try_from(at % 60).unwrap_or(0));
    Timestamp::from_civil(add_days(now.date(), days).at(hour, minute, 0, 0)).unwrap_or(now)
}

impl QuietHours {
    /// Whether this instant lies in them.
    #[must_use]
    pub fn has(self, at: Timestamp) -> bool {
        let minute = minute(at);
        if self.from <= self.to { (self.from..self.to).contains(&minute) } else { minute >= self.from || minute < self.to }
    }
}

impl NoticeChoice {
    /// How soon a mail of this group comes.
    #[must_use]
    pub fn pace(&self, group: NoticeGroup) -> MailPace {
        self.mails.get(&group).copied().unwrap_or(MailPace::Now)
    }

    /// When a notice of this kind that is written `now` goes out by `channel`.
    #[must_use]
    pub fn when(&self, kind: NoticeKind, channel: NoticeChannel, now: Timestamp) -> When {
        let wanted = match (channel, kind.urgency()) {
            (NoticeChannel::TextMessage, Urgency::Plain) => return When::Never,
            (NoticeChannel::TextMessage, Urgency::Deadline | Urgency::Weighty) if !self.texts.contains(&kind.group()) => {
                return When::Never;
            }
            (NoticeChannel::TextMessage, urgency @ (Urgency::Deadline | Urgency::Weighty)) => urgency,
            (NoticeChannel::Mail, urgency) => match self.pace(kind.group()) {
                MailPace::Never => return When::Never,
                MailPace::Daily if urgency != Urgency::Deadline => return When::Together(next(now, DIGEST_MINUTE)),
                MailPace::Daily | MailPace::Now => urgency,
            },
        };
        match self.quiet {
            Some(quiet) if wanted != Urgency::Deadline && quiet.has(now) => When::At(next(now, quiet.to)),
            Some(_) | None => When::At(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_civil(text).expect("a time")
    }

    #[test]
    fn nobody_is_woken_at_night_but_for_what_ends_soon() {
        let (choice, night, morning) = (NoticeChoice::default(), at("2026-11-28 23:10"), at("2026-11-29 07:30"));
        let text = NoticeChannel::TextMessage;
        assert_eq!(choice.when(NoticeKind::Issued, text, night), When::At(morning));
        assert_eq!(choice.when(NoticeKind::Issued, text, at("2026-11-29 06:59")), When::At(morning));
        assert_eq!(choice.when(NoticeKind::Issued, text, morning), When::At(morning), "the night is over");
        assert_eq!(choice.when(NoticeKind::OpeningMoved, text, night), When::At(night));
        let by_day = NoticeChoice { quiet: Some(QuietHours { from: 12 * 60, to: 13 * 60 }), ..NoticeChoice::default() };
        assert_eq!(by_day.when(NoticeKind::Issued, text, at("2026-11-28 12:30")), When::At(at("2026-11-28 13:00")));
        assert_eq!(by_day.when(NoticeKind::Issued, text, night), When::At(night));
    }

    #[test]
    fn what_is_put_together_comes_once_a_day_and_what_ends_soon_does_not_wait() {
        let mails = [(NoticeGroup::Change, MailPace::Daily), (NoticeGroup::Application, MailPace::Never)].into();
        let (choice, now) = (NoticeChoice { mails, ..NoticeChoice::default() }, at("2026-11-28 09:00"));
        let mail = NoticeChannel::Mail;
        assert_eq!(choice.when(NoticeKind::LotChanged, mail, now), When::Together(at("2026-11-29 08:30")));
        assert_eq!(choice.when(NoticeKind::LotChanged, mail, at("2026-11-28 08:29")), When::Together(at("2026-11-28 08:30")));
        assert_eq!(choice.when(NoticeKind::OpeningMoved, mail, now), When::At(now));
        assert_eq!(choice.when(NoticeKind::Issued, mail, now), When::Never);
        assert_eq!(choice.when(NoticeKind::InvoiceIssued, mail, now), When::At(now));
        assert_eq!(choice.when(NoticeKind::InvoiceIssued, NoticeChannel::TextMessage, now), When::Never, "it can wait");
        let silent = NoticeChoice { texts: BTreeSet::new(), ..NoticeChoice::default() };
        assert_eq!(silent.when(NoticeKind::OpeningMoved, NoticeChannel::TextMessage, now), When::Never, "as they chose");
    }
}
