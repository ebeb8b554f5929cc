//! The people of institutions, by certificate.

use crate::db::{Query, Row, StoreError, Tx, statements};
use domain::duty::Duties;
use domain::id::InstitutionId;
use domain::staff::Staff;
use domain::time::Timestamp;

statements! {
    SEEN = "INSERT INTO staff (institution, certificate, name, duties, seen_at) VALUES ($1, $2, '', NULL, $3) ON CONFLICT (institution, certificate) DO UPDATE SET seen_at = excluded.seen_at";
    ASSIGN = "UPDATE staff SET name = $1, duties = $2 WHERE institution = $3 AND certificate = $4";
    LIST = "SELECT institution, certificate, name, duties, seen_at FROM staff WHERE institution = $1 ORDER BY seen_at, certificate";
}

fn read(row: &Row) -> Result<Staff, StoreError> {
    Ok(Staff {
        institution: row.parse(0)?,
        certificate: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        duties: row.text(3).ok().map(Duties::from_text),
        seen_at: Timestamp::from_micros(row.int(4)?),
    })
}

/// Notes that a certificate has logged in for the institution.
///
/// # Errors
/// [`StoreError`].
pub fn seen(tx: &mut Tx, institution: InstitutionId, certificate: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&SEEN, vec![institution.to_string().into(), certificate.into(), now.micros().into()])
}

/// Writes a person's name and duties.
///
/// # Errors
/// [`StoreError::Conflict`] when the certificate never logged in.
pub fn assign(tx: &mut Tx, person: &Staff) -> Result<(), StoreError> {
    let duties = person.duties.as_ref().map(Duties::to_text);
    tx.push(
        &ASSIGN,
        vec![person.name.as_str().into(), duties.into(), person.institution.to_string().into(), person.certificate.as_str().into()],
        1,
    )
}

/// The people of an institution.
///
/// # Errors
/// [`StoreError`].
pub async fn list(query: &mut impl Query, institution: InstitutionId) -> Result<Vec<Staff>, StoreError> {
    query.rows(&LIST, vec![institution.to_string().into()]).await?.iter().map(read).collect()
}
