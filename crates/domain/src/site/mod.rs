//! A site: one province's or city's face of the platform. What differs between sites is data of these types.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The administrative division code of a site (GB/T 2260): six digits, the first not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteCode(u32);

/// A text that is not a site code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASiteCode;

impl fmt::Display for NotASiteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("行政区划代码应为 6 位数字")
    }
}

impl std::error::Error for NotASiteCode {}

impl FromStr for SiteCode {
    type Err = NotASiteCode;
    fn from_str(text: &str) -> Result<Self, NotASiteCode> {
        let shaped = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        text.parse().ok().filter(|_| shaped).map(Self).ok_or(NotASiteCode)
    }
}

impl TryFrom<String> for SiteCode {
    type Error = NotASiteCode;
    fn try_from(text: String) -> Result<Self, NotASiteCode> {
        text.parse()
    }
}

impl From<SiteCode> for String {
    fn from(code: SiteCode) -> String {
        code.to_string()
    }
}

impl fmt::Display for SiteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl SiteCode {
    /// Whether a place with this division code belongs to the site: a province takes its two digits, a city its four.
    #[must_use]
    pub fn covers(self, division: Self) -> bool {
        match (self.0 % 10_000, self.0 % 100) {
            (0, _) => self.0 / 10_000 == division.0 / 10_000,
            (_, 0) => self.0 / 100 == division.0 / 100,
            _ => self == division,
        }
    }

    /// The province that a place with this division code belongs to; a province belongs to itself.
    #[must_use]
    pub const fn province(self) -> Self {
        Self(self.0 / 10_000 * 10_000)
    }

    /// The prefecture that a place with this division code belongs to; a province and a prefecture are their own.
    #[must_use]
    pub const fn prefecture(self) -> Self {
        Self(self.0 / 100 * 100)
    }

    /// Whether it is a province.
    #[must_use]
    pub const fn is_province(self) -> bool {
        self.0.is_multiple_of(10_000)
    }

    /// Whether one of the two lies in the other: what is known in a prefecture is known in its province.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.covers(other) || other.covers(self)
    }
}

/// A site as institutions see it: where they sell, and on which site they were admitted for it (一次接入，全省通用).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Where they sell.
    pub site: SiteCode,
    /// Whose centre admitted them: the site itself, or the province of a prefecture.
    pub admitted_by: SiteCode,
}

impl Outlet {
    /// A site whose own centre admits institutions.
    #[must_use]
    pub const fn own(site: SiteCode) -> Self {
        Self { site, admitted_by: site }
    }
}

/// The rules of a site that decide transitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteRules {
    /// Which site.
    pub code: SiteCode,
    /// Minutes an application may stay unpaid before it lapses (Hunan manual 5.2.1: 30). Never later than bid opening.
    pub payment_minutes: u32,
    /// Calendar days the guarantee outlives the bid validity (28; FD-2).
    pub days_after_validity: u32,
    /// Bid validity in days when the lot does not state one.
    pub default_valid_days: u32,
    /// The most of the estimate that a bid security may be (招标投标法实施条例 art. 26: 2 %).
    pub security_cap: crate::money::Ppm,
    /// Whether letting an institution in, or putting it out, takes two persons of the centre (threat T-16).
    pub two_persons: bool,
    /// Whether lots here have the numbers of 23 characters of the State's data norm, and no others.
    pub section_numbers: bool,
    /// Whether nothing is applied for here without credit (Henan manual 2.2).
    pub requires_credit: bool,
    /// Whether the site itself grants credit, through the people of its centre, beside its institutions.
    pub grants_credit: bool,
    /// From when on an invoice may be asked for.
    pub invoice_after: InvoiceAfter,
    /// Whether the phone that an application names is proved by a code (Henan manual 3.2: 获取验证码).
    pub proves_mobile: bool,
    /// What becomes of lots that applicants type in.
    pub entered_lots: EnteredLots,
}

/// From when on an invoice may be asked for: before bids are opened it would tell whoever sees it that the applicant bids (HR-10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceAfter {
    /// Once the letter is out (Hunan manual 5.2.3).
    #[default]
    Issue,
    /// Once bids are opened (Xinjiang manual 1.2.7).
    Opening,
}

/// What becomes of lots that applicants type in (增加项目).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnteredLots {
    /// They are applied for, and the institution looks at them.
    #[default]
    Taken,
    /// The centre confirms them before an application is submitted.
    Confirmed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_covers_its_cities_and_nothing_else() {
        let code = |text: &str| text.parse::<SiteCode>().expect("a site code");
        assert!(code("650000").covers(code("650102")));
        assert!(code("430100").covers(code("430104")));
        assert!(!code("430100").covers(code("430200")));
        assert!(!code("430000").covers(code("650000")));
        assert!(
            code("430000").overlaps(code("430100")) && code("430100").overlaps(code("430000")) && !code("430100").overlaps(code("430200"))
        );
        assert!(code("433100").province() == code("430000") && code("430000").is_province() && !code("433100").is_province());
        assert!("65000".parse::<SiteCode>().is_err());
    }
}
