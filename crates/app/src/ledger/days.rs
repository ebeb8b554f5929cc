//! The ledger by day: what was posted, what stood on each account when the day ended, and whether the day is closed.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, may};
use domain::day_close::DayClose;
use domain::ledger::Turnover;
use domain::report::Period;
use domain::time::{Date, add_days};
use std::collections::BTreeMap;

/// A day of the ledger.
#[derive(Clone, Debug)]
pub struct LedgerDay {
    /// Which.
    pub day: Date,
    /// What was posted on it.
    pub turnover: Turnover,
    /// What was posted up to it and on it: what stands on the accounts when it ends.
    pub standing: Turnover,
    /// Its close, if one was drawn up and not given up.
    pub close: Option<DayClose>,
}

/// A period of the ledger.
#[derive(Clone, Debug)]
pub struct LedgerDays {
    /// Which days.
    pub period: Period,
    /// What was posted before.
    pub opening: Turnover,
    /// The days on which something was posted or closed, the last one first.
    pub days: Vec<LedgerDay>,
    /// What was posted in all of them.
    pub turnover: Turnover,
    /// What stands on the accounts at the end.
    pub standing: Turnover,
}

/// The days of a period of the caller's institution.
///
/// # Errors
/// [`AppError::NotFound`] to others than an institution's staff.
pub async fn days(world: &World, caller: &Caller, period: Period) -> Result<LedgerDays, AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    may(&caller.actor, Action::ViewLedger, Relation::Guarantor)?;
    let mut reader = world.store.reader();
    let before = period.from.yesterday().unwrap_or(period.from);
    let opening = store::ledger::sum_up_to(&mut reader, institution, before).await?;
    let posted = store::ledger::list_days(&mut reader, institution, period).await?;
    let closes = store::day_close::list(&mut reader, institution, period).await?;
    let mut all: BTreeMap<Date, (Turnover, Option<DayClose>)> = posted.into_iter().map(|(day, turnover)| (day, (turnover, None))).collect();
    for close in closes {
        let day = close.facts.closed.day;
        all.entry(day).or_default().1 = Some(close);
    }
    let (mut standing, mut turnover, mut days) = (opening, Turnover::default(), Vec::new());
    for (day, (posted, close)) in all {
        standing = standing.and(&posted);
        turnover = turnover.and(&posted);
        days.push(LedgerDay { day, turnover: posted, standing, close });
    }
    days.reverse();
    Ok(LedgerDays { period, opening, days, turnover, standing })
}

/// One day of the caller's institution, whether or not anything was posted on it.
///
/// # Errors
/// As [`days`].
pub async fn day(world: &World, caller: &Caller, day: Date) -> Result<LedgerDay, AppError> {
    let found = days(world, caller, Period { from: day, to: day }).await?;
    let nothing = LedgerDay { day, turnover: Turnover::default(), standing: found.standing, close: None };
    Ok(found.days.into_iter().next().unwrap_or(nothing))
}

/// The next day that can be closed: the day after the last close, or yesterday before there is one.
///
/// # Errors
/// As [`days`].
pub async fn next_to_close(world: &World, caller: &Caller) -> Result<Option<Date>, AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    may(&caller.actor, Action::ViewLedger, Relation::Guarantor)?;
    let today = world.now().date();
    let last = store::day_close::load_last_of(&mut world.store.reader(), institution).await?;
    let next = last.map_or_else(|| today.yesterday().ok(), |close| Some(add_days(close.facts.closed.day, 1)));
    Ok(next.filter(|day| *day < today))
}
