//! The audit log as an organisation reads it: who logged in for it, and what its people were denied.

use crate::db::{Query, Row, StoreError, statements};
use crate::filter::{COUNT_MAX, Filter};
use crate::organisation;
use domain::access::Role;
use domain::id::OrganisationId;
use domain::time::Timestamp;

statements! {
    LIST = "SELECT id, at, action, role, certificate, object, outcome FROM audit WHERE organisation = $1 AND (action = 'session.log_in' OR outcome = 'denied') AND id COLLATE \"binary\" < $2 AND action LIKE $3 AND outcome LIKE $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OLDEST = "SELECT id, at, action, role, certificate, object, outcome FROM audit WHERE organisation = $1 AND (action = 'session.log_in' OR outcome = 'denied') AND id COLLATE \"binary\" > $2 AND action LIKE $3 AND outcome LIKE $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM audit WHERE organisation = $1 AND (action = 'session.log_in' OR outcome = 'denied') AND action LIKE $2 AND outcome LIKE $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
}

/// The state of logins alone.
pub const LOG_INS: &str = "log_in";
/// The state of what was denied alone.
pub const DENIED: &str = "denied";
/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every request.
const AFTER_ALL: &str = "req_g";

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its key in the log.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// What was done or asked for, by the action's name.
    pub action: String,
    /// In which role.
    pub role: Role,
    /// Who: the fingerprint, or `portal/` and a digest.
    pub certificate: String,
    /// To what: an identifier, or why a login was refused.
    pub object: String,
    /// Whether it was denied.
    pub denied: bool,
}

fn read(row: &Row) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        id: row.text(0)?.to_owned(),
        at: Timestamp::from_micros(row.int(1)?),
        action: row.text(2)?.to_owned(),
        role: organisation::role(row.text(3)?)?,
        certificate: row.text(4)?.to_owned(),
        object: row.text(5)?.to_owned(),
        denied: row.text(6)? == "denied",
    })
}

/// The patterns of actions and of outcomes that a state stands for.
fn patterns(state: &str) -> (&'static str, &'static str) {
    match state {
        LOG_INS => ("session.log_in", "%"),
        DENIED => ("%", "denied"),
        _ => ("%", "%"),
    }
}

/// A page of an organisation's entries in the order asked for, behind `after`; at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    organisation: OrganisationId,
    filter: &Filter<'_>,
    after: Option<String>,
    limit: i64,
) -> Result<Vec<AuditEntry>, StoreError> {
    let (action, outcome) = patterns(filter.state);
    let begin = filter.begin(after, AFTER_ALL);
    let values = vec![organisation.to_string().into(), begin.into(), action.into(), outcome.into(), limit.clamp(1, PAGE_MAX).into()];
    query.rows(if filter.oldest { &LIST_OLDEST } else { &LIST }, values).await?.iter().map(read).collect()
}

/// How many there are, up to one more than [`COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, organisation: OrganisationId, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let (action, outcome) = patterns(filter.state);
    let values = vec![organisation.to_string().into(), action.into(), outcome.into(), (COUNT_MAX + 1).into()];
    query.first(&COUNT, values).await?.map_or(Ok(0), |row| row.int(0))
}
