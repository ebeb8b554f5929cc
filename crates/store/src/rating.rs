//! Ratings, and what institutions have of those that count. A centre's list holds none whose lot has not rested (HR-10).

use crate::db::{Query, Row, Sql, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{self, Filter, words};
use domain::access::{Rows, Scope};
use domain::guarantee::Guarantee;
use domain::id::{GuaranteeId, InstitutionId, RatingId};
use domain::lot::Lot;
use domain::rating::{Rating, RatingEvent, RatingFigure};
use std::collections::BTreeMap;

statements! {
    INSERT = "INSERT INTO rating (id, guarantee, institution, centre, state, stars, version, body, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE = "UPDATE rating SET state = $1, stars = $2, version = $3, body = $4 WHERE id = $5 AND version = $6";
    SELECT = "SELECT body FROM rating WHERE id = $1";
    SELECT_OF = "SELECT body FROM rating WHERE guarantee = $1";
    LIST_PUBLIC = "SELECT body FROM rating WHERE institution = $1 AND state = 'counted' ORDER BY id COLLATE \"binary\" DESC LIMIT $2";
    LIST_WAITING = "SELECT r.body, g.body, l.body FROM rating r JOIN guarantee g ON g.id = r.guarantee JOIN application a ON a.id = g.application LEFT JOIN lot l ON l.id = a.lot WHERE r.state = 'waiting' AND r.id COLLATE \"binary\" > $1 ORDER BY r.id COLLATE \"binary\" LIMIT $2";
    CLEAR_FIGURES = "DELETE FROM rating_figure";
    ADD_UP = "INSERT INTO rating_figure (institution, ratings, stars) SELECT institution, COUNT(*), CAST(SUM(stars) AS BIGINT) FROM rating WHERE state = 'counted' GROUP BY institution";
    FIGURE = "SELECT ratings, stars FROM rating_figure WHERE institution = $1";
    FIGURES = "SELECT institution, ratings, stars FROM rating_figure";
    LIST_OF_INSTITUTION = "SELECT body FROM rating WHERE institution = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" < $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_INSTITUTION_OLDEST = "SELECT body FROM rating WHERE institution = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" > $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_INSTITUTION = "SELECT COUNT(*) FROM (SELECT 1 FROM rating WHERE institution = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    LIST_OF_CENTRE = "SELECT body FROM rating WHERE centre = $1 AND state <> 'waiting' AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" < $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_CENTRE_OLDEST = "SELECT body FROM rating WHERE centre = $1 AND state <> 'waiting' AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" > $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_CENTRE = "SELECT COUNT(*) FROM (SELECT 1 FROM rating WHERE centre = $1 AND state <> 'waiting' AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "rtg_g";

/// The statements of an office's list (newest first, oldest first, counted) and whose it is.
fn list_of(scope: &Scope) -> Option<([&'static Sql; 3], String)> {
    match scope.rows() {
        Rows::OfInstitution(id) => Some(([&LIST_OF_INSTITUTION, &LIST_OF_INSTITUTION_OLDEST, &COUNT_OF_INSTITUTION], id.to_string())),
        Rows::OfCentre(site) => Some(([&LIST_OF_CENTRE, &LIST_OF_CENTRE_OLDEST, &COUNT_OF_CENTRE], site.to_string())),
        Rows::OfApplicant(_) | Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::Nothing => None,
    }
}

/// Writes a new rating and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when its letter has one; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &RatingEvent) -> Result<Rating, StoreError> {
    let rating = Rating::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let facts = &rating.facts;
    let id = facts.id.to_string();
    let values = vec![
        id.as_str().into(),
        facts.guarantee.to_string().into(),
        facts.institution.to_string().into(),
        facts.centre.to_string().into(),
        rating.state.code().into(),
        u32::from(rating.opinion.stars.number()).into(),
        rating.version.into(),
        json(&rating)?,
        words(&[&facts.institution_name, &rating.opinion.words]).into(),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, rating.version, event.name(), event)?;
    Ok(rating)
}

/// Applies `event` to `rating` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut rating: Rating, event: &RatingEvent) -> Result<Rating, StoreError> {
    let read = rating.version;
    rating.apply(event);
    let id = rating.facts.id.to_string();
    let stars = u32::from(rating.opinion.stars.number());
    let values = vec![rating.state.code().into(), stars.into(), rating.version.into(), json(&rating)?, id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, rating.version, event.name(), event)?;
    Ok(rating)
}

/// The rating, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: RatingId) -> Result<Option<Rating>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The rating for a letter, if one was given.
///
/// # Errors
/// [`StoreError`].
pub async fn load_of(query: &mut impl Query, guarantee: GuaranteeId) -> Result<Option<Rating>, StoreError> {
    query.first(&SELECT_OF, vec![guarantee.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The newest ratings of an institution that count.
///
/// # Errors
/// [`StoreError`].
pub async fn list_public(query: &mut impl Query, institution: InstitutionId, limit: i64) -> Result<Vec<Rating>, StoreError> {
    let values = vec![institution.to_string().into(), limit.clamp(1, PAGE_MAX).into()];
    query.rows(&LIST_PUBLIC, values).await?.iter().map(|row| row.json(0)).collect()
}

/// Ratings that do not count yet, behind `after`, each with its letter and what is known of that letter's lot.
///
/// # Errors
/// [`StoreError`].
pub async fn list_waiting(
    query: &mut impl Query,
    after: Option<RatingId>,
    limit: i64,
) -> Result<Vec<(Rating, Guarantee, Option<Lot>)>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = query.rows(&LIST_WAITING, vec![after.into(), limit.into()]).await?;
    rows.iter().map(|row| Ok((row.json(0)?, row.json(1)?, if row.text(2).is_ok() { Some(row.json(2)?) } else { None }))).collect()
}

/// Adds up anew what institutions have of the ratings that count.
///
/// # Errors
/// [`StoreError`].
pub fn add_up(tx: &mut Tx) -> Result<(), StoreError> {
    tx.push_any(&CLEAR_FIGURES, Vec::new())?;
    tx.push_any(&ADD_UP, Vec::new())
}

fn figure(row: &Row, from: usize) -> Result<RatingFigure, StoreError> {
    Ok(RatingFigure { count: row.int(from)?, stars: row.int(from + 1)? })
}

/// What an institution has of the ratings that count, as it was added up last.
///
/// # Errors
/// [`StoreError`].
pub async fn load_figure(query: &mut impl Query, institution: InstitutionId) -> Result<RatingFigure, StoreError> {
    let row = query.first(&FIGURE, vec![institution.to_string().into()]).await?;
    row.map_or(Ok(RatingFigure::default()), |row| figure(&row, 0))
}

/// The same of all institutions that have some.
///
/// # Errors
/// [`StoreError`].
pub async fn list_figures(query: &mut impl Query) -> Result<BTreeMap<InstitutionId, RatingFigure>, StoreError> {
    query.rows(&FIGURES, Vec::new()).await?.iter().map(|row| Ok((row.parse(0)?, figure(row, 1)?))).collect()
}

/// A page of the ratings that an office has to do with.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<RatingId>,
    limit: i64,
) -> Result<Vec<Rating>, StoreError> {
    let Some(([newest, oldest, _], owner)) = list_of(scope) else { return Ok(Vec::new()) };
    let before = filter.begin(before.map(|id| id.to_string()), AFTER_ALL);
    let values = vec![owner.into(), filter.state.into(), filter.pattern().into(), before.into(), limit.clamp(1, PAGE_MAX).into()];
    let sql = if filter.oldest { oldest } else { newest };
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are in all, up to one more than [`filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Some(([_, _, counted], owner)) = list_of(scope) else { return Ok(0) };
    let values = vec![owner.into(), filter.state.into(), filter.pattern().into(), (filter::COUNT_MAX + 1).into()];
    query.first(counted, values).await?.map_or(Ok(0), |row| row.int(0))
}
