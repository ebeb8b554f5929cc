//! Reaching: something has happened to the lot, and the guarantees for it hear of it. Heard twice it changes nothing.

use super::{Guarantee, GuaranteeEvent, LotHeard};
use crate::lot::KnownLot;
use crate::site::SiteRules;

/// What a guarantee hears; `None` when it is nothing new. One that ends before the bid validity does is to be extended (实施条例 26).
#[must_use]
pub fn reach(guarantee: &Guarantee, lot: &KnownLot, rules: &SiteRules) -> Option<GuaranteeEvent> {
    let needed = Some(lot.expiry(rules)).filter(|needed| !lot.is_aborted() && *needed > guarantee.expiry);
    let heard = LotHeard {
        opens_at: lot.opens_at,
        needed,
        differs: lot.fits(guarantee.signed()).is_err(),
        opened: lot.was_opened(),
        aborted: lot.is_aborted(),
        reason: lot.abort_reason(),
    };
    (heard != guarantee.knows()).then_some(GuaranteeEvent::LotHeard { heard })
}
