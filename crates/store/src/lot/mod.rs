//! Lots: their rows, the words they are found by, and what their centres have to confirm. Their search is in `search`.

pub(crate) mod search;

pub use search::{Found, Key, LOOK_MAX, PAGE_MAX, Search, Sorting, says, search};

use crate::db::{Query, Row, StoreError, Tx, Value, json, statements};
use crate::event::{self, Stamp};
use crate::words::{bigrams, normalise};
use domain::id::{LotId, RANDOM_BYTES};
use domain::lot::{Lot, LotEvent, LotNumber, LotOrigin, Trade};
use domain::mandate::ProjectNumber;
use domain::party::Uscc;
use domain::site::SiteCode;
use domain::time::Timestamp;
use sm3::{Digest, Sm3};

statements! {
    INSERT = "INSERT INTO lot (id, site, number, entered_by, opens_at, body, seq, tenderee, project, opened_from, place, opening, amount, pending) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    UPDATE = "UPDATE lot SET site = $1, opens_at = $2, body = $3, tenderee = $4, project = $5, opened_from = $6, place = $7, opening = $8, amount = $9, pending = $10 WHERE id = $11";
    SELECT = "SELECT body, seq FROM lot WHERE id = $1";
    SELECT_BY_NUMBER = "SELECT body, seq FROM lot WHERE number = $1 AND entered_by = $2";
    LIST_NUMBERED = "SELECT body, seq FROM lot WHERE number = $1";
    SELECT_OF_PROJECT = "SELECT body, seq FROM lot WHERE project = $1 AND project <> '' AND ($2 = '' OR tenderee = $2) ORDER BY tenderee LIMIT 1";
    SELECT_OF_TENDEREE = "SELECT body, seq FROM lot WHERE tenderee = $1 AND tenderee <> '' LIMIT 1";
    DELETE = "DELETE FROM lot WHERE id = $1";
    RENUMBER = "UPDATE lot SET number = $1 WHERE id = $2";
    LAST_EVENT = "SELECT COALESCE(MAX(seq), 0) FROM event WHERE aggregate = $1";
    LAST_SEQ = "SELECT COALESCE(MAX(seq), 0) FROM lot";
    INSERT_WORDS = "INSERT INTO lot_word (rowid, words, text) VALUES ($1, $2, $3)",
        postgres "INSERT INTO lot_word (lot, words, text) VALUES ($1, $2, $3)";
    DELETE_WORDS = "DELETE FROM lot_word WHERE rowid = $1",
        postgres "DELETE FROM lot_word WHERE lot = $1";
    LIST_ARRIVED = "SELECT body, seq FROM lot WHERE seq > $1 ORDER BY seq LIMIT $2";
    LIST_PENDING = "SELECT number, MIN(pending) FROM lot WHERE site = $1 AND pending <> '' AND number > $2 GROUP BY number ORDER BY number LIMIT $3";
    LIST_ALIKE = "SELECT body, seq FROM lot WHERE pending = $1 AND pending <> '' LIMIT $2";
    SETTLE = "UPDATE lot SET pending = '' WHERE id = $1";
}

/// A lot with its place in the order of arrival, by which lists are paged.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The lot.
    pub lot: Lot,
    /// Its place.
    pub seq: i64,
}

fn read(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed { lot: row.json(0)?, seq: row.int(1)? })
}

fn owner(lot: &Lot) -> String {
    match lot.origin {
        LotOrigin::Feed => String::new(),
        LotOrigin::EnteredBy(organisation) => organisation.to_string(),
    }
}

/// What `opens_at` holds in the row, which is what searches for lots that can be applied for ask: of one that is over, by its centre's word,
/// that is long ago.
fn open_until(lot: &Lot) -> Value {
    lot.open_until().map_or(0, Timestamp::micros).into()
}

/// Whose lot it is, in which project, and from when on bids count as opened: of what its centre lists. What an applicant typed in says nothing of
/// its tenderee, who would learn of it that somebody bids (HR-10).
fn listed(lot: &Lot) -> [Value; 3] {
    match lot.origin {
        LotOrigin::Feed => [
            lot.tenderee.uscc.as_ref().map_or("", Uscc::as_str).into(),
            ProjectNumber::of(&lot.number).as_str().into(),
            lot.opened_from().map(Timestamp::micros).into(),
        ],
        LotOrigin::EnteredBy(_) => ["".into(), "".into(), None::<i64>.into()],
    }
}

