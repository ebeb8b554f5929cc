//! A trading centre's report of a lot that is known, and its announcement of another opening. They come twice, late and out of order; the
//! one that was announced last counts.

use super::{Lot, LotProgress};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// The lot as it is reported, announced at `announced_at` if its centre says so; `None` when a later report is known. How far the tender
/// has come stays, and so does an opening that was announced later, or that was announced at all when the report does not say when it was.
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
    Some(Lot {
        id: known.id,
        progress: known.progress.clone(),
        opens_at: opening.0,
        opening_announced_at: opening.1,
        reported_at: announced_at.or(known.reported_at),
        ..reported
    })
}

/// The lot with another opening; `None` when a later one is known, or the same.
///
/// # Errors
/// [`Refusal::LotReportContradicts`] when two were announced at once, or the tender is over.
pub fn change_opening(known: &Lot, opens_at: Timestamp, announced_at: Timestamp) -> Result<Option<Lot>, Refusal> {
    let last = known.opening_announced_at;
    if last.is_some_and(|last| announced_at < last) || (known.opens_at == opens_at && last == Some(announced_at)) {
        return Ok(None);
    }
    if last == Some(announced_at) || (known.progress != LotProgress::Announced && known.opens_at != opens_at) {
        return Err(Refusal::LotReportContradicts);
    }
    Ok(Some(Lot { opens_at, opening_announced_at: Some(announced_at), ..known.clone() }))
}
