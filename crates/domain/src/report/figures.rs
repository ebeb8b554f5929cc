//! What a site's home page says of the letters it brought about (保函服务数据). Nothing of a lot that is not opened, or has just been: who
//! counts along may not learn who bids (HR-10).

use crate::guarantee::Guarantee;
use crate::lot::Lot;
use crate::site::SiteCode;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a lot must have been open, in microseconds: 24 hours.
pub const REST: i64 = 24 * Timestamp::HOUR;

/// The letters of one site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFigures {
    /// Letters.
    pub letters: u64,
    /// Guaranteed amount, in fen.
    pub amount: i64,
}

/// Whether a letter may be counted at `now`: by what it was signed for, by what it has heard since, and by what is known of its lot (`None`
/// for a lot that is sealed or was removed), bids were opened at least [`REST`] ago. Of a tender that was aborted before its time none is.
#[must_use]
pub fn counts(guarantee: &Guarantee, lot: Option<&Lot>, now: Timestamp) -> bool {
    let rested = |at: Timestamp| at.plus(REST) <= now;
    let heard = guarantee.heard.as_ref();
    rested(guarantee.lot.opens_at())
        && rested(guarantee.opens_at())
        && heard.is_none_or(|heard| heard.opened || !heard.aborted)
        && lot.is_none_or(|lot| lot.is_opened(now) && rested(lot.opened_at().unwrap_or(lot.opens_at)) && rested(lot.opens_at))
}

/// Counts a letter for its site, and for the province of a prefecture.
pub fn count(figures: &mut BTreeMap<SiteCode, SiteFigures>, guarantee: &Guarantee) {
    let (own, province) = (guarantee.site, guarantee.site.province());
    for site in std::iter::once(own).chain((province != own).then_some(province)) {
        let site = figures.entry(site).or_default();
        site.letters += 1;
        site.amount = site.amount.saturating_add(guarantee.amount.fen());
    }
}
