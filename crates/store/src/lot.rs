//! Lots and their search.

use crate::db::{Dialect, Query, Row, StoreError, Tx, Value, json, statements};
use crate::event::{self, Stamp};
use crate::words::{bigrams, normalise};
use domain::id::{LotId, OrganisationId};
use domain::lot::{Lot, LotEvent, LotNumber, LotOrigin};
use domain::mandate::ProjectNumber;
use domain::party::Uscc;
use domain::site::SiteCode;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO lot (id, site, number, entered_by, opens_at, body, seq, tenderee, project, opened_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE lot SET site = $1, opens_at = $2, body = $3, tenderee = $4, project = $5, opened_from = $6 WHERE id = $7";
    SELECT = "SELECT body, seq FROM lot WHERE id = $1";
    SELECT_BY_NUMBER = "SELECT body, seq FROM lot WHERE number = $1 AND entered_by = $2";
    LIST_NUMBERED = "SELECT body, seq FROM lot WHERE number = $1";
    SELECT_OF_PROJECT = "SELECT body, seq FROM lot WHERE project = $1 AND project <> '' AND ($2 = '' OR tenderee = $2) ORDER BY tenderee LIMIT 1";
    SELECT_OF_TENDEREE = "SELECT body, seq FROM lot WHERE tenderee = $1 AND tenderee <> '' LIMIT 1";
    DELETE = "DELETE FROM lot WHERE id = $1";
    RENUMBER = "UPDATE lot SET number = $1 WHERE id = $2";
    LAST_EVENT = "SELECT COALESCE(MAX(seq), 0) FROM event WHERE aggregate = $1";
    LAST_SEQ = "SELECT COALESCE(MAX(seq), 0) FROM lot";
    LIST = "SELECT body, seq FROM lot WHERE site = $1 AND entered_by = $2 AND seq < $3 AND opens_at > $4 ORDER BY seq DESC LIMIT $5";
    COUNT_BY_PREFIX = "SELECT COUNT(*) FROM (SELECT 1 FROM lot WHERE number >= $1 AND number < $2 ORDER BY number LIMIT $3) AS counted";
    BY_PREFIX = "WITH found AS MATERIALIZED (SELECT seq FROM lot WHERE number >= $1 AND number < $2 AND +site IN (SELECT value FROM json_each($3)) AND +entered_by IN ('', $4) AND +seq < $5 AND opens_at > $6 ORDER BY +seq DESC LIMIT $7) SELECT l.body, l.seq FROM found f JOIN lot l ON l.seq = f.seq",
        postgres "WITH found AS MATERIALIZED (SELECT seq FROM lot WHERE number >= $1 AND number < $2 AND site || '' = ANY(ARRAY(SELECT jsonb_array_elements_text($3::text::jsonb))) AND entered_by || '' IN ('', $4) AND seq + 0 < $5 AND opens_at > $6 ORDER BY seq + 0 DESC LIMIT $7) SELECT l.body, l.seq FROM found f JOIN lot l ON l.seq = f.seq";
    LAST_BEFORE = "SELECT seq FROM lot WHERE site = $1 AND entered_by = $2 AND seq < $3 ORDER BY seq DESC LIMIT 1";
    BY_PREFIX_NEWEST = "WITH found AS MATERIALIZED (SELECT seq FROM lot WHERE site = $1 AND entered_by = $2 AND seq <= $3 AND seq > $4 AND +number >= $5 AND +number < $6 AND opens_at > $7 ORDER BY seq DESC LIMIT $8) SELECT l.body, l.seq FROM found f JOIN lot l ON l.seq = f.seq",
        postgres "WITH found AS MATERIALIZED (SELECT seq FROM lot WHERE site = $1 AND entered_by = $2 AND seq <= $3 AND seq > $4 AND number || '' >= $5 AND number || '' < $6 AND opens_at > $7 ORDER BY seq DESC LIMIT $8) SELECT l.body, l.seq FROM found f JOIN lot l ON l.seq = f.seq";
    LAST_BY_PREFIX = "WITH RECURSIVE shelf (name) AS (SELECT (SELECT substr(number, 1, 14) FROM lot WHERE site = $1 AND entered_by = $2 AND substr(number, 1, 14) >= $3 AND substr(number, 1, 14) < $4 ORDER BY substr(number, 1, 14) LIMIT 1) UNION ALL SELECT (SELECT substr(number, 1, 14) FROM lot WHERE site = $1 AND entered_by = $2 AND substr(number, 1, 14) > s.name AND substr(number, 1, 14) < $4 ORDER BY substr(number, 1, 14) LIMIT 1) FROM shelf s WHERE s.name IS NOT NULL) SELECT MAX((SELECT seq FROM lot WHERE site = $1 AND entered_by = $2 AND substr(number, 1, 14) >= s.name AND substr(number, 1, 14) <= s.name AND seq <= $5 AND opens_at > $6 ORDER BY substr(number, 1, 14) DESC, seq DESC LIMIT 1)) FROM shelf s WHERE s.name IS NOT NULL";
    INSERT_WORDS = "INSERT INTO lot_word (rowid, words, text) VALUES ($1, $2, $3)",
        postgres "INSERT INTO lot_word (lot, words, text) VALUES ($1, $2, $3)";
    DELETE_WORDS = "DELETE FROM lot_word WHERE rowid = $1",
        postgres "DELETE FROM lot_word WHERE lot = $1";
    SEARCH = "SELECT l.body, l.seq FROM lot_word w JOIN lot l ON l.seq = w.rowid WHERE lot_word MATCH $1 AND w.rowid < $2 AND l.opens_at > $3 ORDER BY w.rowid DESC LIMIT $4",
        postgres "SELECT l.body, l.seq FROM lot_word w JOIN lot l ON l.seq = w.lot WHERE w.words @> $1 AND w.text LIKE $2 AND w.lot < $3 AND l.opens_at > $4 ORDER BY w.lot + 0 DESC LIMIT $5";
    SEARCH_RECENT = "SELECT body, seq FROM lot WHERE FALSE",
        postgres "WITH recent AS MATERIALIZED (SELECT lot, words, text FROM lot_word WHERE lot < $1 ORDER BY lot DESC LIMIT $2) SELECT l.body, l.seq FROM (SELECT lot FROM recent WHERE words @> $3 AND text LIKE $4 ORDER BY lot DESC OFFSET 0) r JOIN lot l ON l.seq = r.lot WHERE l.opens_at > $5 ORDER BY r.lot DESC LIMIT $6";
}

