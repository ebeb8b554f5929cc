//! Where what is known of a lot differs from what was signed for it: what the two sides of an order are shown, and what decides whether a
//! letter with the signed terms would still do.

use super::{KnownLot, LotProgress, SubjectWords, TenderedLot};
use crate::money::Cny;
use crate::refusal::Refusal;
use crate::site::SiteRules;
use crate::time::{Date, Timestamp};

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Differs {
    /// Its number.
    Number,
    /// Its name.
    Name,
    /// The tenderee, who becomes the beneficiary.
    Beneficiary,
    /// The security that it asks for, which is the letter's amount.
    Security,
    /// Bid opening.
    Opening,
    /// Bid validity.
    Validity,
    /// The last day: it ought to be later.
    Term,
}

/// A difference, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Of what.
    pub what: Differs,
    /// What was signed.
    pub signed: String,
    /// What is known now.
    pub known: String,
}

impl Differs {
    /// Whether a letter with what was signed would not do, so that it is signed anew while that costs nothing. An opening or a validity that
    /// has changed matters by the term that follows from it.
    #[must_use]
    pub const fn voids(self) -> bool {
        match self {
            Self::Number | Self::Name | Self::Beneficiary | Self::Security | Self::Term => true,
            Self::Opening | Self::Validity => false,
        }
    }

    /// Whether a letter that is paid for is not issued so: it would promise the wrong sum, or somebody else. One that ends too early can be
    /// extended.
    const fn holds(self) -> bool {
        match self {
            Self::Beneficiary | Self::Security => true,
            Self::Number | Self::Name | Self::Opening | Self::Validity | Self::Term => false,
        }
    }

    /// What it is called of a subject with these words.
    #[must_use]
    pub const fn label(self, words: &SubjectWords) -> &'static str {
        match self {
            Self::Number => words.number,
            Self::Name => words.name,
            Self::Beneficiary => words.beneficiary,
            Self::Security => words.security,
            Self::Opening => words.deadline,
            Self::Validity => words.period,
            Self::Term => "保函有效期",
        }
    }
}

impl Difference {
    /// As a sentence without its full stop, about a subject with these words.
    #[must_use]
    pub fn sentence(&self, words: &SubjectWords) -> String {
        let label = self.what.label(words);
        if self.what == Differs::Term {
            format!("{label}应至 {}，签署的为 {}，不足以覆盖{}", self.known, self.signed, words.period)
        } else {
            format!("{label}已由“{}”变更为“{}”", self.signed, self.known)
        }
    }
}

/// What was signed about a lot.
#[derive(Clone, Copy, Debug)]
pub struct SignedLot<'a> {
    /// The lot as it was.
    pub lot: &'a TenderedLot,
    /// The letter's amount.
    pub amount: Cny,
    /// The letter's last day.
    pub expiry: Date,
}

impl KnownLot {
    /// Where it differs from what was `signed`. Of a sealed lot nothing is known.
    #[must_use]
    pub fn differences(&self, signed: SignedLot<'_>, rules: &SiteRules) -> Vec<Difference> {
        let mut found = self.other_than_time(signed);
        if self.fresh().is_none() {
            return found;
        }
        let mut note = |what, signed: String, known: String| found.push(Difference { what, signed, known });
        if signed.lot.opens_at() != self.opens_at {
            note(Differs::Opening, signed.lot.opens_at().to_string(), self.opens_at.to_string());
        }
        let days = |days: Option<u32>| format!("{} 天", days.unwrap_or(rules.default_valid_days));
        if signed.lot.valid_days() != self.valid_days {
            note(Differs::Validity, days(signed.lot.valid_days()), days(self.valid_days));
        }
        let needed = self.expiry(rules);
        if needed > signed.expiry {
            note(Differs::Term, signed.expiry.to_string(), needed.to_string());
        }
        found
    }

    /// Where it differs from what was `signed` in anything but its times.
    fn other_than_time(&self, signed: SignedLot<'_>) -> Vec<Difference> {
        let Some(fresh) = self.fresh() else { return Vec::new() };
        let mut found = Vec::new();
        let mut note = |what, signed: &str, known: &str| {
            if signed != known {
                found.push(Difference { what, signed: signed.to_owned(), known: known.to_owned() });
            }
        };
        if let (Some((number, name)), Some((now, called))) = (signed.lot.title(), fresh.title()) {
            note(Differs::Number, number.as_str(), now.as_str());
            note(Differs::Name, name, called);
        }
        if let (Some(before), Some(after)) = (signed.lot.tenderee(), fresh.tenderee()) {
            note(Differs::Beneficiary, before.name.as_str(), after.name.as_str());
            if let (Some(code), Some(now)) = (&before.uscc, &after.uscc) {
                note(Differs::Beneficiary, code.as_str(), now.as_str());
            }
        }
        if let Some(security) = self.bid_security {
            note(Differs::Security, &format!("¥{}", signed.amount), &format!("¥{security}"));
        }
        found
    }

    /// Whether a letter with what was `signed` promises what the lot asks for, to whom it asks for it.
    ///
    /// # Errors
    /// [`Refusal::LotChanged`].
    pub fn fits(&self, signed: SignedLot<'_>) -> Result<(), Refusal> {
        if self.other_than_time(signed).iter().any(|difference| difference.what.holds()) { Err(Refusal::LotChanged) } else { Ok(()) }
    }

    /// Whether somebody who knew `lot` and `amount` of it has something to hear, beside when it is opened.
    #[must_use]
    pub fn is_news(&self, lot: &TenderedLot, amount: Cny) -> bool {
        let signed = SignedLot { lot, amount, expiry: Date::MAX };
        self.fresh().is_some() && (lot.valid_days() != self.valid_days || !self.other_than_time(signed).is_empty())
    }

    /// How the tender came to nothing, as a sentence, with its centre's own words; `None` unless it did.
    #[must_use]
    pub fn aborted(&self, words: &SubjectWords) -> Option<String> {
        match &self.progress {
            LotProgress::Aborted { reason, code, .. } => Some(format!("{}（交易中心说明：{reason}）", code.sentence(words.thing))),
            LotProgress::Announced | LotProgress::Opened { .. } | LotProgress::Awarded { .. } | LotProgress::Contracted { .. } => None,
        }
    }

    /// Whether it can be applied for at `now`.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.tendered(now).is_ok()
    }
}
