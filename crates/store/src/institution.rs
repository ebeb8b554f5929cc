//! Institutions.

use crate::db::{Query, StoreError, Tx, json, statements};
use domain::id::{InstitutionId, OrganisationId};
use domain::institution::Institution;

statements! {
    UPSERT = "INSERT INTO institution (id, organisation, uscc, account, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET account = excluded.account, body = excluded.body";
    SELECT = "SELECT body FROM institution WHERE id = $1";
    SELECT_BY_ACCOUNT = "SELECT body FROM institution WHERE account = $1";
    LIST = "SELECT body FROM institution ORDER BY id";
    SELECT_BY_ORGANISATION = "SELECT body FROM institution WHERE organisation = $1";
}

/// Writes an institution, new or changed.
///
/// # Errors
/// [`StoreError::Conflict`] when its code or account belongs to another.
pub fn save(tx: &mut Tx, institution: &Institution) -> Result<(), StoreError> {
    let values = vec![
        institution.id.to_string().into(),
        institution.organisation.to_string().into(),
        institution.uscc.as_str().into(),
        institution.account.number.as_str().into(),
        json(institution)?,
    ];
    tx.push(&UPSERT, values, 1)
}

/// The institution, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: InstitutionId) -> Result<Option<Institution>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// Every institution.
///
/// # Errors
/// [`StoreError`].
pub async fn list(query: &mut impl Query) -> Result<Vec<Institution>, StoreError> {
    let rows = query.rows(&LIST, Vec::new()).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The institution with this bank account, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_account(query: &mut impl Query, account: &str) -> Result<Option<Institution>, StoreError> {
    query.first(&SELECT_BY_ACCOUNT, vec![account.into()]).await?.map(|row| row.json(0)).transpose()
}

/// The institution of this organisation, if it is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_organisation(query: &mut impl Query, organisation: OrganisationId) -> Result<Option<Institution>, StoreError> {
    query.first(&SELECT_BY_ORGANISATION, vec![organisation.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}
