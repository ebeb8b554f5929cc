//! Guarantees.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{Filter, Narrowed, Sought, words};
use domain::access::{Rows, Scope};
use domain::application::Application;
use domain::document::DocumentKind;
use domain::guarantee::{Guarantee, GuaranteeEvent, Standing};
use domain::id::{GuaranteeId, InstitutionId, OrganisationId, RANDOM_BYTES};
use domain::number::GuaranteeNumber;
use domain::party::Uscc;
use domain::text::figures;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO guarantee (id, number, application, applicant, institution, digest, version, body, beneficiary, lot_number, kind, words, opens, ends) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    UPDATE = "UPDATE guarantee SET version = $1, body = $2, opens = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM guarantee WHERE id = $1";
    SELECT_BY_NUMBER = "SELECT body FROM guarantee WHERE number = $1";
    LIST_ISSUED = "SELECT g.body, a.body FROM guarantee g JOIN application a ON a.id = g.application WHERE g.institution = $1 AND g.id COLLATE \"binary\" >= $2 AND g.id COLLATE \"binary\" < $3 ORDER BY g.id COLLATE \"binary\" LIMIT $4";
    LIST_OF_APPLICANT = "SELECT g.body, a.body FROM guarantee g JOIN application a ON a.id = g.application WHERE g.applicant = $1 AND g.id COLLATE \"binary\" > $2 AND g.id COLLATE \"binary\" < $3 AND ($4 = '' OR g.words LIKE $4 OR a.words LIKE $4) AND g.opens > $5 AND g.opens <= $6 AND g.ends > $7 AND g.ends <= $8 AND ($9 = '' OR g.kind = $9) AND ($10 = '' OR g.institution = $10) ORDER BY g.id COLLATE \"binary\" DESC LIMIT $11";
    LIST_OF_APPLICANT_OLDEST = "SELECT g.body, a.body FROM guarantee g JOIN application a ON a.id = g.application WHERE g.applicant = $1 AND g.id COLLATE \"binary\" > $2 AND g.id COLLATE \"binary\" < $3 AND ($4 = '' OR g.words LIKE $4 OR a.words LIKE $4) AND g.opens > $5 AND g.opens <= $6 AND g.ends > $7 AND g.ends <= $8 AND ($9 = '' OR g.kind = $9) AND ($10 = '' OR g.institution = $10) ORDER BY g.id COLLATE \"binary\" LIMIT $11";
    COUNT_OF_APPLICANT = "SELECT COUNT(*) FROM (SELECT 1 FROM guarantee g JOIN application a ON a.id = g.application WHERE g.applicant = $1 AND g.id COLLATE \"binary\" > $2 AND g.id COLLATE \"binary\" < $3 AND ($4 = '' OR g.words LIKE $4 OR a.words LIKE $4) AND g.opens > $5 AND g.opens <= $6 AND g.ends > $7 AND g.ends <= $8 AND ($9 = '' OR g.kind = $9) AND ($10 = '' OR g.institution = $10) ORDER BY g.id COLLATE \"binary\" LIMIT $11) AS counted";
    LIST_OF_APPLICANT_OF_KIND = "SELECT g.body, a.body FROM guarantee g JOIN application a ON a.id = g.application WHERE g.applicant = $1 AND g.id COLLATE \"binary\" > $2 AND g.id COLLATE \"binary\" < $3 AND ($4 = '' OR g.words LIKE $4 OR a.words LIKE $4) AND g.opens > $5 AND g.opens <= $6 AND g.ends > $7 AND g.ends <= $8 AND g.kind = $9 AND ($10 = '' OR g.institution = $10) ORDER BY g.id COLLATE \"binary\" DESC LIMIT $11";
    LIST_OF_APPLICANT_OF_KIND_OLDEST = "SELECT g.body, a.body FROM guarantee g JOIN application a ON a.id = g.application WHERE g.applicant = $1 AND g.id COLLATE \"binary\" > $2 AND g.id COLLATE \"binary\" < $3 AND ($4 = '' OR g.words LIKE $4 OR a.words LIKE $4) AND g.opens > $5 AND g.opens <= $6 AND g.ends > $7 AND g.ends <= $8 AND g.kind = $9 AND ($10 = '' OR g.institution = $10) ORDER BY g.id COLLATE \"binary\" LIMIT $11";
    COUNT_OF_APPLICANT_OF_KIND = "SELECT COUNT(*) FROM (SELECT 1 FROM guarantee g JOIN application a ON a.id = g.application WHERE g.applicant = $1 AND g.id COLLATE \"binary\" > $2 AND g.id COLLATE \"binary\" < $3 AND ($4 = '' OR g.words LIKE $4 OR a.words LIKE $4) AND g.opens > $5 AND g.opens <= $6 AND g.ends > $7 AND g.ends <= $8 AND g.kind = $9 AND ($10 = '' OR g.institution = $10) ORDER BY g.id COLLATE \"binary\" LIMIT $11) AS counted";
    LIST_OF_APPLICANT_AT = "SELECT g.body, a.body FROM guarantee g JOIN application a ON a.id = g.application WHERE g.applicant = $1 AND g.id COLLATE \"binary\" > $2 AND g.id COLLATE \"binary\" < $3 AND ($4 = '' OR g.words LIKE $4 OR a.words LIKE $4) AND g.opens > $5 AND g.opens <= $6 AND g.ends > $7 AND g.ends <= $8 AND ($9 = '' OR g.kind = $9) AND g.institution = $10 ORDER BY g.id COLLATE \"binary\" DESC LIMIT $11";
    LIST_OF_APPLICANT_AT_OLDEST = "SELECT g.body, a.body FROM guarantee g JOIN application a ON a.id = g.application WHERE g.applicant = $1 AND g.id COLLATE \"binary\" > $2 AND g.id COLLATE \"binary\" < $3 AND ($4 = '' OR g.words LIKE $4 OR a.words LIKE $4) AND g.opens > $5 AND g.opens <= $6 AND g.ends > $7 AND g.ends <= $8 AND ($9 = '' OR g.kind = $9) AND g.institution = $10 ORDER BY g.id COLLATE \"binary\" LIMIT $11";
    COUNT_OF_APPLICANT_AT = "SELECT COUNT(*) FROM (SELECT 1 FROM guarantee g JOIN application a ON a.id = g.application WHERE g.applicant = $1 AND g.id COLLATE \"binary\" > $2 AND g.id COLLATE \"binary\" < $3 AND ($4 = '' OR g.words LIKE $4 OR a.words LIKE $4) AND g.opens > $5 AND g.opens <= $6 AND g.ends > $7 AND g.ends <= $8 AND ($9 = '' OR g.kind = $9) AND g.institution = $10 ORDER BY g.id COLLATE \"binary\" LIMIT $11) AS counted";
    INSERT_ISSUER_NUMBER = "INSERT INTO issuer_number (number, guarantee) VALUES ($1, $2)";
    LIST_BY_ISSUER_NUMBER = "SELECT g.body FROM issuer_number i JOIN guarantee g ON g.id = i.guarantee WHERE i.number = $1 ORDER BY i.guarantee LIMIT 16";
    INSERT_DOCUMENT = "INSERT INTO document (digest, guarantee, kind) VALUES ($1, $2, $3)";
    SELECT_BY_DIGEST = "SELECT g.body, d.kind FROM document d JOIN guarantee g ON g.id = d.guarantee WHERE d.digest = $1";
}

