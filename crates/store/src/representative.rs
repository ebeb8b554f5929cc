//! Who acts for enterprises (经办人), and who has logged in for an organisation.

use crate::db::{Query, Row, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use domain::id::OrganisationId;
use domain::representative::{Representatives, RepresentativesEvent};
use domain::time::{Date, Timestamp};

statements! {
    INSERT = "INSERT INTO representative (organisation, version, body) VALUES ($1, $2, $3)";
    UPDATE = "UPDATE representative SET version = $1, body = $2 WHERE organisation = $3 AND version = $4";
    SELECT = "SELECT body FROM representative WHERE organisation = $1";
    SELECT_HELD = "SELECT body FROM representative WHERE organisation = $1",
        postgres "SELECT body FROM representative WHERE organisation = $1 FOR SHARE";
    SEEN = "INSERT INTO logged_in (organisation, known_by, holder, ends, seen_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organisation, known_by) DO UPDATE SET holder = excluded.holder, ends = excluded.ends, seen_at = excluded.seen_at";
    LIST_SEEN = "SELECT known_by, holder, ends, seen_at FROM logged_in WHERE organisation = $1 ORDER BY seen_at DESC LIMIT $2";
}

/// Most of those who have logged in that are listed, the last first.
const SEEN_MAX: i64 = 100;

/// Writes that an enterprise has begun to register its people.
///
/// # Errors
/// [`StoreError::Conflict`] when it has already; [`StoreError::Corrupt`] when `event` is not the first.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &RepresentativesEvent) -> Result<Representatives, StoreError> {
    let people = Representatives::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = people.organisation.to_string();
    tx.push(&INSERT, vec![id.as_str().into(), people.version.into(), json(&people)?], 1)?;
    event::append(tx, stamp, &stream(people.organisation), people.version, event.name(), event)?;
    Ok(people)
}

/// Applies `event` to `people` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when they have changed since they were read.
pub fn append(
    tx: &mut Tx,
    stamp: &Stamp,
    mut people: Representatives,
    event: &RepresentativesEvent,
) -> Result<Representatives, StoreError> {
    let read = people.version;
    people.apply(event);
    let id = people.organisation.to_string();
    tx.push(&UPDATE, vec![people.version.into(), json(&people)?, id.into(), read.into()], 1)?;
    event::append(tx, stamp, &stream(people.organisation), people.version, event.name(), event)?;
    Ok(people)
}

/// Under which name what happened to an organisation's people stands in the log: its profile has its own.
#[must_use]
pub fn stream(organisation: OrganisationId) -> String {
    format!("{organisation}/representatives")
}

/// An organisation's people, if it has registered any.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, organisation: OrganisationId) -> Result<Option<Representatives>, StoreError> {
    query.first(&SELECT, vec![organisation.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The same, held as they are until the transaction ends: whoever takes a right away meanwhile waits, so that what it allowed was allowed.
///
/// # Errors
/// [`StoreError`].
pub async fn load_held(query: &mut impl Query, organisation: OrganisationId) -> Result<Option<Representatives>, StoreError> {
    query.first(&SELECT_HELD, vec![organisation.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// Somebody who has logged in for an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What the session is known by: a certificate's fingerprint, or who a portal says it is.
    pub by: String,
    /// Whom the certificate names beside the organisation; empty where it names nobody.
    pub holder: String,
    /// The last day of the certificate.
    pub ends: Option<Date>,
    /// When, the last time.
    pub at: Timestamp,
}

fn read(row: &Row) -> Result<Seen, StoreError> {
    Ok(Seen {
        by: row.text(0)?.to_owned(),
        holder: row.text(1)?.to_owned(),
        ends: row.text(2).ok().and_then(|day| day.parse().ok()),
        at: Timestamp::from_micros(row.int(3)?),
    })
}

/// Notes that somebody has logged in for the organisation.
///
/// # Errors
/// [`StoreError`].
pub fn note_seen(tx: &mut Tx, organisation: OrganisationId, seen: &Seen) -> Result<(), StoreError> {
    let values = vec![
        organisation.to_string().into(),
        seen.by.as_str().into(),
        seen.holder.as_str().into(),
        seen.ends.map(|ends| ends.to_string()).into(),
        seen.at.micros().into(),
    ];
    tx.push_any(&SEEN, values)
}

/// Who has logged in for the organisation, the last first, at most a hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn list_seen(query: &mut impl Query, organisation: OrganisationId) -> Result<Vec<Seen>, StoreError> {
    query.rows(&LIST_SEEN, vec![organisation.to_string().into(), SEEN_MAX.into()]).await?.iter().map(read).collect()
}
