//! A trading centre's report of a lot that is known, and its announcements of another opening, another validity, the candidates. They come
//! twice, late and out of order; the one that was announced last counts.

use super::progress::advance;
use super::{Candidate, Lot, LotEvent, LotProgress};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// The lot as it is reported, announced at `announced_at` if its centre says so; `None` when a later report is known, or the same. How far
/// the tender has come stays, and so do an opening and a validity that were announced later, or that were announced at all when the report
/// does not say when it was. What it is stays too: applications were made for that.
#[must_use]
pub fn report(known: &Lot, reported: Lot, announced_at: Option<Timestamp>) -> Option<Lot> {
    if announced_at.is_some() && announced_at < known.reported_at {
        return None;
    }
    let opening = if announced_at >= known.opening_announced_at {
        (reported.opens_at, announced_at.or(known.opening_announced_at))
    } else {
        (known.opens_at, known.opening_announced_at)
    };
    let valid_days = if announced_at >= known.validity_announced_at { reported.valid_days } else { known.valid_days };
    let lot = Lot {
        id: known.id,
        subject: known.subject,
        // A report that does not say it takes nothing back.
        trade: if reported.trade.is_other() { known.trade } else { reported.trade },
        progress: known.progress.clone(),
        opened_at: known.opened_at,
        opens_at: opening.0,
        opening_announced_at: opening.1,
        valid_days,
        validity_announced_at: known.validity_announced_at,
        candidates: known.candidates.clone(),
        candidates_announced_at: known.candidates_announced_at,
        reported_at: announced_at.or(known.reported_at),
        ..reported
    };
    (lot != *known).then_some(lot)
}

/// Whether an announcement is news beside the last one of its kind, which said the `same`.
///
/// # Errors
/// [`Refusal::LotReportContradicts`] when two that differ were announced at once.
fn is_news(last: Option<Timestamp>, announced_at: Timestamp, same: bool) -> Result<bool, Refusal> {
    match last {
        Some(last) if announced_at < last => Ok(false),
        Some(last) if announced_at == last && !same => Err(Refusal::LotReportContradicts),
        Some(last) if announced_at == last => Ok(false),
        Some(_) | None => Ok(true),
    }
}

/// Another opening; `None` when a later announcement is known, or the same.
///
/// # Errors
/// [`Refusal::LotReportContradicts`] when two were announced at once, or bids are opened.
pub fn change_opening(known: &Lot, opens_at: Timestamp, announced_at: Timestamp) -> Result<Option<LotEvent>, Refusal> {
    let same = known.opens_at == opens_at;
    if !is_news(known.opening_announced_at, announced_at, same)? {
        return Ok(None);
    }
    if known.progress != LotProgress::Announced && !same {
        return Err(Refusal::LotReportContradicts);
    }
    Ok(Some(LotEvent::OpeningChanged { opens_at, announced_at }))
}

/// Another bid validity, also while bids are compared; `None` when a later announcement is known, or the same.
///
/// # Errors
/// [`Refusal::LotReportContradicts`] when two were announced at once.
pub fn change_validity(known: &Lot, valid_days: u32, announced_at: Timestamp) -> Result<Option<LotEvent>, Refusal> {
    let news = is_news(known.validity_announced_at, announced_at, known.valid_days == Some(valid_days))?;
    Ok(news.then_some(LotEvent::ValidityChanged { valid_days, announced_at }))
}

/// The candidates; `None` when later ones are known, or the same.
///
/// # Errors
/// [`Refusal::LotReportContradicts`] when two lists were announced at once.
pub fn announce_candidates(known: &Lot, candidates: Vec<Candidate>, announced_at: Timestamp) -> Result<Option<LotEvent>, Refusal> {
    let news = is_news(known.candidates_announced_at, announced_at, known.candidates == candidates)?;
    Ok(news.then_some(LotEvent::CandidatesAnnounced { candidates, announced_at }))
}

/// How far the tender has come; `None` when that is known. That bids were opened is written down whenever it is heard, also after what was
/// decided on them.
///
/// # Errors
/// [`Refusal::LotReportContradicts`] when it contradicts what was reported of the same instant: two winners, two openings.
pub fn progress(known: &Lot, to: LotProgress) -> Result<Option<LotEvent>, Refusal> {
    let progress = match (&to, known.opened_at()) {
        (LotProgress::Opened { at }, Some(before)) if *at != before => return Err(Refusal::LotReportContradicts),
        (LotProgress::Opened { .. }, Some(_)) => None,
        (LotProgress::Opened { .. }, None) => Some(to),
        (
            LotProgress::Announced | LotProgress::Awarded { .. } | LotProgress::Contracted { .. } | LotProgress::Aborted { .. },
            Some(_) | None,
        ) => advance(&known.progress, to)?,
    };
    Ok(progress.map(|progress| LotEvent::Progressed { progress }))
}
