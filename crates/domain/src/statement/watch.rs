//! How it becomes known that money came onto an institution's account: by its bank's reports, or by statements.

use super::{REPORTING_DAYS, Statement, StatementState};
use crate::bank_line::{BankLine, LineSource};
use crate::payment::Watch;
use crate::time::Timestamp;

/// What the account's `last` line and its last `statements` show.
#[must_use]
pub fn watch(last: Option<&BankLine>, statements: &[Statement], now: Timestamp) -> Watch {
    if reports(last, now) {
        return Watch::Reported;
    }
    let taken = |statement: &&Statement| statement.state == StatementState::Taken;
    match last {
        None if statements.is_empty() => Watch::Unknown,
        Some(_) | None => {
            Watch::Statements { heard_until: statements.iter().filter(taken).filter_map(|statement| statement.totals.last).max() }
        }
    }
}

/// Whether the account's bank reports to the platform, its `last` line says: then no statements are taken of it (K11).
#[must_use]
pub fn reports(last: Option<&BankLine>, now: Timestamp) -> bool {
    last.is_some_and(|last| {
        last.facts.source == LineSource::Bank && last.facts.received_at.plus(REPORTING_DAYS * 24 * Timestamp::HOUR) > now
    })
}
