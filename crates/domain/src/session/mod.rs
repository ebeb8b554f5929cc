//! Sessions: how a person logged in, how long that lasts, and what is told of it to its holder.

mod device;

pub use device::{browser, shortened};

use crate::time::Timestamp;

/// How somebody logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginWay {
    /// With a certificate, through the agent beside the browser.
    Certificate,
    /// With a mobile certificate (企业标证通), by a QR code.
    Mobile,
    /// With an electronic business licence (电子营业执照), by a QR code.
    Licence,
    /// Through the site's registration platform or government portal (OpenID Connect).
    Portal,
    /// With a code to a representative's phone, which signs nothing.
    Phone,
}

impl LoginWay {
    /// Every way.
    pub const ALL: [Self; 5] = [Self::Certificate, Self::Mobile, Self::Licence, Self::Portal, Self::Phone];

    /// Its name in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Mobile => "mobile",
            Self::Licence => "licence",
            Self::Portal => "portal",
            Self::Phone => "phone",
        }
    }

    /// The words on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Certificate => "数字证书",
            Self::Mobile => "移动数字证书（扫码）",
            Self::Licence => "电子营业执照（扫码）",
            Self::Portal => "统一注册平台",
            Self::Phone => "手机验证码",
        }
    }

    /// Whether it was a signature that let them in, whose certificate is asked about as long as the session lasts.
    #[must_use]
    pub const fn signs(self) -> bool {
        match self {
            Self::Certificate | Self::Mobile | Self::Licence => true,
            Self::Portal | Self::Phone => false,
        }
    }

    /// The way with this name, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// How long a signature counts as fresh, in microseconds (T-21).
pub const PROOF: i64 = 10 * Timestamp::MINUTE;

/// How long sessions last on a site (T-21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRules {
    idle: i64,
    longest: i64,
    warning: i64,
}

impl Default for SessionRules {
    /// Half an hour without use, twelve hours in any case, a warning five minutes before.
    fn default() -> Self {
        Self { idle: 30 * Timestamp::MINUTE, longest: 12 * Timestamp::HOUR, warning: 5 * Timestamp::MINUTE }
    }
}

impl SessionRules {
    /// Rules in minutes: without use 5 to 120, in any case at least that and at most a day, the warning shorter than either.
    #[must_use]
    pub fn new(idle: u32, longest: u32, warning: u32) -> Option<Self> {
        let fits = (5..=120).contains(&idle) && (idle..=1440).contains(&longest) && warning < idle;
        let micros = |minutes: u32| i64::from(minutes) * Timestamp::MINUTE;
        fits.then(|| Self { idle: micros(idle), longest: micros(longest), warning: micros(warning) })
    }

    /// When a session ends that began at `begun` and was used last at `used`.
    #[must_use]
    pub fn ends(&self, begun: Timestamp, used: Timestamp) -> Timestamp {
        begun.plus(self.longest).min(used.plus(self.idle))
    }

    /// Minutes without use after which one ends.
    #[must_use]
    pub const fn idle_minutes(&self) -> i64 {
        self.idle / Timestamp::MINUTE
    }

    /// How long before its end it is warned, in seconds.
    #[must_use]
    pub const fn warning_seconds(&self) -> i64 {
        self.warning / Timestamp::SECOND
    }

    /// How long one may last without use, in microseconds.
    #[must_use]
    pub const fn idle(&self) -> i64 {
        self.idle
    }

    /// How long one may last, in microseconds.
    #[must_use]
    pub const fn longest(&self) -> i64 {
        self.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_whichever_limit_comes_first() {
        let (rules, begun) = (SessionRules::default(), Timestamp::from_micros(1_796_086_800_000_000));
        assert_eq!(rules.ends(begun, begun), begun.plus(30 * Timestamp::MINUTE));
        let late = begun.plus(11 * Timestamp::HOUR + 50 * Timestamp::MINUTE);
        assert_eq!(rules.ends(begun, late), begun.plus(12 * Timestamp::HOUR), "however busy");
    }

    #[test]
    fn limits_that_contradict_each_other_or_last_for_ever_are_none() {
        assert!(SessionRules::new(30, 720, 5).is_some());
        for (idle, longest, warning) in [(4, 720, 1), (121, 720, 5), (30, 29, 5), (30, 1441, 5), (30, 720, 30)] {
            assert_eq!(SessionRules::new(idle, longest, warning), None, "{idle} {longest} {warning}");
        }
    }
}
