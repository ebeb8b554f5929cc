//! How far institutions are bound. The rows are locked by the statement that changes them, so that two letters issued at once
//! cannot both take the last of a limit (threat T-29, INV-16).

use crate::db::{Query, Row, StoreError, Tx, statements};
use domain::id::{GuaranteeId, InstitutionId};
use domain::institution::exposure::Exposure;
use domain::money::Cny;
use domain::party::Uscc;
use domain::time::Timestamp;

statements! {
    ADD = "INSERT INTO exposure (institution, subject, amount) VALUES ($1, $2, $3) ON CONFLICT (institution, subject) DO UPDATE SET amount = exposure.amount + excluded.amount RETURNING amount";
    TAKE_OFF = "UPDATE exposure SET amount = amount - $1 WHERE institution = $2 AND subject = $3";
    INSERT_ITEM = "INSERT INTO exposure_item (guarantee, institution, applicant, applicant_group, amount, freed_at) VALUES ($1, $2, $3, $4, $5, NULL)";
    SELECT_ITEM = "SELECT institution, applicant, applicant_group, amount FROM exposure_item WHERE guarantee = $1 AND freed_at IS NULL";
    FREE_ITEM = "UPDATE exposure_item SET freed_at = $1 WHERE guarantee = $2 AND freed_at IS NULL";
    SELECT_BOUND = "SELECT s.subject, COALESCE(e.amount, 0) FROM (SELECT '*' AS subject UNION ALL SELECT CAST($1 AS TEXT) UNION ALL SELECT 'group/' || name FROM applicant_group WHERE uscc = $1 AND institution = $2) s LEFT JOIN exposure e ON e.institution = $2 AND e.subject = s.subject";
    LIST = "SELECT subject, amount FROM exposure WHERE institution = $1 ORDER BY amount DESC, subject LIMIT $2";
    SELECT_GROUP = "SELECT name FROM applicant_group WHERE institution = $1 AND uscc = $2";
    SAVE_GROUP = "INSERT INTO applicant_group (institution, uscc, name) VALUES ($1, $2, $3) ON CONFLICT (institution, uscc) DO UPDATE SET name = excluded.name";
    DELETE_GROUP = "DELETE FROM applicant_group WHERE institution = $1 AND uscc = $2";
    LIST_GROUPS = "SELECT uscc, name FROM applicant_group WHERE institution = $1 ORDER BY name, uscc LIMIT $2";
}

/// The subject of the row for all.
const ALL_SUBJECTS: &str = "*";
/// Longest list.
pub const LIST_MAX: i64 = 200;

fn group_subject(name: &str) -> String {
    format!("group/{name}")
}

fn amount(row: &Row, column: usize) -> Result<Cny, StoreError> {
    Cny::from_fen(row.int(column)?).map_err(|_| StoreError::Corrupt("an exposure is no amount".into()))
}

