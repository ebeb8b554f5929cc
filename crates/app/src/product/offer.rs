//! What guarantors offer for one lot, and in which order that is shown. Nobody pays for a place.

use documents::wording::Rule;
use domain::Refusal;
use domain::lot::Subject;
use domain::money::Cny;
use domain::product::Quote;
use domain::product::forecast::{Forecast, Timeliness};
use domain::time::{Date, Timestamp};
use std::cmp::Reverse;
pub use store::product::Listed;

/// One guarantor's offer.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The product as it is sold.
    pub listed: Listed,
    /// The quote, or why there is none.
    pub quote: Result<Quote, Refusal>,
    /// Whether its letter comes in time; where there is a quote.
    pub forecast: Option<Forecast>,
    /// What its letter's wording is called, and whether the letter is independent; where there is such a wording.
    pub wording: Option<(String, Option<Rule>)>,
    /// The institution's own days off between now and the deadline, besides the State Council's holidays.
    pub closed: Vec<Date>,
}

/// By what offers are ordered: the visitor chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// The cheapest first.
    #[default]
    Fee,
    /// The soonest first.
    Time,
}

impl Arrangement {
    /// Every order.
    pub const ALL: [Self; 2] = [Self::Fee, Self::Time];

    /// Its name in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Time => "time",
        }
    }

    /// The order with this name; an unknown one is the usual.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|by| by.code() == code).unwrap_or_default()
    }

    /// The words on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fee => "按费用",
            Self::Time => "按出函时间",
        }
    }

    /// The rule, as the page states it.
    #[must_use]
    pub fn rule(self, subject: Subject) -> String {
        let closing = subject.words().closing;
        match self {
            Self::Fee => format!("能在{closing}前出函的在前，其次费用由低到高，再次预计出函由早到晚"),
            Self::Time => format!("预计出函由早到晚，无法预计的在后，其次费用由低到高；不区分能否赶上{closing}"),
        }
    }

    /// Puts offers in this order; those without a quote are last, whatever the order.
    pub(super) fn sort(self, offers: &mut [Offer]) {
        let far = Timestamp::from_micros(i64::MAX);
        let time = |offer: &Offer| offer.forecast.and_then(|forecast| forecast.likely_at()).unwrap_or(far);
        let fee = |offer: &Offer| offer.quote.as_ref().map_or(Cny::ZERO, |quote| quote.fee);
        let late = |offer: &Offer| offer.forecast.map_or(Timeliness::TooLate, |forecast| forecast.timeliness);
        offers.sort_by_cached_key(|offer| {
            let Listed { product, institution, .. } = &offer.listed;
            let (rank, first, then) = match self {
                Self::Fee => (Some(late(offer)), fee(offer).fen(), time(offer).micros()),
                Self::Time => (None, time(offer).micros(), fee(offer).fen()),
            };
            (product.kind, Reverse(offer.quote.is_ok()), rank, first, then, institution.name.to_string())
        });
    }
}
