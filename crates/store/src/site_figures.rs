//! What sites' home pages say of letters; written once a day.

use crate::db::{Query, StoreError, Tx, json, statements};
use domain::guarantee::Guarantee;
use domain::id::GuaranteeId;
use domain::lot::Lot;
use domain::report::figures::SiteFigures;
use domain::site::SiteCode;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

statements! {
    UPSERT = "INSERT INTO site_figures (site, letters, amount, counted_at) VALUES ($1, $2, $3, $4) ON CONFLICT (site) DO UPDATE SET letters = excluded.letters, amount = excluded.amount, counted_at = excluded.counted_at";
    SELECT = "SELECT letters, amount, counted_at FROM site_figures WHERE site = $1";
    SELECT_UNDER_WAY = "SELECT body FROM letter_count WHERE id = 'all'";
    PUT_OFF = "INSERT INTO letter_count (id, body) VALUES ('all', $1) ON CONFLICT (id) DO UPDATE SET body = excluded.body";
    END = "DELETE FROM letter_count WHERE id = 'all'";
    LIST_LETTERS = "SELECT g.body, l.body FROM guarantee g JOIN application a ON a.id = g.application LEFT JOIN lot l ON l.id = a.lot WHERE g.id > $1 ORDER BY g.id LIMIT $2";
}

/// How far the count of a night has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderWay {
    /// The last letter that was looked at.
    pub after: Option<GuaranteeId>,
    /// What was counted so far.
    pub figures: BTreeMap<SiteCode, SiteFigures>,
}

/// The count that is under way, or one that begins.
///
/// # Errors
/// [`StoreError`].
pub async fn under_way(query: &mut impl Query) -> Result<UnderWay, StoreError> {
    query.first(&SELECT_UNDER_WAY, Vec::new()).await?.map_or(Ok(UnderWay::default()), |row| row.json(0))
}

/// Keeps how far the count has come.
///
/// # Errors
/// [`StoreError`].
pub fn put_off(tx: &mut Tx, under_way: &UnderWay) -> Result<(), StoreError> {
    tx.push(&PUT_OFF, vec![json(under_way)?], 1)
}

/// Writes the figures of a count that has ended at `now`.
///
/// # Errors
/// [`StoreError`].
pub fn end(tx: &mut Tx, figures: &BTreeMap<SiteCode, SiteFigures>, now: Timestamp) -> Result<(), StoreError> {
    for (site, figures) in figures {
        let letters = i64::try_from(figures.letters).unwrap_or(i64::MAX);
        tx.push(&UPSERT, vec![site.to_string().into(), letters.into(), figures.amount.into(), now.micros().into()], 1)?;
    }
    tx.push_any(&END, Vec::new())
}

/// A site's figures, and when they were counted; `None` before they were.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, site: SiteCode) -> Result<Option<(SiteFigures, Timestamp)>, StoreError> {
    let Some(row) = query.first(&SELECT, vec![site.to_string().into()]).await? else { return Ok(None) };
    let letters = u64::try_from(row.int(0)?).unwrap_or(0);
    Ok(Some((SiteFigures { letters, amount: row.int(1)? }, Timestamp::from_micros(row.int(2)?))))
}

/// The letters after `after`, in the order of their keys, each with its lot as it is known now; at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_letters(
    query: &mut impl Query,
    after: Option<GuaranteeId>,
    limit: i64,
) -> Result<Vec<(Guarantee, Option<Lot>)>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = query.rows(&LIST_LETTERS, vec![after.into(), limit.into()]).await?;
    rows.iter().map(|row| Ok((row.json(0)?, if row.text(1).is_ok() { Some(row.json(1)?) } else { None }))).collect()
}