/// The group an institution counts an applicant to, if to any.
///
/// # Errors
/// [`StoreError`].
pub async fn load_group(query: &mut impl Query, institution: InstitutionId, applicant: &Uscc) -> Result<Option<String>, StoreError> {
    let row = query.first(&SELECT_GROUP, vec![institution.to_string().into(), applicant.as_str().into()]).await?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// What an institution is bound for.
#[derive(Clone, Debug)]
pub struct Item {
    /// By which guarantee.
    pub guarantee: GuaranteeId,
    /// Who.
    pub institution: InstitutionId,
    /// For whom.
    pub applicant: Uscc,
    /// The group it counts the applicant to.
    pub group: Option<String>,
    /// How much.
    pub amount: Cny,
}

/// Binds an institution for one more guarantee, and gives back how far it is bound then.
///
/// # Errors
/// [`StoreError`].
pub async fn bind(tx: &mut Tx, item: &Item) -> Result<Exposure, StoreError> {
    // Always in this order: transactions that touch the same rows wait for each other instead of locking each other out.
    let total = add(tx, item.institution, ALL_SUBJECTS, item.amount).await?;
    let single = add(tx, item.institution, item.applicant.as_str(), item.amount).await?;
    let group = match &item.group {
        Some(group) => Some(add(tx, item.institution, &group_subject(group), item.amount).await?),
        None => None,
    };
    Ok(Exposure { total, single, group })
}

/// Takes back what [`bind`] did in the same transaction: it was too far.
///
/// # Errors
/// [`StoreError`].
pub fn unbind(tx: &mut Tx, item: &Item) -> Result<(), StoreError> {
    take_off(tx, &item.institution.to_string(), item.applicant.as_str(), item.group.as_deref(), item.amount.fen())
}

/// Notes what an institution is bound for, once its guarantee is written.
///
/// # Errors
/// [`StoreError`].
pub fn note(tx: &mut Tx, item: &Item) -> Result<(), StoreError> {
    let values = vec![
        item.guarantee.to_string().into(),
        item.institution.to_string().into(),
        item.applicant.as_str().into(),
        item.group.clone().into(),
        item.amount.fen().into(),
    ];
    tx.push(&INSERT_ITEM, values, 1)
}

fn take_off(tx: &mut Tx, institution: &str, applicant: &str, group: Option<&str>, fen: i64) -> Result<(), StoreError> {
    let group = group.map(group_subject);
    for subject in [Some(ALL_SUBJECTS), Some(applicant), group.as_deref()].into_iter().flatten() {
        tx.push(&TAKE_OFF, vec![fen.into(), institution.into(), subject.into()], 1)?;
    }
    Ok(())
}

async fn add(tx: &mut Tx, institution: InstitutionId, subject: &str, more: Cny) -> Result<Cny, StoreError> {
    let values = vec![institution.to_string().into(), subject.into(), more.fen().into()];
    let row = tx.first(&ADD, values).await?.ok_or_else(|| StoreError::Corrupt("an exposure was not written".into()))?;
    amount(&row, 0)
}

/// Frees an institution of a guarantee that has ended; nothing happens when it was freed before.
///
/// # Errors
/// [`StoreError`].
pub async fn free(tx: &mut Tx, guarantee: GuaranteeId, now: Timestamp) -> Result<(), StoreError> {
    let Some(row) = tx.first(&SELECT_ITEM, vec![guarantee.to_string().into()]).await? else { return Ok(()) };
    tx.push(&FREE_ITEM, vec![now.micros().into(), guarantee.to_string().into()], 1)?;
    take_off(tx, row.text(0)?, row.text(1)?, row.text(2).ok(), row.int(3)?)
}

/// How far an institution is bound in all, and for one applicant and the group it counts it to.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, institution: InstitutionId, applicant: &Uscc) -> Result<Exposure, StoreError> {
    let mut bound = Exposure { total: Cny::ZERO, single: Cny::ZERO, group: None };
    for row in query.rows(&SELECT_BOUND, vec![applicant.as_str().into(), institution.to_string().into()]).await? {
        let amount = amount(&row, 1)?;
        match row.text(0)? {
            ALL_SUBJECTS => bound.total = amount,
            subject if subject == applicant.as_str() => bound.single = amount,
            _ => bound.group = Some(amount),
        }
    }
    Ok(bound)
}

/// How far an institution is bound: in all, and for the applicants and groups it is bound furthest for.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// In all.
    pub total: Cny,
    /// By applicant, furthest first.
    pub applicants: Vec<(Uscc, Cny)>,
    /// By group, furthest first.
    pub groups: Vec<(String, Cny)>,
}

/// An institution's ledger, at most [`LIST_MAX`] rows of it.
///
/// # Errors
/// [`StoreError`].
pub async fn ledger(query: &mut impl Query, institution: InstitutionId) -> Result<Ledger, StoreError> {
    let mut ledger = Ledger { total: Cny::ZERO, applicants: Vec::new(), groups: Vec::new() };
    for row in query.rows(&LIST, vec![institution.to_string().into(), LIST_MAX.into()]).await? {
        let amount = amount(&row, 1)?;
        match row.text(0)? {
            ALL_SUBJECTS => ledger.total = amount,
            subject => match subject.strip_prefix("group/") {
                Some(group) => ledger.groups.push((group.to_owned(), amount)),
                None => ledger.applicants.push((row.parse(0)?, amount)),
            },
        }
    }
    Ok(ledger)
}

/// Counts an applicant to a group.
///
/// # Errors
/// [`StoreError`].
pub fn save_group(tx: &mut Tx, institution: InstitutionId, applicant: &Uscc, name: &str) -> Result<(), StoreError> {
    tx.push(&SAVE_GROUP, vec![institution.to_string().into(), applicant.as_str().into(), name.into()], 1)
}

/// Counts an applicant to no group.
///
/// # Errors
/// [`StoreError`].
pub fn delete_group(tx: &mut Tx, institution: InstitutionId, applicant: &Uscc) -> Result<(), StoreError> {
    tx.push_any(&DELETE_GROUP, vec![institution.to_string().into(), applicant.as_str().into()])
}

/// The applicants an institution counts to groups, at most [`LIST_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list_groups(query: &mut impl Query, institution: InstitutionId) -> Result<Vec<(Uscc, String)>, StoreError> {
    let rows = query.rows(&LIST_GROUPS, vec![institution.to_string().into(), LIST_MAX.into()]).await?;
    rows.iter().map(|row| Ok((row.parse(0)?, row.text(1)?.to_owned()))).collect()
}
