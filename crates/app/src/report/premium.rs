use crate::error::{AppError, FieldError};
use crate::institution::ledger::{ExposureDetail, ledger};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, may};
use domain::report::{Line, Period};
use domain::site::SiteCode;
use domain::time::Timestamp;
use std::collections::BTreeMap;

/// Most letters of a report.
const LINES_MAX: usize = 10_000;

/// What was issued in a period, and how far the institution is bound now.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which days.
    pub period: Period,
    /// What was issued, oldest first.
    pub lines: Vec<Line>,
    /// What the sites are called.
    pub sites: BTreeMap<SiteCode, String>,
    /// How far the institution is bound now.
    pub exposure: ExposureDetail,
    /// When it was drawn up.
    pub at: Timestamp,
}

/// The report of the caller's institution.
///
/// # Errors
/// [`AppError::Invalid`] when there is more than a report can have; [`AppError::NotFound`].
pub async fn premium(world: &World, caller: &Caller, period: Period) -> Result<Report, AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    may(&caller.actor, Action::ViewReport, Relation::Guarantor)?;
    // Identifiers carry the instant they were made, a little before the letter was.
    let midnight = |date: domain::time::Date| Timestamp::from_civil(date.at(0, 0, 0, 0)).unwrap_or_else(|| world.now());
    let (from, to) = (midnight(period.from).plus(-Timestamp::HOUR), midnight(period.to).plus(25 * Timestamp::HOUR));
    let limit = i64::try_from(LINES_MAX + 1).unwrap_or(i64::MAX);
    let found = store::guarantee::list_issued(&mut world.store.reader(), institution, from, to, limit).await?;
    if found.len() > LINES_MAX {
        return Err(AppError::Invalid(vec![FieldError::new("to", format!("超过 {LINES_MAX} 份保函，请缩短期间"))]));
    }
    let lines = found.into_iter().map(|(guarantee, application)| Line { guarantee, application });
    let lines = lines.filter(|line| period.has(line.guarantee.issued_at.date())).collect();
    let sites = world.sites.all().map(|site| (site.rules.code, site.name.clone())).collect();
    Ok(Report { period, lines, sites, exposure: ledger(world, caller).await?, at: world.now() })
}
