//! Articles and their search. Lists and searches read what a list shows alone, never a whole text.

use crate::db::{Dialect, Query, Row, StoreError, Tx, Value, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{Filter, Statements, words};
use crate::words::{bigrams, normalise, normalise_to};
use domain::access::{Rows, Scope};
use domain::article::{Article, ArticleEvent, ArticleKind, Edition};
use domain::id::ArticleId;
use domain::site::SiteCode;
use domain::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

statements! {
    INSERT = "INSERT INTO article (id, site, kind, state, words, place, pinned, listed, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE article SET state = $1, words = $2, place = $3, pinned = $4, listed = $5, version = $6, body = $7 WHERE id = $8 AND version = $9";
    SELECT = "SELECT body FROM article WHERE id = $1";
    DESK = "SELECT body FROM article WHERE site = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    DESK_IN = "SELECT body FROM article WHERE site = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    DESK_OLDEST = "SELECT body FROM article WHERE site = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4";
    DESK_IN_OLDEST = "SELECT body FROM article WHERE site = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM article WHERE site = $1 AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM article WHERE site = $1 AND ($2 = '' OR words LIKE $2) AND state = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    SHELF = "SELECT listed, place FROM article WHERE site = $1 AND kind = $2 AND pinned = $3 AND place COLLATE \"binary\" > '' AND place COLLATE \"binary\" < $4 ORDER BY place COLLATE \"binary\" DESC LIMIT $5";
    DELETE_WORDS = "DELETE FROM article_word WHERE rowid = (SELECT seq FROM article WHERE id = $1)",
        postgres "DELETE FROM article_word WHERE article = (SELECT seq FROM article WHERE id = $1)";
    INSERT_WORDS = "INSERT INTO article_word (rowid, words, text) SELECT seq, $1, $2 FROM article WHERE id = $3",
        postgres "INSERT INTO article_word (article, words, text) SELECT seq, $1::text[], $2::text FROM article WHERE id = $3";
    SEARCH = "SELECT a.listed, a.seq FROM article_word w JOIN article a ON a.seq = w.rowid WHERE article_word MATCH $1 AND w.rowid < $2 ORDER BY w.rowid DESC LIMIT $3",
        postgres "SELECT a.listed, a.seq FROM article_word w JOIN article a ON a.seq = w.article WHERE w.words @> $1 AND w.text LIKE $2 AND w.article < $3 ORDER BY w.article + 0 DESC LIMIT $4";
    SEARCH_RECENT = "SELECT listed, seq FROM article WHERE FALSE",
        postgres "WITH recent AS MATERIALIZED (SELECT article, words, text FROM article_word WHERE article < $1 ORDER BY article DESC LIMIT $2) SELECT a.listed, a.seq FROM (SELECT article FROM recent WHERE words @> $3 AND text LIKE $4 ORDER BY article DESC OFFSET 0) r JOIN article a ON a.seq = r.article ORDER BY r.article DESC LIMIT $5";
}

static OF_CENTRE: Statements = Statements { all: [&DESK, &DESK_OLDEST, &COUNT], in_state: [&DESK_IN, &DESK_IN_OLDEST, &COUNT_IN] };

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "art_g";
/// Sorts after every place: dates begin with a digit.
const AFTER_ALL_PLACES: &str = "a";
/// Characters that are found by words: a title with the whole of its text.
const INDEXED_MAX: usize = Edition::TITLE_MAX + Edition::TEXT_MAX + 1;
/// Newest articles that PostgreSQL looks through one by one before it asks its index, as of lots.
const RECENT: i64 = 3_000;

/// An article as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Which.
    pub id: ArticleId,
    /// What it is.
    pub kind: ArticleKind,
    /// Its title.
    pub title: String,
    /// The beginning of its text.
    pub lead: String,
    /// Under which date.
    pub dated: Date,
    /// Whether it stands before the others of its kind.
    pub pinned: bool,
    /// When it was published first, and when as it is now.
    pub published: [Timestamp; 2],
}

/// A place in a list, to go on from: opaque to whoever has it.
pub type Place = String;

fn listed(article: &Article) -> Option<Listed> {
    let publication = article.read()?;
    let edition = &publication.edition;
    Some(Listed {
        id: article.facts.id,
        kind: article.facts.kind,
        title: edition.title().to_owned(),
        lead: edition.lead(),
        dated: edition.dated(),
        pinned: edition.is_pinned(),
        published: [publication.first_at, publication.at],
    })
}

/// What of an article stands in columns, from `state` on.
fn columns(article: &Article) -> Result<Vec<Value>, StoreError> {
    let title = article.latest().map(|edition| edition.title()).unwrap_or_default();
    let mut values = vec![article.state().code().into(), words(&[title]).into()];
    match listed(article) {
        Some(listed) => {
            let place = format!("{}/{}", listed.dated, listed.id);
            values.extend([place.into(), Value::Int(i64::from(listed.pinned)), json(&listed)?]);
        }
        None => values.extend(["".into(), 0_u32.into(), "".into()]),
    }
    values.extend([article.version.into(), json(article)?]);
    Ok(values)
}

/// The word that restricts a search to a kind on a site.
fn place(site: SiteCode, kind: ArticleKind) -> String {
    format!("s{site}{}", kind.code())
}