static OF_APPLICANT: Narrowed = Narrowed {
    all: [&LIST_OF_APPLICANT, &LIST_OF_APPLICANT_OLDEST, &COUNT_OF_APPLICANT],
    in_state: None,
    of_kind: [&LIST_OF_APPLICANT_OF_KIND, &LIST_OF_APPLICANT_OF_KIND_OLDEST, &COUNT_OF_APPLICANT_OF_KIND],
    at_guarantor: [&LIST_OF_APPLICANT_AT, &LIST_OF_APPLICANT_AT_OLDEST, &COUNT_OF_APPLICANT_AT],
};

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "gua_g";

/// From when it is in force, in microseconds; the greatest number for never.
fn opens(guarantee: &Guarantee) -> i64 {
    guarantee.in_force_from().map_or(i64::MAX, Timestamp::micros)
}

/// Writes an issued guarantee.
///
/// # Errors
/// [`StoreError::Conflict`] when its number is taken or its application already has one (INV-01, INV-02).
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &GuaranteeEvent) -> Result<Guarantee, StoreError> {
    let guarantee = Guarantee::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = guarantee.id.to_string();
    let (_, first) = guarantee.documents.letter.files().next().ok_or_else(|| StoreError::Corrupt("a letter without a file".into()))?;
    let values = vec![
        id.as_str().into(),
        guarantee.number.as_str().into(),
        guarantee.application.to_string().into(),
        guarantee.applicant.organisation.to_string().into(),
        guarantee.guarantor.institution.to_string().into(),
        first.digest.as_str().into(),
        guarantee.version.into(),
        json(&guarantee)?,
        guarantee.lot.tenderee().and_then(|tenderee| tenderee.uscc.as_ref()).map_or("", Uscc::as_str).into(),
        guarantee.lot.title().map_or("", |(number, _)| number.as_str()).into(),
        guarantee.kind.code().into(),
        words(&[guarantee.number.as_str(), guarantee.issuer_number.as_deref().unwrap_or_default()]).into(),
        opens(&guarantee).into(),
        guarantee.ends_at().micros().into(),
    ];
    tx.push(&INSERT, values, 1)?;
    if let Some(number) = &guarantee.issuer_number {
        tx.push(&INSERT_ISSUER_NUMBER, vec![plain(number).as_str().into(), id.as_str().into()], 1)?;
    }
    for (kind, _, file) in guarantee.documents.files() {
        tx.push(&INSERT_DOCUMENT, vec![file.digest.as_str().into(), id.as_str().into(), kind.code().into()], 1)?;
    }
    event::append(tx, stamp, &id, guarantee.version, event.name(), event)?;
    Ok(guarantee)
}

