//! Onboardings, and how institutions stand on a site.

use crate::db::{Query, Row, StoreError, Tx, Value, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{self, Filter};
use domain::access::{Rows, Scope};
use domain::id::{InstitutionId, OnboardingId};
use domain::onboarding::{Onboarding, OnboardingEvent, OnboardingState, Presence};
use domain::party::Uscc;
use domain::site::{Outlet, SiteCode};
use std::collections::BTreeSet;

statements! {
    INSERT = "INSERT INTO onboarding (id, site, uscc, institution, state, notice, version, body, words, prefectures) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE onboarding SET institution = $1, state = $2, notice = $3, version = $4, body = $5, words = $6, prefectures = $7 WHERE id = $8 AND version = $9";
    SELECT = "SELECT body FROM onboarding WHERE id = $1";
    SELECT_BY_USCC = "SELECT body FROM onboarding WHERE site = $1 AND uscc = $2";
    SELECT_STANDING = "SELECT state, notice, prefectures FROM onboarding WHERE institution = $1 AND site = $2";
    LIST_OF_SITE = "SELECT body FROM onboarding WHERE site = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" < $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_SITE_OLDEST = "SELECT body FROM onboarding WHERE site = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" > $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_SITE = "SELECT COUNT(*) FROM (SELECT 1 FROM onboarding WHERE site = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    LIST_OF_INSTITUTION = "SELECT body FROM onboarding WHERE institution = $1 ORDER BY site LIMIT $2";
}

/// Longest page of a list, and most sites of one institution.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "onb_g";

fn notice(state: &OnboardingState) -> &str {
    if let OnboardingState::Paused { notice } = state { notice } else { "" }
}

/// The prefectures it sells in, as a column: their codes with blanks between; NULL for all.
fn prefectures(onboarding: &Onboarding) -> Value {
    let codes = |chosen: &BTreeSet<SiteCode>| chosen.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    onboarding.prefectures.as_ref().map(codes).into()
}

/// Reads how an institution stands at an outlet from the columns lifted out of its onboarding: the first of `state, notice, prefectures`
/// is column `from`.
pub(crate) fn presence(row: &Row, from: usize, outlet: Outlet) -> Result<Presence, StoreError> {
    let chosen: Option<BTreeSet<SiteCode>> =
        row.text(from + 2).ok().map(|codes| codes.split_whitespace().filter_map(|code| code.parse().ok()).collect());
    let presence = match row.text(from)? {
        "live" => Presence::Live,
        "paused" => Presence::Paused { notice: row.text(from + 1)?.to_owned() },
        _ => Presence::Absent,
    };
    Ok(presence.at(outlet, chosen.as_ref()))
}

/// Writes a new onboarding and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when the institution has one on the site; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &OnboardingEvent) -> Result<Onboarding, StoreError> {
    let onboarding = Onboarding::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = onboarding.facts.id.to_string();
    let values = vec![
        id.as_str().into(),
        onboarding.facts.site.to_string().into(),
        onboarding.facts.uscc.as_str().into(),
        onboarding.institution.map(|id| id.to_string()).into(),
        onboarding.state.code().into(),
        notice(&onboarding.state).into(),
        onboarding.version.into(),
        json(&onboarding)?,
        words(&onboarding).into(),
        prefectures(&onboarding),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append_naming(tx, stamp, &id, onboarding.version, event.name(), event)?;
    Ok(onboarding)
}

/// Applies `event` to `onboarding` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut onboarding: Onboarding, event: &OnboardingEvent) -> Result<Onboarding, StoreError> {
    let read = onboarding.version;
    onboarding.apply(event);
    let id = onboarding.facts.id.to_string();
    let values = vec![
        onboarding.institution.map(|id| id.to_string()).into(),
        onboarding.state.code().into(),
        notice(&onboarding.state).into(),
        onboarding.version.into(),
        json(&onboarding)?,
        words(&onboarding).into(),
        prefectures(&onboarding),
        id.as_str().into(),
        read.into(),
    ];
    tx.push(&UPDATE, values, 1)?;
    event::append_naming(tx, stamp, &id, onboarding.version, event.name(), event)?;
    Ok(onboarding)
}

/// The onboarding, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: OnboardingId) -> Result<Option<Onboarding>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The onboarding of the institution with this code on a site, if it ever applied.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_uscc(query: &mut impl Query, site: SiteCode, uscc: &Uscc) -> Result<Option<Onboarding>, StoreError> {
    query.first(&SELECT_BY_USCC, vec![site.to_string().into(), uscc.as_str().into()]).await?.map(|row| row.json(0)).transpose()
}

/// How an institution stands at an outlet.
///
/// # Errors
/// [`StoreError`].
pub async fn load_presence(query: &mut impl Query, institution: InstitutionId, outlet: Outlet) -> Result<Presence, StoreError> {
    let row = query.first(&SELECT_STANDING, vec![institution.to_string().into(), outlet.admitted_by.to_string().into()]).await?;
    row.map_or(Ok(Presence::Absent), |row| presence(&row, 0, outlet))
}

fn words(onboarding: &Onboarding) -> String {
    filter::words(&[onboarding.profile.name.as_str(), onboarding.facts.uscc.as_str()])
}

/// A page of the onboardings on a centre's site that `filter` lets through, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<OnboardingId>,
    limit: i64,
) -> Result<Vec<Onboarding>, StoreError> {
    let Rows::OfCentre(site) = scope.rows() else { return Ok(Vec::new()) };
    let before = filter.begin(before.map(|id| id.to_string()), AFTER_ALL);
    let values =
        vec![site.to_string().into(), filter.state.into(), filter.pattern().into(), before.into(), limit.clamp(1, PAGE_MAX).into()];
    let sql = if filter.oldest { &LIST_OF_SITE_OLDEST } else { &LIST_OF_SITE };
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are in all, up to one more than [`filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Rows::OfCentre(site) = scope.rows() else { return Ok(0) };
    let values = vec![site.to_string().into(), filter.state.into(), filter.pattern().into(), (filter::COUNT_MAX + 1).into()];
    query.first(&COUNT_OF_SITE, values).await?.map_or(Ok(0), |row| row.int(0))
}

/// The onboardings of an institution, by site.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_institution(query: &mut impl Query, institution: InstitutionId) -> Result<Vec<Onboarding>, StoreError> {
    let rows = query.rows(&LIST_OF_INSTITUTION, vec![institution.to_string().into(), PAGE_MAX.into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}