/// What a text is found under. Marks of emphasis part no word.
fn text(article: &Article) -> Option<String> {
    let edition = &article.read()?.edition;
    let whole = format!("{}\n{}", edition.title(), edition.text());
    Some(normalise_to(&whole.replace(['*', '`', '~'], ""), INDEXED_MAX))
}

/// Writes what an article is found under, in place of what it was before.
fn index(tx: &mut Tx, article: &Article) -> Result<(), StoreError> {
    let id = article.facts.id.to_string();
    tx.push_any(&DELETE_WORDS, vec![id.as_str().into()])?;
    let Some(text) = text(article) else { return Ok(()) };
    let facts = &article.facts;
    let words: Vec<String> = std::iter::once(place(facts.site, facts.kind)).chain(bigrams(&text).flatten()).collect();
    tx.push(&INSERT_WORDS, vec![Value::Words(words), text.into(), id.into()], 1)
}

/// Writes a new article and its first event.
///
/// # Errors
/// [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &ArticleEvent) -> Result<Article, StoreError> {
    let article = Article::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let (id, facts) = (article.facts.id.to_string(), &article.facts);
    let mut values: Vec<Value> = vec![id.as_str().into(), facts.site.to_string().into(), facts.kind.code().into()];
    values.extend(columns(&article)?);
    tx.push(&INSERT, values, 1)?;
    event::append_naming(tx, stamp, &id, article.version, event.name(), event)?;
    Ok(article)
}

/// Applies `event` to `article` and writes both; what everybody may read is found by its words from then on, and what nobody may read is not.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut article: Article, event: &ArticleEvent) -> Result<Article, StoreError> {
    let (read, id) = (article.version, article.facts.id.to_string());
    let before = article.publication.clone();
    article.apply(event);
    let mut values = columns(&article)?;
    values.extend([id.as_str().into(), read.into()]);
    tx.push(&UPDATE, values, 1)?;
    if article.publication != before {
        index(tx, &article)?;
    }
    event::append_naming(tx, stamp, &id, article.version, event.name(), event)?;
    Ok(article)
}

/// The article, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: ArticleId) -> Result<Option<Article>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// A page of a centre's articles, found under their titles.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<ArticleId>,
    limit: i64,
) -> Result<Vec<Article>, StoreError> {
    let Rows::OfCentre(site) = scope.rows() else { return Ok(Vec::new()) };
    let begin = filter.begin(before.map(|id| id.to_string()), AFTER_ALL);
    let (sql, values) = filter.page(&OF_CENTRE, site.to_string(), begin, limit.clamp(1, PAGE_MAX));
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are in all, up to one more than [`crate::filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Rows::OfCentre(site) = scope.rows() else { return Ok(0) };
    let (sql, values) = filter.counted(&OF_CENTRE, site.to_string());
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}

fn placed(row: &Row) -> Result<(Listed, Place), StoreError> {
    Ok((row.json(0)?, row.text(1)?.to_owned()))
}

/// What everybody may read of a kind on a site, the latest date first: those that are pinned, or those that are not.
///
/// # Errors
/// [`StoreError`].
pub async fn shelf(
    query: &mut impl Query,
    (site, kind, pinned): (SiteCode, ArticleKind, bool),
    before: Option<Place>,
    limit: i64,
) -> Result<Vec<(Listed, Place)>, StoreError> {
    let before = before.unwrap_or_else(|| AFTER_ALL_PLACES.to_owned());
    let values =
        vec![site.to_string().into(), kind.code().into(), Value::Int(i64::from(pinned)), before.into(), limit.clamp(1, PAGE_MAX).into()];
    query.rows(&SHELF, values).await?.iter().map(placed).collect()
}

/// What everybody may read of a kind on a site that holds the words of `text`; the newest first, each with its place in the order
/// of writing. A single character finds nothing.
///
/// # Errors
/// [`StoreError`].
pub async fn search(
    query: &mut impl Query,
    (site, kind): (SiteCode, ArticleKind),
    text: &str,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<(Listed, i64)>, StoreError> {
    let (before, limit) = (before.unwrap_or(i64::MAX), limit.clamp(1, PAGE_MAX));
    let normalised = normalise(text);
    let runs: Vec<Vec<String>> = bigrams(&normalised).collect();
    if runs.is_empty() {
        return Ok(Vec::new());
    }
    let place = place(site, kind);
    let rows = match query.dialect() {
        Dialect::Sqlite => {
            // Each run is a phrase: its bigrams must follow one another.
            let phrases: Vec<String> = runs.iter().map(|run| format!("words:\"{}\"", run.join(" "))).collect();
            let expression = format!("words:{place} AND {}", phrases.join(" AND "));
            query.rows(&SEARCH, vec![expression.into(), before.into(), limit.into()]).await?
        }
        Dialect::Postgres => {
            let words = Value::Words(std::iter::once(place).chain(runs.into_iter().flatten()).collect());
            // Normalised text has no wildcard characters.
            let pattern = Value::from(format!("%{}%", normalised.split_whitespace().collect::<Vec<_>>().join("%")));
            let recent = vec![before.into(), RECENT.into(), words.clone(), pattern.clone(), limit.into()];
            let rows = query.rows(&SEARCH_RECENT, recent).await?;
            if rows.len() == usize::try_from(limit).unwrap_or(0) {
                rows
            } else {
                query.rows(&SEARCH, vec![words, pattern, before.into(), limit.into()]).await?
            }
        }
    };
    rows.iter().map(|row| Ok((row.json(0)?, row.int(1)?))).collect()
}
