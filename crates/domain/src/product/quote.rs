use super::Product;
use crate::lot::TenderedLot;
use crate::money::Cny;
use crate::onboarding::Presence;
use crate::refusal::Refusal;
use crate::site::SiteRules;
use crate::time::{Timestamp, WorkCalendar, add_days};

/// What a product costs for one lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The fee.
    pub fee: Cny,
    /// When the letter is out at the latest if paid now; `None` when the calendar does not reach that far.
    pub expected_at: Option<Timestamp>,
    /// Whether the letter goes out on settlement without a person at the guarantor.
    pub automatic: bool,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// For which lot.
    pub lot: &'a TenderedLot,
    /// How much.
    pub amount: Cny,
    /// Under whose rules.
    pub rules: &'a SiteRules,
}

/// The quote of `product`, sold by an institution of this presence, for what is `wanted` at `now`.
///
/// # Errors
/// [`Refusal::KindNotForSubject`], [`Refusal::LotOpened`], what [`Product::on_sale`] refuses, or that the amount, the term or a sealed lot is outside what the
/// product offers.
pub fn quote(
    product: &Product,
    presence: &Presence,
    wanted: Wanted<'_>,
    now: Timestamp,
    calendar: &WorkCalendar,
) -> Result<Quote, Refusal> {
    let Wanted { lot, amount, rules } = wanted;
    if !product.kind.fits(lot.subject()) {
        return Err(Refusal::KindNotForSubject);
    }
    if now >= lot.opens_at() {
        return Err(Refusal::LotOpened);
    }
    product.on_sale(presence, now)?;
    if amount > product.terms.amount_max {
        return Err(Refusal::AmountAboveProductMaximum);
    }
    if amount < product.terms.amount_min {
        return Err(Refusal::AmountBelowProductMinimum);
    }
    if lot.is_sealed() && !product.terms.takes_sealed {
        return Err(Refusal::SealedLotNotTaken);
    }
    if product.terms.term_days_max.is_some_and(|most| lot.expiry(rules) > add_days(now.date(), most)) {
        return Err(Refusal::TermAboveProductMaximum);
    }
    Ok(Quote {
        fee: product.terms.fee.fee(amount),
        expected_at: product.terms.issuing.expected(now, calendar).ok(),
        automatic: product.terms.automatic && !lot.is_entered_by_applicant(),
    })
}