/// In which place it is, when it is opened and how much it asks for; and, of one that its centre has to confirm, what it says.
fn sought(lot: &Lot) -> Result<[Value; 4], StoreError> {
    Ok([lot.place().to_string().into(), lot.opens_at.micros().into(), lot.bid_security.fen().into(), pending(lot)?.into()])
}

/// A digest of what a lot says that its centre has to confirm, so that two who typed in the same are one to the centre; empty for any other.
fn pending(lot: &Lot) -> Result<String, StoreError> {
    if lot.pending().is_err() {
        return Ok(String::new());
    }
    let facts = lot.facts(LotId::new(Timestamp::from_micros(0), &[0; RANDOM_BYTES]));
    let text = serde_json::to_string(&facts).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(hex::encode(Sm3::digest(text)))
}

/// The word of a trade; of what nobody has said there is none.
const fn trade_word(trade: Trade) -> Option<&'static str> {
    match trade {
        Trade::Construction => Some("tconstruction"),
        Trade::Transport => Some("ttransport"),
        Trade::Water => Some("twater"),
        Trade::Procurement => Some("tprocurement"),
        Trade::Land => Some("tland"),
        Trade::Property => Some("tproperty"),
        Trade::Other => None,
    }
}

/// The word that restricts a search to a site and to one owner's or the feed's lots.
fn place(site: SiteCode, owner: &str) -> String {
    format!("s{site}v{}", owner.replace('_', "x"))
}

/// The words of the sites at which a lot is found: its own, and its province's.
fn places(lot: &Lot) -> impl Iterator<Item = String> {
    let (own, owner) = (lot.site, owner(lot));
    let above = Some(own.province()).filter(|province| *province != own);
    std::iter::once(own).chain(above).map(move |site| place(site, &owner))
}

/// What is found by words. A number of the State's data norm is found by its beginning; any other is remembered in parts.
fn text(lot: &Lot) -> String {
    let number = if lot.number.is_section() { "" } else { lot.number.as_str() };
    normalise(&format!("{} {} {number}", lot.name, lot.tenderee.name))
}

/// The place for the next lot. Two writers that take the same one meet at a unique key.
///
/// # Errors
/// [`StoreError`].
pub async fn next_seq(tx: &mut Tx) -> Result<i64, StoreError> {
    let row = tx.first(&LAST_SEQ, vec![]).await?.ok_or_else(|| StoreError::Corrupt("no answer".into()))?;
    Ok(row.int(0)? + 1)
}

fn index(tx: &mut Tx, lot: &Lot, seq: i64) -> Result<(), StoreError> {
    let text = text(lot);
    let words: Vec<String> = places(lot).chain(trade_word(lot.trade).map(str::to_owned)).chain(bigrams(&text).flatten()).collect();
    tx.push(&INSERT_WORDS, vec![seq.into(), Value::Words(words), text.into()], 1)
}

/// Writes a new lot at `seq`.
///
/// # Errors
/// [`StoreError::Conflict`] when its number is taken.
pub fn create(tx: &mut Tx, lot: &Lot, seq: i64) -> Result<(), StoreError> {
    let values = vec![
        lot.id.to_string().into(),
        lot.site.to_string().into(),
        lot.number.as_str().into(),
        owner(lot).into(),
        open_until(lot),
        json(lot)?,
        seq.into(),
    ];
    tx.push(&INSERT, values.into_iter().chain(listed(lot)).chain(sought(lot)?).collect(), 1)?;
    index(tx, lot, seq)
}

/// Writes a lot that changed, at the place it has.
///
/// # Errors
/// [`StoreError`].
pub fn update(tx: &mut Tx, lot: &Lot, seq: i64) -> Result<(), StoreError> {
    let fixed = [lot.site.to_string().into(), open_until(lot), json(lot)?];
    let values = fixed.into_iter().chain(listed(lot)).chain(sought(lot)?).chain([lot.id.to_string().into()]);
    tx.push(&UPDATE, values.collect(), 1)?;
    tx.push_any(&DELETE_WORDS, vec![seq.into()])?;
    index(tx, lot, seq)
}

