//! The guarantees that tenderees received: of lots that their centre lists and of which bids are opened, and of no others. Whether they are
//! is asked in the same statement, of the lot as it is known now, so that no list and no count tells of a bidder before (HR-10).

use crate::db::{Query, Sql, StoreError, Value, statements};
use crate::filter::{COUNT_MAX, Filter};
use domain::access::{Rows, Scope};
use domain::guarantee::Guarantee;
use domain::id::{GuaranteeId, MandateId};
use domain::time::Timestamp;

// A letter of one's own is never among them: nobody is on both sides.
statements! {
    OF_TENDEREE = "SELECT g.body FROM guarantee g WHERE g.beneficiary <> '' AND g.beneficiary = (SELECT o.uscc FROM organisation o WHERE o.id = $1) AND g.applicant <> $1 AND g.id COLLATE \"binary\" < $2 AND EXISTS (SELECT 1 FROM lot l WHERE l.number = g.lot_number AND l.entered_by = '' AND l.tenderee = g.beneficiary AND l.opened_from <= $3) ORDER BY g.id COLLATE \"binary\" DESC LIMIT $4";
    OF_TENDEREE_OLDEST = "SELECT g.body FROM guarantee g WHERE g.beneficiary <> '' AND g.beneficiary = (SELECT o.uscc FROM organisation o WHERE o.id = $1) AND g.applicant <> $1 AND g.id COLLATE \"binary\" > $2 AND EXISTS (SELECT 1 FROM lot l WHERE l.number = g.lot_number AND l.entered_by = '' AND l.tenderee = g.beneficiary AND l.opened_from <= $3) ORDER BY g.id COLLATE \"binary\" LIMIT $4";
    COUNT_OF_TENDEREE = "SELECT COUNT(*) FROM (SELECT 1 FROM guarantee g WHERE g.beneficiary <> '' AND g.beneficiary = (SELECT o.uscc FROM organisation o WHERE o.id = $1) AND g.applicant <> $1 AND EXISTS (SELECT 1 FROM lot l WHERE l.number = g.lot_number AND l.entered_by = '' AND l.tenderee = g.beneficiary AND l.opened_from <= $2) ORDER BY g.id COLLATE \"binary\" LIMIT $3) AS counted";
    OF_AGENCY = "SELECT g.body FROM guarantee g WHERE g.beneficiary <> '' AND g.beneficiary = (SELECT o.uscc FROM mandate m JOIN organisation o ON o.id = m.tenderee WHERE m.id = $1 AND m.agency = $2 AND m.ends_at > $3) AND g.applicant <> $2 AND g.id COLLATE \"binary\" < $4 AND EXISTS (SELECT 1 FROM lot l WHERE l.number = g.lot_number AND l.entered_by = '' AND l.tenderee = g.beneficiary AND l.project = (SELECT m.project FROM mandate m WHERE m.id = $1) AND l.opened_from <= $3) ORDER BY g.id COLLATE \"binary\" DESC LIMIT $5";
    OF_AGENCY_OLDEST = "SELECT g.body FROM guarantee g WHERE g.beneficiary <> '' AND g.beneficiary = (SELECT o.uscc FROM mandate m JOIN organisation o ON o.id = m.tenderee WHERE m.id = $1 AND m.agency = $2 AND m.ends_at > $3) AND g.applicant <> $2 AND g.id COLLATE \"binary\" > $4 AND EXISTS (SELECT 1 FROM lot l WHERE l.number = g.lot_number AND l.entered_by = '' AND l.tenderee = g.beneficiary AND l.project = (SELECT m.project FROM mandate m WHERE m.id = $1) AND l.opened_from <= $3) ORDER BY g.id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_AGENCY = "SELECT COUNT(*) FROM (SELECT 1 FROM guarantee g WHERE g.beneficiary <> '' AND g.beneficiary = (SELECT o.uscc FROM mandate m JOIN organisation o ON o.id = m.tenderee WHERE m.id = $1 AND m.agency = $2 AND m.ends_at > $3) AND g.applicant <> $2 AND EXISTS (SELECT 1 FROM lot l WHERE l.number = g.lot_number AND l.entered_by = '' AND l.tenderee = g.beneficiary AND l.project = (SELECT m.project FROM mandate m WHERE m.id = $1) AND l.opened_from <= $3) ORDER BY g.id COLLATE \"binary\" LIMIT $4) AS counted";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "gua_g";

/// The statements of a scope with the values that come first, and those that come after the place.
fn asked(scope: &Scope, mandate: Option<MandateId>, now: Timestamp) -> Option<([&'static Sql; 3], Vec<Value>, Vec<Value>)> {
    let now = now.micros();
    match (scope.rows(), mandate) {
        (Rows::OfTenderee(organisation), None) => {
            Some(([&OF_TENDEREE, &OF_TENDEREE_OLDEST, &COUNT_OF_TENDEREE], vec![organisation.to_string().into()], vec![now.into()]))
        }
        (Rows::OfAgency(organisation), Some(mandate)) => {
            let first = vec![mandate.to_string().into(), organisation.to_string().into(), now.into()];
            Some(([&OF_AGENCY, &OF_AGENCY_OLDEST, &COUNT_OF_AGENCY], first, Vec::new()))
        }
        (
            Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::OfApplicant(_) | Rows::OfInstitution(_) | Rows::OfCentre(_) | Rows::Nothing,
            _,
        ) => None,
    }
}

/// A page of those in `scope` at `now`, of one mandate where an agency asks; behind `after`, at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    (scope, mandate): (&Scope, Option<MandateId>),
    now: Timestamp,
    filter: &Filter<'_>,
    after: Option<GuaranteeId>,
    limit: i64,
) -> Result<Vec<Guarantee>, StoreError> {
    let Some((statements, mut values, last)) = asked(scope, mandate, now) else { return Ok(Vec::new()) };
    values.push(filter.begin(after.map(|id| id.to_string()), AFTER_ALL).into());
    values.extend(last);
    values.push(limit.clamp(1, PAGE_MAX).into());
    query.rows(statements[usize::from(filter.oldest)], values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are, up to one more than [`COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, (scope, mandate): (&Scope, Option<MandateId>), now: Timestamp) -> Result<i64, StoreError> {
    let Some((statements, mut values, last)) = asked(scope, mandate, now) else { return Ok(0) };
    values.extend(last);
    values.push((COUNT_MAX + 1).into());
    query.first(statements[2], values).await?.map_or(Ok(0), |row| row.int(0))
}
