//! What people want to be told.

use crate::db::{Query, StoreError, Tx, json, statements};
use domain::id::PersonId;
use domain::notice::NoticeChoice;

statements! {
    KEEP = "INSERT INTO notice_choice (audience, person, body) VALUES ($1, $2, $3) ON CONFLICT (audience, person) DO UPDATE SET body = excluded.body";
    SELECT = "SELECT body FROM notice_choice WHERE audience = $1 AND person = $2";
    LIST_OF_PEOPLE = "SELECT person, body FROM notice_choice WHERE audience = $1 AND person <> '' ORDER BY person LIMIT $2";
}

/// Most people of one audience who chose for themselves.
const PEOPLE_MAX: i64 = 200;

fn person_key(person: Option<PersonId>) -> String {
    person.map(|id| id.to_string()).unwrap_or_default()
}

/// Keeps what an audience chose, or one person of it.
///
/// # Errors
/// [`StoreError`].
pub fn keep(tx: &mut Tx, audience: &str, person: Option<PersonId>, choice: &NoticeChoice) -> Result<(), StoreError> {
    tx.push(&KEEP, vec![audience.into(), person_key(person).into(), json(choice)?], 1)
}

/// What an audience chose, or one person of it; `None` where nobody has.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, audience: &str, person: Option<PersonId>) -> Result<Option<NoticeChoice>, StoreError> {
    query.first(&SELECT, vec![audience.into(), person_key(person).into()]).await?.map(|row| row.json(0)).transpose()
}

/// Who of an audience chose for themselves, and what.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_people(query: &mut impl Query, audience: &str) -> Result<Vec<(PersonId, NoticeChoice)>, StoreError> {
    let rows = query.rows(&LIST_OF_PEOPLE, vec![audience.into(), PEOPLE_MAX.into()]).await?;
    rows.iter().map(|row| Ok((row.parse(0)?, row.json(1)?))).collect()
}