/// Longest page of a search: a count up to a hundred, and one more.
pub const PAGE_MAX: i64 = 101;
/// Most lots under the beginning of a number that are sorted by their arrival; of more, the newest are looked for from the newest lot down.
const SORT_MAX: i64 = 500;
/// How many places are looked through for them before those in between are leapt over.
const STRIDE: i64 = 1_000;
/// Characters of a number by which lots stand together in the index that tells where to leap to: a thousand serials of a platform.
const SHELF: usize = 14;
/// Newest lots that PostgreSQL looks through one by one before it asks its index: a word with fewer hits there is rare enough
/// for the index to be quick, a more frequent one has filled the page.
const RECENT: i64 = 3_000;

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
    let words: Vec<String> = places(lot).chain(bigrams(&text).flatten()).collect();
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
    tx.push(&INSERT, values.into_iter().chain(listed(lot)).collect(), 1)?;
    index(tx, lot, seq)
}

/// Writes a lot that changed, at the place it has.
///
/// # Errors
/// [`StoreError`].
pub fn update(tx: &mut Tx, lot: &Lot, seq: i64) -> Result<(), StoreError> {
    let values =
        [lot.site.to_string().into(), open_until(lot), json(lot)?].into_iter().chain(listed(lot)).chain([lot.id.to_string().into()]);
    tx.push(&UPDATE, values.collect(), 1)?;
    tx.push_any(&DELETE_WORDS, vec![seq.into()])?;
    index(tx, lot, seq)
}

/// Applies `event` to a lot that an applicant typed in, at the place it has, and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when its number is taken, or somebody else changed it at the same time.
pub async fn append(tx: &mut Tx, stamp: &Stamp, lot: Option<Lot>, event: &LotEvent, id: LotId, seq: i64) -> Result<(), StoreError> {
    let before = lot.is_some();
    let last = tx.first(&LAST_EVENT, vec![id.to_string().into()]).await?.map_or(Ok(0), |row| row.int(0))?;
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
    event::append(tx, stamp, &id.to_string(), u32::try_from(last).unwrap_or(u32::MAX).saturating_add(1), event.name(), event)
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

/// What is searched for.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    /// On which site.
    pub site: SiteCode,
    /// The sites of its prefectures, whose lots a province finds beside its own.
    pub below: &'a [SiteCode],
    /// Whose entered lots are seen beside the feed's.
    pub viewer: Option<OrganisationId>,
    /// Words of the name or tenderee, or the beginning of the number; empty for all.
    pub text: &'a str,
    /// Only lots that can be applied for after this; `None` for all.
    pub opens_after: Option<Timestamp>,
    /// Only lots before this place.
    pub before: Option<i64>,
    /// How many.
    pub limit: i64,
}

/// The lots found, newest first. A text of a single character finds nothing.
///
/// # Errors
/// [`StoreError`].
pub async fn search(query: &mut impl Query, search: &Search<'_>) -> Result<Vec<Listed>, StoreError> {
    let (before, limit) = (search.before.unwrap_or(i64::MAX), search.limit.clamp(1, PAGE_MAX));
    let after = search.opens_after.map_or(i64::MIN, Timestamp::micros);
    let viewer = search.viewer.map(|id| id.to_string()).unwrap_or_default();
    let text = search.text.trim().to_ascii_uppercase();
    let number = text.len() >= 3 && text.starts_with('E') && text.bytes().skip(1).all(|b| b.is_ascii_digit());
    let mut rows = if text.is_empty() {
        // The newest of each place; of these the newest.
        let mut rows = Vec::new();
        for (site, owner) in shelves(search, &viewer) {
            let values = vec![site.into(), owner.into(), before.into(), after.into(), limit.into()];
            rows.extend(query.rows(&LIST, values).await?);
        }
        rows
    } else if number {
        by_number(query, search, &text, &viewer, (before, after), limit).await?
    } else {
        let mut rows = Vec::new();
        for owner in owners(&viewer) {
            rows.extend(by_words(query, (search.site, owner), &text, (before, after), limit).await?);
        }
        rows
    };
    // A province has a page of each of its prefectures here: what is not shown is not parsed.
    rows.sort_by_key(|row| std::cmp::Reverse(row.int(1).unwrap_or(0)));
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    rows.iter().map(read).collect()
}

