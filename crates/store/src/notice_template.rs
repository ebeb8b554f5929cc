//! Sites' own words for notices.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use domain::id::NoticeTemplateId;
use domain::notice::{NoticeChannel, NoticeKind};
use domain::notice_template::{NoticeTemplate, NoticeTemplateEvent};
use domain::site::SiteCode;

statements! {
    INSERT = "INSERT INTO notice_template (id, site, kind, channel, version, body) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE notice_template SET version = $1, body = $2 WHERE id = $3 AND version = $4";
    SELECT = "SELECT body FROM notice_template WHERE id = $1";
    SELECT_OF = "SELECT body FROM notice_template WHERE site = $1 AND kind = $2 AND channel = $3";
    LIST_OF_SITE = "SELECT body FROM notice_template WHERE site = $1 ORDER BY kind, channel LIMIT $2";
}

/// Most of a site: two for each kind of notice, and there are less than 200 kinds.
const SITE_MAX: i64 = 400;

/// Writes a new one and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when the site has one for this kind and channel; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &NoticeTemplateEvent) -> Result<NoticeTemplate, StoreError> {
    let template = NoticeTemplate::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let facts = &template.facts;
    let id = facts.id.to_string();
    let values = vec![
        id.as_str().into(),
        facts.site.to_string().into(),
        facts.kind.code().into(),
        facts.channel.code().into(),
        template.version.into(),
        json(&template)?,
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, template.version, event.name(), event)?;
    Ok(template)
}

/// Applies `event` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut template: NoticeTemplate, event: &NoticeTemplateEvent) -> Result<NoticeTemplate, StoreError> {
    let read = template.version;
    template.apply(event);
    let id = template.facts.id.to_string();
    tx.push(&UPDATE, vec![template.version.into(), json(&template)?, id.as_str().into(), read.into()], 1)?;
    event::append(tx, stamp, &id, template.version, event.name(), event)?;
    Ok(template)
}

/// It, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: NoticeTemplateId) -> Result<Option<NoticeTemplate>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// A site's for a kind and channel, if it has written any.
///
/// # Errors
/// [`StoreError`].
pub async fn load_of(
    query: &mut impl Query,
    site: SiteCode,
    kind: NoticeKind,
    channel: NoticeChannel,
) -> Result<Option<NoticeTemplate>, StoreError> {
    let values = vec![site.to_string().into(), kind.code().into(), channel.code().into()];
    query.first(&SELECT_OF, values).await?.map(|row| row.json(0)).transpose()
}

/// All of a site's.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_site(query: &mut impl Query, site: SiteCode) -> Result<Vec<NoticeTemplate>, StoreError> {
    query.rows(&LIST_OF_SITE, vec![site.to_string().into(), SITE_MAX.into()]).await?.iter().map(|row| row.json(0)).collect()
}
