//! What an institution issued in a period, and what it took for it.

pub mod figures;
pub mod turnaround;

use crate::application::Application;
use crate::guarantee::Guarantee;
use crate::money::Cny;
use crate::product::GuaranteeKind;
use crate::site::SiteCode;
use crate::time::Date;
use std::collections::BTreeMap;

/// Days a period may have at most.
pub const PERIOD_MAX: i32 = 366;

/// A period; both days are part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Period {
    /// The month of `today` up to it.
    #[must_use]
    pub fn of_month(today: Date) -> Self {
        Self { from: today.first_of_month(), to: today }
    }

    /// The period between two days; `None` when they stand the wrong way round or further apart than [`PERIOD_MAX`].
    #[must_use]
    pub fn between(from: Date, to: Date) -> Option<Self> {
        let days = from.until(to).ok()?.get_days();
        (0..PERIOD_MAX).contains(&days).then_some(Self { from, to })
    }

    /// Whether a day is part of it.
    #[must_use]
    pub fn has(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// A guarantee with the fee that was taken for it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The guarantee.
    pub guarantee: Guarantee,
    /// The application it came from.
    pub application: Application,
}

/// What was issued of one kind on one site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Premium {
    /// Letters.
    pub count: u64,
    /// Guaranteed amount, in fen.
    pub amount: i64,
    /// Fees, in fen.
    pub fee: i64,
}

impl Premium {
    fn add(&mut self, amount: Cny, fee: Cny) {
        self.count += 1;
        self.amount = self.amount.saturating_add(amount.fen());
        self.fee = self.fee.saturating_add(fee.fen());
    }

    /// Fees for a hundred yuan guaranteed, in yuan with four decimals.
    #[must_use]
    pub fn rate(&self) -> String {
        let millionths = i128::from(self.fee) * 1_000_000 / i128::from(self.amount.max(1));
        format!("{}.{:04}", millionths / 10_000, millionths % 10_000)
    }
}

/// The sums by site and kind, and of all.
#[must_use]
pub fn premiums(lines: &[Line]) -> (BTreeMap<(SiteCode, GuaranteeKind), Premium>, Premium) {
    let (mut by, mut all) = (BTreeMap::new(), Premium::default());
    for Line { guarantee, application } in lines {
        by.entry((guarantee.site, guarantee.kind)).or_insert_with(Premium::default).add(guarantee.amount, application.facts.fee);
        all.add(guarantee.amount, application.facts.fee);
    }
    (by, all)
}
