//! The lot of an application as it is known when something is decided. The snapshot in the application says what was signed, and nothing
//! else (F-1).

use super::{AbortReason, Lot, LotProgress, TenderedLot};
use crate::money::Cny;
use crate::refusal::Refusal;
use crate::site::SiteRules;
use crate::time::{Date, Timestamp, add_days};

/// What is known. Of a sealed lot that is what was known when it was sealed, and the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLot {
    /// When bids are opened, as was announced last. When they were in truth changes nothing of that.
    pub opens_at: Timestamp,
    /// When they were, where its centre has said so.
    pub opened_at: Option<Timestamp>,
    /// Bid validity in days, where published.
    pub valid_days: Option<u32>,
    /// How far the tender has come.
    pub progress: LotProgress,
    /// The security it asks for, unless sealed.
    pub bid_security: Option<Cny>,
    /// Whether its centre has yet to confirm it: it was typed in, on a site that takes none otherwise.
    pub unconfirmed: bool,
    /// What a draft made now would say of it, unless sealed.
    fresh: Option<TenderedLot>,
}

impl TenderedLot {
    /// The lot as it is known now, out of `lot`: the open lot as it stands. `None` when it is sealed, or was removed.
    #[must_use]
    pub fn known(&self, lot: Option<&Lot>) -> KnownLot {
        match lot.filter(|lot| self.lot() == Some(lot.id)) {
            Some(lot) => KnownLot {
                opens_at: lot.opens_at,
                opened_at: lot.opened_at(),
                valid_days: lot.valid_days,
                progress: lot.progress.clone(),
                bid_security: Some(lot.bid_security),
                unconfirmed: !lot.confirmation.is_unasked(),
                fresh: Some(Self::open(lot)),
            },
            None => KnownLot {
                opens_at: self.opens_at(),
                opened_at: None,
                valid_days: self.valid_days(),
                progress: LotProgress::Announced,
                bid_security: None,
                unconfirmed: false,
                fresh: None,
            },
        }
    }
}

impl KnownLot {
    /// Whether a letter would still secure something.
    ///
    /// # Errors
    /// [`Refusal::LotAborted`]; [`Refusal::LotOpened`] by the clock, or by its centre's word.
    pub fn tendered(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.progress {
            LotProgress::Aborted { .. } => Err(Refusal::LotAborted),
            LotProgress::Opened { .. } | LotProgress::Awarded { .. } | LotProgress::Contracted { .. } => Err(Refusal::LotOpened),
            LotProgress::Announced if now >= self.opens_at => Err(Refusal::LotOpened),
            LotProgress::Announced => Ok(()),
        }
    }

    /// Until when a letter could be handed in.
    #[must_use]
    pub fn closes_at(&self) -> Timestamp {
        self.opened_at.map_or(self.opens_at, |at| at.min(self.opens_at))
    }

    /// Whether its centre has said that bids were opened, or what became of them after. What is aborted after its time was opened.
    #[must_use]
    pub fn was_opened(&self) -> bool {
        match self.progress {
            LotProgress::Announced => false,
            LotProgress::Opened { .. } | LotProgress::Awarded { .. } | LotProgress::Contracted { .. } => true,
            LotProgress::Aborted { at, .. } => self.opened_at.is_some() || at >= self.opens_at,
        }
    }

    /// Whether bids are opened beyond doubt at `now`: by its centre's word, or two hours after the time that was announced last, by which a
    /// centre that puts the opening off has said so.
    #[must_use]
    pub fn is_surely_opened(&self, now: Timestamp) -> bool {
        /// How long after its time.
        const AFTER: i64 = 2 * Timestamp::HOUR;
        self.was_opened() || now >= self.opens_at.plus(AFTER)
    }

    /// What a draft made now would say of it, unless sealed.
    pub(super) const fn fresh(&self) -> Option<&TenderedLot> {
        self.fresh.as_ref()
    }

    /// Why the tender was aborted, if it was.
    #[must_use]
    pub const fn abort_reason(&self) -> Option<AbortReason> {
        if let LotProgress::Aborted { code, .. } = self.progress { Some(code) } else { None }
    }

    /// Whether the tender was aborted.
    #[must_use]
    pub const fn is_aborted(&self) -> bool {
        matches!(self.progress, LotProgress::Aborted { .. })
    }

    /// The last day a guarantee has to reach: it outlives the bid validity (实施条例 26).
    #[must_use]
    pub fn expiry(&self, rules: &SiteRules) -> Date {
        add_days(self.opens_at.date(), self.valid_days.unwrap_or(rules.default_valid_days) + rules.days_after_validity)
    }

    /// What is known of it now as a draft would say it; `None` of a sealed one.
    #[must_use]
    pub fn as_tendered(&self) -> Option<TenderedLot> {
        self.fresh.clone()
    }

    /// What a draft is to say of the lot from now on; `None` when it says so already.
    #[must_use]
    pub fn news_to(&self, snapshot: &TenderedLot) -> Option<&TenderedLot> {
        self.fresh.as_ref().filter(|fresh| *fresh != snapshot)
    }
}
