//! What proves since when somebody waits: whoever had to come again keeps their place in the line, and their time (T-06, INV-40).

use crate::carried::{carried, carry};
use crate::error::AppError;
use crate::world::World;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How long one lasts, in microseconds: a rush before a deadline, no more.
pub const LASTS: i64 = 10 * Timestamp::MINUTE;
const PURPOSE: &str = "ticket";

#[derive(Serialize, Deserialize)]
struct Ticket {
    since: i64,
    path: String,
}

/// A ticket for `path`, for whoever waits `since` then.
///
/// # Errors
/// [`AppError::Bug`] when it cannot be written.
pub fn ticket(world: &World, path: &str, since: Timestamp) -> Result<String, AppError> {
    carry(world, PURPOSE, &Ticket { since: since.micros(), path: path.to_owned() })
}

/// Since when whoever comes with this ticket waits for `path`; `None` for what is none of ours, of another path, or over.
#[must_use]
pub fn waits_since(world: &World, path: &str, text: &str) -> Option<Timestamp> {
    let (ticket, now): (Ticket, _) = (carried(world, PURPOSE, text)?, world.now());
    let since = Timestamp::from_micros(ticket.since);
    (ticket.path == path && since <= now && now < since.plus(LASTS)).then_some(since)
}
