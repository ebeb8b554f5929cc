//! Instructions to institutions.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use domain::id::{ApplicationId, InstitutionId, InstructionId};
use domain::instruction::{Instruction, InstructionEvent, InstructionKind};

statements! {
    INSERT = "INSERT INTO instruction (id, application, institution, kind, version, body) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE instruction SET version = $1, body = $2 WHERE id = $3 AND version = $4";
    SELECT = "SELECT body FROM instruction WHERE id = $1";
    LIST_OF_INSTITUTION = "SELECT body FROM instruction WHERE institution = $1 AND kind = $2 AND id COLLATE \"binary\" < $3 ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
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

/// A page of the instructions of one kind to an institution, newest first: those before `before`, at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_institution(
    query: &mut impl Query,
    institution: InstitutionId,
    kind: InstructionKind,
    before: Option<InstructionId>,
) -> Result<Vec<Instruction>, StoreError> {
    let before = before.map_or_else(|| AFTER_ALL.to_owned(), |before| before.to_string());
    let values = vec![institution.to_string().into(), kind.label().into(), before.into(), PAGE_MAX.into()];
    query.rows(&LIST_OF_INSTITUTION, values).await?.iter().map(|row| row.json(0)).collect()
}
