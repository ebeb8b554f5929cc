//! Enterprise profiles, and the keys what is personal in them is kept under.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{self, Filter, words};
use domain::access::{Rows, Scope};
use domain::id::OrganisationId;
use domain::profile::{EnterpriseProfile, ProfileEvent};
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO profile (organisation, site, state, version, body, words) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE profile SET site = $1, state = $2, version = $3, body = $4, words = $5 WHERE organisation = $6 AND version = $7";
    SELECT = "SELECT body FROM profile WHERE organisation = $1";
    LIST_OF_SITE = "SELECT body FROM profile WHERE site = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND organisation COLLATE \"binary\" < $4 ORDER BY organisation COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_SITE_OLDEST = "SELECT body FROM profile WHERE site = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND organisation COLLATE \"binary\" > $4 ORDER BY organisation COLLATE \"binary\" LIMIT $5";
    COUNT_OF_SITE = "SELECT COUNT(*) FROM (SELECT 1 FROM profile WHERE site = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) ORDER BY organisation COLLATE \"binary\" LIMIT $4) AS counted";
    INSERT_KEY = "INSERT INTO data_key (organisation, wrapped, created_at) VALUES ($1, $2, $3)";
    HAS_KEY = "SELECT 1 FROM data_key LIMIT 1";
    SELECT_KEY = "SELECT wrapped FROM data_key WHERE organisation = $1";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "org_g";

fn found_under(profile: &EnterpriseProfile) -> String {
    let organisation = &profile.facts.organisation;
    words(&[organisation.name.as_str(), organisation.uscc.as_str()])
}

/// Writes a new profile and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when the organisation has one; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &ProfileEvent) -> Result<EnterpriseProfile, StoreError> {
    let profile = EnterpriseProfile::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = profile.facts.organisation.organisation.to_string();
    let values = vec![
        id.as_str().into(),
        profile.state.site().map(|site| site.to_string()).into(),
        profile.state.code().into(),
        profile.version.into(),
        json(&profile)?,
        found_under(&profile).into(),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append_naming(tx, stamp, &id, profile.version, event.name(), event)?;
    Ok(profile)
}

/// Applies `event` to `profile` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut profile: EnterpriseProfile, event: &ProfileEvent) -> Result<EnterpriseProfile, StoreError> {
    let read = profile.version;
    profile.apply(event);
    let id = profile.facts.organisation.organisation.to_string();
    let values = vec![
        profile.state.site().map(|site| site.to_string()).into(),
        profile.state.code().into(),
        profile.version.into(),
        json(&profile)?,
        found_under(&profile).into(),
        id.as_str().into(),
        read.into(),
    ];
    tx.push(&UPDATE, values, 1)?;
    event::append_naming(tx, stamp, &id, profile.version, event.name(), event)?;
    Ok(profile)
}

/// An organisation's profile, if it has begun one.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, organisation: OrganisationId) -> Result<Option<EnterpriseProfile>, StoreError> {
    query.first(&SELECT, vec![organisation.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// A page of the profiles that the centre of a site has to do with.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<OrganisationId>,
    limit: i64,
) -> Result<Vec<EnterpriseProfile>, StoreError> {
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

/// Keeps the key of an organisation's personal data, as it is under the vault's.
///
/// # Errors
/// [`StoreError::Conflict`] when it has one.
pub fn keep_key(tx: &mut Tx, organisation: OrganisationId, wrapped: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push(&INSERT_KEY, vec![organisation.to_string().into(), wrapped.into(), now.micros().into()], 1)
}

/// Whether there is any key of personal data.
///
/// # Errors
/// [`StoreError`].
pub async fn has_keys(query: &mut impl Query) -> Result<bool, StoreError> {
    Ok(query.first(&HAS_KEY, Vec::new()).await?.is_some())
}

/// The key of an organisation's personal data, as it is under the vault's, if it has one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_key(query: &mut impl Query, organisation: OrganisationId) -> Result<Option<String>, StoreError> {
    query.first(&SELECT_KEY, vec![organisation.to_string().into()]).await?.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}