/// The lots whose numbers begin so.
async fn by_number(
    query: &mut impl Query,
    search: &Search<'_>,
    text: &str,
    viewer: &str,
    (before, after): (i64, i64),
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    // ':' follows '9'.
    let beyond = format!("{text}:");
    let counted = query.first(&COUNT_BY_PREFIX, vec![text.into(), beyond.as_str().into(), (SORT_MAX + 1).into()]).await?;
    if counted.map_or(Ok(0), |row| row.int(0))? <= SORT_MAX {
        let sites: Vec<String> = sites(search).map(|site| site.to_string()).collect();
        let values = vec![text.into(), beyond.into(), json(&sites)?, viewer.into(), before.into(), after.into(), limit.into()];
        return query.rows(&BY_PREFIX, values).await;
    }
    let mut rows = Vec::new();
    for (site, owner) in shelves(search, viewer) {
        let bounds = (text, beyond.as_str());
        rows.extend(newest_by_number(query, (&site, owner), bounds, (before, after), limit).await?);
    }
    Ok(rows)
}

/// The newest of many lots whose numbers begin so: looked for stride by stride, and leaping wherever a stride has too few of them.
async fn newest_by_number(
    query: &mut impl Query,
    (site, owner): (&str, &str),
    (text, beyond): (&str, &str),
    (before, after): (i64, i64),
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let (mut rows, mut wanted) = (Vec::new(), limit);
    let mut last = query.first(&LAST_BEFORE, vec![site.into(), owner.into(), before.into()]).await?;
    while let Some(top) = last.and_then(|row| row.int(0).ok()) {
        let floor = top.saturating_sub(STRIDE);
        let values = vec![site.into(), owner.into(), top.into(), floor.into(), text.into(), beyond.into(), after.into(), wanted.into()];
        let found = query.rows(&BY_PREFIX_NEWEST, values).await?;
        wanted -= i64::try_from(found.len()).unwrap_or(i64::MAX);
        rows.extend(found);
        if wanted <= 0 {
            break;
        }
        let shelf = text.get(..SHELF).unwrap_or(text);
        let values = vec![site.into(), owner.into(), shelf.into(), beyond.into(), floor.into(), after.into()];
        last = query.first(&LAST_BY_PREFIX, values).await?;
    }
    Ok(rows)
}

/// The sites whose lots are found.
fn sites(search: &Search<'_>) -> impl Iterator<Item = SiteCode> {
    std::iter::once(search.site).chain(search.below.iter().copied())
}

/// Every site with everybody whose lots the viewer sees there.
fn shelves<'a>(search: &Search<'_>, viewer: &'a str) -> Vec<(String, &'a str)> {
    sites(search).flat_map(|site| owners(viewer).map(move |owner| (site.to_string(), owner))).collect()
}

/// Whose lots a viewer sees: the feed's, and its own.
fn owners(viewer: &str) -> impl Iterator<Item = &str> {
    std::iter::once("").chain((!viewer.is_empty()).then_some(viewer))
}

async fn by_words(
    query: &mut impl Query,
    (site, owner): (SiteCode, &str),
    text: &str,
    (before, after): (i64, i64),
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let normalised = normalise(text);
    let runs: Vec<Vec<String>> = bigrams(&normalised).collect();
    if runs.is_empty() {
        return Ok(Vec::new());
    }
    let place = place(site, owner);
    match query.dialect() {
        Dialect::Sqlite => {
            // Each run is a phrase: its bigrams must follow one another.
            let phrases: Vec<String> = runs.iter().map(|run| format!("words:\"{}\"", run.join(" "))).collect();
            let expression = format!("words:{place} AND {}", phrases.join(" AND "));
            query.rows(&SEARCH, vec![expression.into(), before.into(), after.into(), limit.into()]).await
        }
        Dialect::Postgres => {
            let words: Vec<String> = std::iter::once(place).chain(runs.into_iter().flatten()).collect();
            // Normalised text has no wildcard characters.
            let pattern = format!("%{}%", normalised.split_whitespace().collect::<Vec<_>>().join("%"));
            let (words, pattern) = (Value::Words(words), Value::from(pattern));
            let recent = vec![before.into(), RECENT.into(), words.clone(), pattern.clone(), after.into(), limit.into()];
            let rows = query.rows(&SEARCH_RECENT, recent).await?;
            if rows.len() == usize::try_from(limit).unwrap_or(0) {
                return Ok(rows);
            }
            query.rows(&SEARCH, vec![words, pattern, before.into(), after.into(), limit.into()]).await
        }
    }
}
