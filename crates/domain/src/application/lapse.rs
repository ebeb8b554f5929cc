//! Lapsing (已取消): the payment period ended and nothing came.

use super::{Application, ApplicationEvent, forbidden};
use crate::payment::Watch;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// How long it is waited for a statement that reaches over the end of the period, where an account is known by statements alone: a clerk takes
/// one in a working day, and with it comes whoever paid in time. Longer would keep the bidder from applying elsewhere.
pub const STATEMENT_WAIT: i64 = 24 * Timestamp::HOUR;

/// When it lapses, while the fee is awaited: at the end of the period, or when it can be known that nothing came by then. Never later than
/// bids are opened.
#[must_use]
pub fn at(application: &Application, watch: &Watch) -> Option<Timestamp> {
    let until = application.due_until()?;
    Some(match watch {
        Watch::Statements { heard_until } if heard_until.is_none_or(|heard| heard < until) => {
            until.plus(STATEMENT_WAIT).min(application.opens_at()).max(until)
        }
        Watch::Statements { .. } | Watch::Reported | Watch::Unknown => until,
    })
}

/// Whether the payment period is over.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`], also before [`at`].
pub fn check(application: &Application, watch: &Watch, now: Timestamp) -> Result<(), Refusal> {
    match at(application, watch) {
        Some(at) if now >= at => Ok(()),
        Some(_) | None => forbidden(),
    }
}

/// Lapses.
///
/// # Errors
/// As [`check`].
pub fn lapse(application: &Application, watch: &Watch, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, watch, now)?;
    Ok(ApplicationEvent::Lapsed)
}