/// Applies `event` to a lot, at the place it has, and writes both. One that its centre listed when nobody could have heard of it is a row alone: its
/// log begins with what it was.
///
/// # Errors
/// [`StoreError::Conflict`] when its number is taken, or somebody else changed it at the same time.
pub async fn append(tx: &mut Tx, stamp: &Stamp, lot: Option<Lot>, event: &LotEvent, id: LotId, seq: i64) -> Result<(), StoreError> {
    let before = lot.is_some();
    let last = tx.first(&LAST_EVENT, vec![id.to_string().into()]).await?.map_or(Ok(0), |row| row.int(0))?;
    let mut next = u32::try_from(last).unwrap_or(u32::MAX).saturating_add(1);
    if let Some(known) = lot.as_ref().filter(|_| next == 1) {
        let listed = LotEvent::Listed { lot: Box::new(known.clone()) };
        event::append(tx, stamp, &id.to_string(), next, listed.name(), &listed)?;
        next += 1;
    }
    match event.apply(lot) {
        Some(lot) if before => {
            update(tx, &lot, seq)?;
            tx.push(&RENUMBER, vec![lot.number.as_str().into(), id.to_string().into()], 1)?;
        }
        Some(lot) => create(tx, &lot, seq)?,
        None => {
            tx.push(&DELETE, vec![id.to_string().into()], 1)?;
            tx.push_any(&DELETE_WORDS, vec![seq.into()])?;
        }
    }
    event::append(tx, stamp, &id.to_string(), next, event.name(), event)
}

/// The lot, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: LotId) -> Result<Option<Listed>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.as_ref().map(read).transpose()
}

/// The feed's lot with this number, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_number(query: &mut impl Query, number: &LotNumber) -> Result<Option<Listed>, StoreError> {
    query.first(&SELECT_BY_NUMBER, vec![number.as_str().into(), "".into()]).await?.as_ref().map(read).transpose()
}

/// A lot of this project that its centre lists, of this tenderee where one is named, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_of_project(query: &mut impl Query, project: &ProjectNumber, tenderee: Option<&Uscc>) -> Result<Option<Lot>, StoreError> {
    query
        .first(&SELECT_OF_PROJECT, vec![project.as_str().into(), tenderee.map_or("", Uscc::as_str).into()])
        .await?
        .map(|row| row.json(0))
        .transpose()
}

/// Whether a centre lists a lot of which the organisation with this code is the tenderee.
///
/// # Errors
/// [`StoreError`].
pub async fn is_tenderee(query: &mut impl Query, uscc: &Uscc) -> Result<bool, StoreError> {
    Ok(query.first(&SELECT_OF_TENDEREE, vec![uscc.as_str().into()]).await?.is_some())
}

/// Every lot with this number, the first one first: the feed's, and those that applicants typed in, on whichever site.
///
/// # Errors
/// [`StoreError`].
pub async fn list_numbered(query: &mut impl Query, number: &LotNumber) -> Result<Vec<Listed>, StoreError> {
    let rows = query.rows(&LIST_NUMBERED, vec![number.as_str().into()]).await?;
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|listed| listed.seq);
    Ok(found)
}

/// The lots that came after `seq`, the first one first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_arrived(query: &mut impl Query, seq: i64, limit: i64) -> Result<Vec<Listed>, StoreError> {
    query.rows(&LIST_ARRIVED, vec![seq.into(), limit.into()]).await?.iter().map(read).collect()
}

/// The place of the last lot that has come.
///
/// # Errors
/// [`StoreError`].
pub async fn last_seq(query: &mut impl Query) -> Result<i64, StoreError> {
    query.first(&LAST_SEQ, vec![]).await?.map_or(Ok(0), |row| row.int(0))
}

/// What the centre of a site has to confirm, by number behind `after`: of each number one digest of what was typed in, whoever and however many
/// typed it in (HR-10).
///
/// # Errors
/// [`StoreError`].
pub async fn list_pending(query: &mut impl Query, site: SiteCode, after: &str, limit: i64) -> Result<Vec<(String, String)>, StoreError> {
    let rows = query.rows(&LIST_PENDING, vec![site.to_string().into(), after.into(), limit.into()]).await?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}

/// Most lots that are one to their centre and are decided at once; more of them wait for the next decision.
pub const ALIKE_MAX: i64 = 200;

/// The lots that say what has this digest, and wait for their centre.
///
/// # Errors
/// [`StoreError`].
pub async fn list_alike(query: &mut impl Query, digest: &str) -> Result<Vec<Listed>, StoreError> {
    let mut found =
        query.rows(&LIST_ALIKE, vec![digest.into(), ALIKE_MAX.into()]).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|listed| listed.lot.id);
    Ok(found)
}

/// Nothing is asked of its centre any more: it lists the number.
///
/// # Errors
/// [`StoreError`].
pub fn settle(tx: &mut Tx, id: LotId) -> Result<(), StoreError> {
    tx.push(&SETTLE, vec![id.to_string().into()], 1)
}