/// Applies `event` to `guarantee` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut guarantee: Guarantee, event: &GuaranteeEvent) -> Result<Guarantee, StoreError> {
    let read = guarantee.version;
    guarantee.apply(event);
    let id = guarantee.id.to_string();
    tx.push(&UPDATE, vec![guarantee.version.into(), json(&guarantee)?, opens(&guarantee).into(), id.as_str().into(), read.into()], 1)?;
    event::append(tx, stamp, &id, guarantee.version, event.name(), event)?;
    Ok(guarantee)
}

/// The guarantee, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: GuaranteeId) -> Result<Option<Guarantee>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The guarantee with this number, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_number(query: &mut impl Query, number: &GuaranteeNumber) -> Result<Option<Guarantee>, StoreError> {
    query.first(&SELECT_BY_NUMBER, vec![number.as_str().into()]).await?.map(|row| row.json(0)).transpose()
}

/// An institution's number as it is looked for: as any number that was pasted, in capitals (P5).
fn plain(number: &str) -> String {
    figures(number).to_uppercase()
}

/// The guarantees to which their institutions gave this number, at most sixteen.
///
/// # Errors
/// [`StoreError`].
pub async fn list_by_issuer_number(query: &mut impl Query, number: &str) -> Result<Vec<Guarantee>, StoreError> {
    query.rows(&LIST_BY_ISSUER_NUMBER, vec![plain(number).as_str().into()]).await?.iter().map(|row| row.json(0)).collect()
}

/// The guarantee that a file with this SM3 digest was handed over with, and what the file is, if it was.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_digest(query: &mut impl Query, digest: &str) -> Result<Option<(Guarantee, DocumentKind)>, StoreError> {
    let Some(row) = query.first(&SELECT_BY_DIGEST, vec![digest.into()]).await? else { return Ok(None) };
    let kind = row.text(1)?;
    let kind = DocumentKind::ALL.into_iter().find(|known| known.code() == kind);
    Ok(Some((row.json(0)?, kind.ok_or_else(|| StoreError::Corrupt("unknown kind of document".into()))?)))
}

/// What an institution issued between two instants, by when its identifiers were made, oldest first, with the applications it came from.
///
/// # Errors
/// [`StoreError`].
pub async fn list_issued(
    query: &mut impl Query,
    institution: InstitutionId,
    from: Timestamp,
    to: Timestamp,
    limit: i64,
) -> Result<Vec<(Guarantee, Application)>, StoreError> {
    let bound = |at: Timestamp| GuaranteeId::new(at, &[0; RANDOM_BYTES]).to_string();
    let values = vec![institution.to_string().into(), bound(from).into(), bound(to).into(), limit.into()];
    query.rows(&LIST_ISSUED, values).await?.iter().map(|row| Ok((row.json(0)?, row.json(1)?))).collect()
}

/// Between which instants letters are in force from, and end, that stand so at `now`: behind the first, up to the second.
fn stand(state: &str, now: Timestamp) -> [(i64, i64); 2] {
    let (all, before, after) = ((i64::MIN, i64::MAX), (i64::MIN, now.micros()), (now.micros(), i64::MAX));
    match Standing::of_code(state) {
        None => [all, all],
        Some(Standing::BeforeOpening) => [after, after],
        Some(Standing::InForce) => [before, after],
        Some(Standing::Expired) => [all, before],
    }
}

/// What is sought in an applicant's list.
fn sought(applicant: OrganisationId, filter: &Filter<'_>, after: Option<GuaranteeId>, now: Timestamp) -> Sought<'static> {
    let key = |at: Timestamp| GuaranteeId::new(at, &[0; RANDOM_BYTES]).to_string();
    let beside = stand(filter.state, now).into_iter().flat_map(|(low, high)| [low.into(), high.into()]).collect();
    Sought { owner: applicant.to_string(), after: after.map(|id| id.to_string()), key, last: AFTER_ALL, beside }
}

/// A page of an applicant's guarantees as they stand at `now`, in the order asked for, behind `after`, with the applications they came from; at
/// most [`PAGE_MAX`]. The filter's state is a [`Standing`].
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    after: Option<GuaranteeId>,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<(Guarantee, Application)>, StoreError> {
    let Rows::OfApplicant(applicant) = scope.rows() else { return Ok(Vec::new()) };
    let (sql, values) = filter.narrowed_page(&OF_APPLICANT, sought(*applicant, filter, after, now), limit.clamp(1, PAGE_MAX));
    query.rows(sql, values).await?.iter().map(|row| Ok((row.json(0)?, row.json(1)?))).collect()
}

/// How many there are in all, up to one more than [`crate::filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>, now: Timestamp) -> Result<i64, StoreError> {
    let Rows::OfApplicant(applicant) = scope.rows() else { return Ok(0) };
    let (sql, values) = filter.narrowed_count(&OF_APPLICANT, sought(*applicant, filter, None, now));
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}
