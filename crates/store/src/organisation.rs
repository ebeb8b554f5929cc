//! Organisations, by their unified social credit code.

use crate::db::{Query, Row, StoreError, Tx, statements};
use domain::access::Role;
use domain::id::OrganisationId;
use domain::party::{OrganisationName, Uscc};
use domain::site::SiteCode;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO organisation (id, uscc, name, role, site, created_at, vouched_from) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (uscc) DO NOTHING";
    BECOME = "UPDATE organisation SET role = $1, site = $2 WHERE id = $3";
    RENAME = "UPDATE organisation SET name = $1, vouched_from = $2 WHERE id = $3";
    SELECT_VOUCHED = "SELECT vouched_from FROM organisation WHERE id = $1";
    SELECT = "SELECT id, uscc, name, role, site FROM organisation WHERE id = $1";
    SELECT_CENTRE = "SELECT id FROM organisation WHERE site = $1 AND role = 'centre_staff' LIMIT 1";
    SELECT_BY_USCC = "SELECT id, uscc, name, role, site FROM organisation WHERE uscc = $1";
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Which organisation.
    pub id: OrganisationId,
    /// Its code, the key: certificates are replaced at renewal, names change.
    pub uscc: Uscc,
    /// Registered name.
    pub name: OrganisationName,
    /// Its own role; others it was granted.
    pub role: Role,
    /// The site whose trading centre it is.
    pub site: Option<SiteCode>,
}

/// Reads a role by its code.
pub(crate) fn role(code: &str) -> Result<Role, StoreError> {
    Role::of_code(code).filter(|role| role.is_persons()).ok_or_else(|| StoreError::Corrupt("unknown role".into()))
}

/// Reads a code as it was taken: those of before 2016 have check characters that do not fit (E23).
pub(crate) fn code(row: &Row, index: usize) -> Result<Uscc, StoreError> {
    Uscc::vouched(row.text(index)?).map_err(|error| StoreError::Corrupt(error.to_string()))
}

pub(crate) fn read(row: &Row) -> Result<Organisation, StoreError> {
    Ok(Organisation { id: row.parse(0)?, uscc: code(row, 1)?, name: row.parse(2)?, role: role(row.text(3)?)?, site: row.parse(4).ok() })
}

/// Writes an organisation unless its code is known. `vouched` is since when its name is vouched for, as by [`vouched_from`]; `None` where
/// somebody else typed it.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, organisation: &Organisation, vouched: Option<Timestamp>, now: Timestamp) -> Result<(), StoreError> {
    let values = vec![
        organisation.id.to_string().into(),
        organisation.uscc.as_str().into(),
        organisation.name.as_str().into(),
        organisation.role.code().into(),
        organisation.site.map(|site| site.to_string()).into(),
        now.micros().into(),
        vouched.map(Timestamp::micros).into(),
    ];
    tx.push_any(&INSERT, values)
}

/// Gives an organisation another role: an institution that was admitted had perhaps logged in as a bidder before. Its sessions in the
/// old role are over.
///
/// # Errors
/// [`StoreError`].
pub fn become_role(tx: &mut Tx, id: OrganisationId, role: Role, site: Option<SiteCode>) -> Result<(), StoreError> {
    tx.push(&BECOME, vec![role.code().into(), site.map(|site| site.to_string()).into(), id.to_string().into()], 1)
}

/// Takes over a name that is vouched for since then.
///
/// # Errors
/// [`StoreError`].
pub fn rename(tx: &mut Tx, id: OrganisationId, name: &OrganisationName, vouched: Timestamp) -> Result<(), StoreError> {
    tx.push(&RENAME, vec![name.as_str().into(), vouched.micros().into(), id.to_string().into()], 1)
}

/// Since when an organisation's name is vouched for: the first moment of the certificate that carries it, the epoch where a portal or a register
/// says it; `None` while it is what somebody else typed.
///
/// # Errors
/// [`StoreError`].
pub async fn vouched_from(query: &mut impl Query, id: OrganisationId) -> Result<Option<Timestamp>, StoreError> {
    let row = query.first(&SELECT_VOUCHED, vec![id.to_string().into()]).await?;
    Ok(row.and_then(|row| row.int(0).ok()).map(Timestamp::from_micros))
}

/// The organisation, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.as_ref().map(read).transpose()
}

/// Whether a site's trading centre is known, whose people work on the platform.
///
/// # Errors
/// [`StoreError`].
pub async fn has_centre(query: &mut impl Query, site: SiteCode) -> Result<bool, StoreError> {
    Ok(query.first(&SELECT_CENTRE, vec![site.to_string().into()]).await?.is_some())
}

/// The organisation with this code, if it is known.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_uscc(query: &mut impl Query, uscc: &Uscc) -> Result<Option<Organisation>, StoreError> {
    query.first(&SELECT_BY_USCC, vec![uscc.as_str().into()]).await?.as_ref().map(read).transpose()
}
