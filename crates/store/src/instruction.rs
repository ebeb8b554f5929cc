//! Instructions to institutions.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{Filter, Statements, words};
use domain::id::{ApplicationId, InstitutionId, InstructionId};
use domain::instruction::{Instruction, InstructionEvent};

statements! {
    INSERT = "INSERT INTO instruction (id, application, institution, kind, version, body, words) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE instruction SET version = $1, body = $2 WHERE id = $3 AND version = $4";
    SELECT = "SELECT body FROM instruction WHERE id = $1";
    LIST_OF_INSTITUTION = "SELECT body FROM instruction WHERE institution = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OF_INSTITUTION_OLDEST = "SELECT body FROM instruction WHERE institution = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4";
    COUNT_OF_INSTITUTION = "SELECT COUNT(*) FROM (SELECT 1 FROM instruction WHERE institution = $1 AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    LIST_OF_INSTITUTION_OF_KIND = "SELECT body FROM instruction WHERE institution = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) AND kind = $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_INSTITUTION_OF_KIND_OLDEST = "SELECT body FROM instruction WHERE institution = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) AND kind = $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_INSTITUTION_OF_KIND = "SELECT COUNT(*) FROM (SELECT 1 FROM instruction WHERE institution = $1 AND ($2 = '' OR words LIKE $2) AND kind = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    LIST_OF_APPLICATION = "SELECT body FROM instruction WHERE application = $1 ORDER BY id LIMIT 100";
}

/// Writes a new instruction and its first event.
///
/// # Errors
/// [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &InstructionEvent) -> Result<Instruction, StoreError> {
    let instruction = Instruction::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = instruction.id.to_string();
    let values = vec![
        id.as_str().into(),
        instruction.application.to_string().into(),
        instruction.institution.to_string().into(),
        instruction.asked.kind().label().into(),
        instruction.version.into(),
        json(&instruction)?,
        words(&[instruction.number.as_str()]).into(),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, instruction.version, event.name(), event)?;
    Ok(instruction)
}

/// Applies `event` to `instruction` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut instruction: Instruction, event: &InstructionEvent) -> Result<Instruction, StoreError> {
    let read = instruction.version;
    instruction.apply(event);
    let id = instruction.id.to_string();
    tx.push(&UPDATE, vec![instruction.version.into(), json(&instruction)?, id.as_str().into(), read.into()], 1)?;
    event::append(tx, stamp, &id, instruction.version, event.name(), event)?;
    Ok(instruction)
}

/// The instruction, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: InstructionId) -> Result<Option<Instruction>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The instructions about an application's guarantee, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_application(query: &mut impl Query, application: ApplicationId) -> Result<Vec<Instruction>, StoreError> {
    let rows = query.rows(&LIST_OF_APPLICATION, vec![application.to_string().into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// Sorts after every identifier.
const AFTER_ALL: &str = "isn_g";
/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;

static OF_INSTITUTION: Statements = Statements {
    all: [&LIST_OF_INSTITUTION, &LIST_OF_INSTITUTION_OLDEST, &COUNT_OF_INSTITUTION],
    in_state: [&LIST_OF_INSTITUTION_OF_KIND, &LIST_OF_INSTITUTION_OF_KIND_OLDEST, &COUNT_OF_INSTITUTION_OF_KIND],
};

/// A page of the instructions to an institution, in the order asked for, behind `after`; at most [`PAGE_MAX`]. What they are narrowed to
/// instead of a state is the word of their kind.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_institution(
    query: &mut impl Query,
    institution: InstitutionId,
    filter: &Filter<'_>,
    after: Option<InstructionId>,
    limit: i64,
) -> Result<Vec<Instruction>, StoreError> {
    let begin = filter.begin(after.map(|id| id.to_string()), AFTER_ALL);
    let (sql, values) = filter.page(&OF_INSTITUTION, institution.to_string(), begin, limit.clamp(1, PAGE_MAX));
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are in all, up to one more than [`crate::filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count_of_institution(query: &mut impl Query, institution: InstitutionId, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let (sql, values) = filter.counted(&OF_INSTITUTION, institution.to_string());
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}
