use super::{Product, ProductStatus};
use crate::lot::TenderedLot;
use crate::money::Cny;
use crate::refusal::Refusal;
use crate::time::{Timestamp, WorkCalendar};

/// What a product costs for one lot, and whether its letter comes in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The fee.
    pub fee: Cny,
    /// When the letter is out at the latest if paid now; `None` when the calendar does not reach that far.
    pub expected_at: Option<Timestamp>,
    /// Whether that is before bid opening. Unknown counts as not in time.
    pub in_time: bool,
    /// Whether the letter goes out on settlement without a person at the guarantor.
    pub automatic: bool,
}

/// The quote of `product` for guaranteeing `amount` on `lot` at `now`.
///
/// # Errors
/// [`Refusal::LotOpened`], [`Refusal::ProductPaused`] or [`Refusal::AmountAboveProductMaximum`].
pub fn quote(product: &Product, lot: &TenderedLot, amount: Cny, now: Timestamp, calendar: &WorkCalendar) -> Result<Quote, Refusal> {
    if now >= lot.opens_at() {
        return Err(Refusal::LotOpened);
    }
    match product.status {
        ProductStatus::Live => {}
        ProductStatus::Paused { .. } => return Err(Refusal::ProductPaused),
    }
    if amount > product.amount_max {
        return Err(Refusal::AmountAboveProductMaximum);
    }
    let expected_at = product.issuing.expected(now, calendar).ok();
    Ok(Quote {
        fee: product.fee.fee(amount),
        expected_at,
        in_time: expected_at.is_some_and(|at| at < lot.opens_at()),
        automatic: product.automatic && !lot.is_entered_by_applicant(),
    })
}
