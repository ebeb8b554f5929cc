//! The search of lots. Words are looked for in an index of bigrams, beginnings of numbers in the numbers' own; without either, lots come out of
//! the index of the order that is asked for. Whatever is asked, a bounded number of lots is looked at: what else a lot has to fit is the
//! caller's to say, who goes on behind the last one that was looked at.

use super::{Listed, place, read};
use crate::db::{Dialect, Query, Row, Sql, StoreError, Value, json, statements};
use crate::words::{bigrams, normalise};
use domain::id::OrganisationId;
use domain::lot::{Lot, Trade};
use domain::money::Cny;
use domain::site::SiteCode;
use domain::time::Timestamp;
use std::cmp::Ordering;

statements! {
    NEWEST_OF_PROVINCE = "SELECT body, seq, seq FROM lot WHERE substr(place, 1, 2) = $1 AND entered_by = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";
    NEWEST_OF_PLACE = "SELECT body, seq, seq FROM lot WHERE place = $1 AND entered_by = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";
    OPENING_OF_PROVINCE = "SELECT body, seq, opening FROM lot WHERE substr(place, 1, 2) = $1 AND entered_by = $2 AND (opening, seq) > ($3, $4) AND opening <= $5 ORDER BY opening, seq LIMIT $6";
    OPENING_OF_PLACE = "SELECT body, seq, opening FROM lot WHERE place = $1 AND entered_by = $2 AND (opening, seq) > ($3, $4) AND opening <= $5 ORDER BY opening, seq LIMIT $6";
    AMOUNT_OF_PROVINCE = "SELECT body, seq, amount FROM lot WHERE substr(place, 1, 2) = $1 AND entered_by = $2 AND (amount, seq) < ($3, $4) AND amount >= $5 ORDER BY amount DESC, seq DESC LIMIT $6";
    AMOUNT_OF_PLACE = "SELECT body, seq, amount FROM lot WHERE place = $1 AND entered_by = $2 AND (amount, seq) < ($3, $4) AND amount >= $5 ORDER BY amount DESC, seq DESC LIMIT $6";
    COUNT_BY_PREFIX = "SELECT COUNT(*) FROM (SELECT 1 FROM lot WHERE number >= $1 AND number < $2 ORDER BY number LIMIT $3) AS counted";
    BY_PREFIX = "WITH found AS MATERIALIZED (SELECT seq FROM lot WHERE number >= $1 AND number < $2 AND +site IN (SELECT value FROM json_each($3)) AND +entered_by IN (SELECT value FROM json_each($4)) AND +seq < $5 ORDER BY +seq DESC LIMIT $6) SELECT l.body, l.seq FROM found f JOIN lot l ON l.seq = f.seq",
        postgres "WITH found AS MATERIALIZED (SELECT seq FROM lot WHERE number >= $1 AND number < $2 AND site || '' = ANY(ARRAY(SELECT jsonb_array_elements_text($3::text::jsonb))) AND entered_by || '' = ANY(ARRAY(SELECT jsonb_array_elements_text($4::text::jsonb))) AND seq + 0 < $5 ORDER BY seq + 0 DESC LIMIT $6) SELECT l.body, l.seq FROM found f JOIN lot l ON l.seq = f.seq";
    LAST_BEFORE = "SELECT seq FROM lot WHERE site = $1 AND entered_by = $2 AND seq < $3 ORDER BY seq DESC LIMIT 1";
    BY_PREFIX_NEWEST = "WITH found AS MATERIALIZED (SELECT seq FROM lot WHERE site = $1 AND entered_by = $2 AND seq <= $3 AND seq > $4 AND +number >= $5 AND +number < $6 ORDER BY seq DESC LIMIT $7) SELECT l.body, l.seq FROM found f JOIN lot l ON l.seq = f.seq",
        postgres "WITH found AS MATERIALIZED (SELECT seq FROM lot WHERE site = $1 AND entered_by = $2 AND seq <= $3 AND seq > $4 AND number || '' >= $5 AND number || '' < $6 ORDER BY seq DESC LIMIT $7) SELECT l.body, l.seq FROM found f JOIN lot l ON l.seq = f.seq";
    LAST_BY_PREFIX = "WITH RECURSIVE shelf (name) AS (SELECT (SELECT substr(number, 1, 14) FROM lot WHERE site = $1 AND entered_by = $2 AND substr(number, 1, 14) >= $3 AND substr(number, 1, 14) < $4 ORDER BY substr(number, 1, 14) LIMIT 1) UNION ALL SELECT (SELECT substr(number, 1, 14) FROM lot WHERE site = $1 AND entered_by = $2 AND substr(number, 1, 14) > s.name AND substr(number, 1, 14) < $4 ORDER BY substr(number, 1, 14) LIMIT 1) FROM shelf s WHERE s.name IS NOT NULL) SELECT MAX((SELECT seq FROM lot WHERE site = $1 AND entered_by = $2 AND substr(number, 1, 14) >= s.name AND substr(number, 1, 14) <= s.name AND seq <= $5 ORDER BY substr(number, 1, 14) DESC, seq DESC LIMIT 1)) FROM shelf s WHERE s.name IS NOT NULL";
    SEARCH = "SELECT l.body, l.seq FROM lot_word w JOIN lot l ON l.seq = w.rowid WHERE lot_word MATCH $1 AND w.rowid < $2 ORDER BY w.rowid DESC LIMIT $3",
        postgres "SELECT l.body, l.seq FROM lot_word w JOIN lot l ON l.seq = w.lot WHERE w.words @> $1 AND w.text LIKE $2 AND w.lot < $3 ORDER BY w.lot + 0 DESC LIMIT $4";
    SEARCH_RECENT = "SELECT body, seq FROM lot WHERE FALSE",
        postgres "WITH recent AS MATERIALIZED (SELECT lot, words, text FROM lot_word WHERE lot < $1 ORDER BY lot DESC LIMIT $2) SELECT l.body, l.seq FROM (SELECT lot FROM recent WHERE words @> $3 AND text LIKE $4 ORDER BY lot DESC OFFSET 0) r JOIN lot l ON l.seq = r.lot ORDER BY r.lot DESC LIMIT $5";
}

/// Longest page of a search: a count up to a hundred, and one more.
pub const PAGE_MAX: i64 = 101;
/// Most lots that are looked at for a page when more than words have to fit.
pub const LOOK_MAX: i64 = 1_000;
/// Most lots under the beginning of a number that are sorted by their arrival; of more, the newest are looked for from the newest lot down.
const SORT_MAX: i64 = 500;
/// How many places are looked through for them before those in between are leapt over.
const STRIDE: i64 = 1_000;
/// Characters of a number by which lots stand together in the index that tells where to leap to: a thousand serials of a platform.
const SHELF: usize = 14;
/// Newest lots that PostgreSQL looks through one by one before it asks its index: a word with fewer hits there is rare enough
/// for the index to be quick, a more frequent one has filled the page.
const RECENT: i64 = 3_000;

/// In which order lots come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorting {
    /// The last to arrive first.
    #[default]
    Newest,
    /// The first to be opened first.
    Opening,
    /// The highest security first.
    Amount,
}

/// A place in an order: what lots are ordered by, and their arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// An opening in microseconds, a security in fen; the arrival itself in the order of arrival.
    pub by: i64,
    /// The arrival.
    pub seq: i64,
}

impl Sorting {
    /// A lot's place in the order.
    #[must_use]
    pub const fn key(self, listed: &Listed) -> Key {
        let by = match self {
            Self::Newest => listed.seq,
            Self::Opening => listed.lot.opens_at.micros(),
            Self::Amount => listed.lot.bid_security.fen(),
        };
        Key { by, seq: listed.seq }
    }

    /// Which of two keys comes first.
    #[must_use]
    pub fn compare(self, one: Key, other: Key) -> Ordering {
        match self {
            Self::Opening => one.cmp(&other),
            Self::Newest | Self::Amount => other.cmp(&one),
        }
    }

    /// Whether what has the key `one` comes before what has `other`.
    #[must_use]
    pub fn is_before(self, one: Key, other: Key) -> bool {
        self.compare(one, other).is_lt()
    }
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
    /// Only those that the viewer entered.
    pub own: bool,
    /// Words of the name or tenderee, or the beginning of the number; empty for all.
    pub text: &'a str,
    /// Only of this trade, where the index of words tells: `None` for all, and for what nobody has said.
    pub trade: Option<Trade>,
    /// Only of this place; of none but where neither a text nor a trade is given.
    pub place: Option<SiteCode>,
    /// Opened within, in microseconds: counts in the order of opening alone.
    pub window: (Option<Timestamp>, Option<Timestamp>),
    /// The least and the most that is asked for: counts in the order of amounts alone.
    pub amount: (Option<Cny>, Option<Cny>),
    /// In which order; a text and a trade are found in the order of arrival.
    pub sorting: Sorting,
    /// Only lots behind this place.
    pub after: Option<Key>,
    /// How many.
    pub limit: i64,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The lots.
    pub lots: Vec<Listed>,
    /// Whether there are no more.
    pub ended: bool,
}

impl Search<'_> {
    fn limit(&self) -> i64 {
        self.limit.clamp(1, LOOK_MAX)
    }

    fn before(&self) -> i64 {
        self.after.map_or(i64::MAX, |key| key.seq)
    }

    /// Whose lots are seen: the feed's, and the viewer's own.
    fn owners(&self) -> Vec<String> {
        let own = self.viewer.map(|id| id.to_string());
        if self.own { own.into_iter().collect() } else { std::iter::once(String::new()).chain(own).collect() }
    }

    /// The sites whose lots are found.
    fn sites(&self) -> impl Iterator<Item = SiteCode> {
        std::iter::once(self.site).chain(self.below.iter().copied())
    }

    /// Every site with everybody whose lots the viewer sees there.
    fn shelves(&self) -> Vec<(String, String)> {
        let owners = self.owners();
        self.sites().flat_map(|site| owners.iter().map(move |owner| (site.to_string(), owner.clone()))).collect()
    }

    /// Its words, normalised, and those of its trade.
    fn words(&self) -> (String, Option<&'static str>) {
        (normalise(self.text), self.trade.and_then(super::trade_word))
    }
}

/// Whether a text is the beginning of a number of the State's data norm.
fn is_number(text: &str) -> bool {
    text.len() >= 3 && text.starts_with('E') && text.bytes().skip(1).all(|b| b.is_ascii_digit())
}

/// Whether a lot has the words of a text, or a number that begins so: what [`search`] finds by it.
#[must_use]
pub fn says(lot: &Lot, text: &str) -> bool {
    let upper = text.trim().to_ascii_uppercase();
    if upper.is_empty() {
        return true;
    }
    if is_number(&upper) {
        return lot.number.as_str().starts_with(&upper);
    }
    let (said, asked) = (super::text(lot), normalise(&upper));
    let mut runs = asked.split_whitespace().filter(|run| run.chars().count() > 1).peekable();
    runs.peek().is_some() && runs.all(|run| said.contains(run))
}

/// What one owner's lots, or one site's, have: in the order that is asked for, and whether that is all.
struct Source {
    rows: Vec<(Key, Row)>,
    ended: bool,
}

impl Source {
    /// These rows, which are all unless they are as many as were asked for.
    fn of(rows: Vec<Row>, limit: i64) -> Result<Self, StoreError> {
        let ended = i64::try_from(rows.len()).unwrap_or(i64::MAX) < limit;
        let keyed = rows.into_iter().map(|row| {
            let seq = row.int(1)?;
            Ok((Key { by: row.int(2).unwrap_or(seq), seq }, row))
        });
        Ok(Self { rows: keyed.collect::<Result<_, StoreError>>()?, ended })
    }
}

/// The first `limit` of several sources. Behind the last row of one that has more nothing counts: what lies between was not looked at. What is not
/// shown is not parsed.
fn merge(sorting: Sorting, sources: Vec<Source>, limit: i64) -> Result<Found, StoreError> {
    let ended = sources.iter().all(|source| source.ended);
    let first = |one: Key, other: Key| if sorting.is_before(one, other) { one } else { other };
    let floor = sources.iter().filter(|source| !source.ended).filter_map(|source| source.rows.last().map(|(key, _)| *key)).reduce(first);
    let mut rows: Vec<(Key, Row)> = sources.into_iter().flat_map(|source| source.rows).collect();
    rows.retain(|(key, _)| floor.is_none_or(|floor| !sorting.is_before(floor, *key)));
    rows.sort_by(|(one, _), (other, _)| sorting.compare(*one, *other));
    let most = usize::try_from(limit).unwrap_or(0);
    let ended = ended && rows.len() <= most;
    rows.truncate(most);
    Ok(Found { lots: rows.iter().map(|(_, row)| read(row)).collect::<Result<_, _>>()?, ended })
}

/// The lots found, in the order that is asked for; by a text or a trade in the order of arrival. A text of a single character finds nothing.
///
/// # Errors
/// [`StoreError`].
pub async fn search(query: &mut impl Query, search: &Search<'_>) -> Result<Found, StoreError> {
    let text = search.text.trim().to_ascii_uppercase();
    if text.is_empty() && search.words().1.is_none() {
        return merge(search.sorting, by_sorting(query, search).await?, search.limit());
    }
    let sources = if is_number(&text) { by_number(query, search, &text).await? } else { by_words(query, search).await? };
    merge(Sorting::Newest, sources, search.limit())
}

/// Out of the index of an order, of each owner a page.
async fn by_sorting(query: &mut impl Query, search: &Search<'_>) -> Result<Vec<Source>, StoreError> {
    let (mut sources, limit) = (Vec::new(), search.limit());
    let of = search.place.or_else(|| (!search.site.is_province()).then_some(search.site));
    let shelf = of.map_or_else(|| search.site.to_string().chars().take(2).collect(), |place| place.to_string());
    let pick = |province: &'static Sql, place: &'static Sql| if of.is_some() { place } else { province };
    for owner in search.owners() {
        let shelf: [Value; 2] = [shelf.as_str().into(), owner.into()];
        let rows = match search.sorting {
            Sorting::Newest => {
                let values = shelf.into_iter().chain([search.before().into(), limit.into()]).collect();
                query.rows(pick(&NEWEST_OF_PROVINCE, &NEWEST_OF_PLACE), values).await?
            }
            Sorting::Opening => {
                let from = Key { by: search.window.0.map_or(i64::MIN, |from| from.plus(-1).micros()), seq: i64::MAX };
                let (from, to) = (search.after.unwrap_or(from), search.window.1.map_or(i64::MAX, Timestamp::micros));
                let values = shelf.into_iter().chain([from.by.into(), from.seq.into(), to.into(), limit.into()]).collect();
                query.rows(pick(&OPENING_OF_PROVINCE, &OPENING_OF_PLACE), values).await?
            }
            Sorting::Amount => {
                let most = Key { by: search.amount.1.map_or(i64::MAX, |most| most.fen() + 1), seq: 0 };
                let (most, least) = (search.after.unwrap_or(most), search.amount.0.map_or(0, Cny::fen));
                let values = shelf.into_iter().chain([most.by.into(), most.seq.into(), least.into(), limit.into()]).collect();
                query.rows(pick(&AMOUNT_OF_PROVINCE, &AMOUNT_OF_PLACE), values).await?
            }
        };
        sources.push(Source::of(rows, limit)?);
    }
    Ok(sources)
}

/// The lots whose numbers begin so.
async fn by_number(query: &mut impl Query, search: &Search<'_>, text: &str) -> Result<Vec<Source>, StoreError> {
    // ':' follows '9'.
    let beyond = format!("{text}:");
    let counted = query.first(&COUNT_BY_PREFIX, vec![text.into(), beyond.as_str().into(), (SORT_MAX + 1).into()]).await?;
    if counted.map_or(Ok(0), |row| row.int(0))? <= SORT_MAX {
        let sites: Vec<String> = search.sites().map(|site| site.to_string()).collect();
        let (sites, owners, limit) = (json(&sites)?, json(&search.owners())?, search.limit());
        let values = vec![text.into(), beyond.into(), sites, owners, search.before().into(), limit.into()];
        return Ok(vec![Source::of(query.rows(&BY_PREFIX, values).await?, limit)?]);
    }
    let (mut sources, limit) = (Vec::new(), search.limit().min(PAGE_MAX));
    for (site, owner) in search.shelves() {
        let rows = newest_by_number(query, (&site, &owner), (text, &beyond), search.before(), limit).await?;
        sources.push(Source::of(rows, limit)?);
    }
    Ok(sources)
}

/// The newest of many lots whose numbers begin so: looked for stride by stride, and leaping wherever a stride has too few of them.
async fn newest_by_number(
    query: &mut impl Query,
    (site, owner): (&str, &str),
    (text, beyond): (&str, &str),
    before: i64,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let (mut rows, mut wanted) = (Vec::new(), limit);
    let mut last = query.first(&LAST_BEFORE, vec![site.into(), owner.into(), before.into()]).await?;
    while let Some(top) = last.and_then(|row| row.int(0).ok()) {
        let floor = top.saturating_sub(STRIDE);
        let values = vec![site.into(), owner.into(), top.into(), floor.into(), text.into(), beyond.into(), wanted.into()];
        let found = query.rows(&BY_PREFIX_NEWEST, values).await?;
        wanted -= i64::try_from(found.len()).unwrap_or(i64::MAX);
        rows.extend(found);
        if wanted <= 0 {
            break;
        }
        let shelf = text.get(..SHELF).unwrap_or(text);
        let values = vec![site.into(), owner.into(), shelf.into(), beyond.into(), floor.into()];
        last = query.first(&LAST_BY_PREFIX, values).await?;
    }
    Ok(rows)
}

/// The lots that have the words, of each owner a page.
async fn by_words(query: &mut impl Query, search: &Search<'_>) -> Result<Vec<Source>, StoreError> {
    let (normalised, trade) = search.words();
    let runs: Vec<Vec<String>> = bigrams(&normalised).collect();
    let mut sources = Vec::new();
    if runs.is_empty() && (trade.is_none() || !normalised.trim().is_empty()) {
        return Ok(sources);
    }
    for owner in search.owners() {
        let fixed: Vec<String> = std::iter::once(place(search.site, &owner)).chain(trade.map(str::to_owned)).collect();
        sources.push(owners_by_words(query, search, (&normalised, &runs), fixed).await?);
    }
    Ok(sources)
}

async fn owners_by_words(
    query: &mut impl Query,
    search: &Search<'_>,
    (normalised, runs): (&str, &[Vec<String>]),
    fixed: Vec<String>,
) -> Result<Source, StoreError> {
    let (before, limit) = (search.before(), search.limit());
    match query.dialect() {
        Dialect::Sqlite => {
            // Each run is a phrase: its bigrams must follow one another.
            let fixed = fixed.iter().map(|word| format!("words:{word}"));
            let phrases: Vec<String> = fixed.chain(runs.iter().map(|run| format!("words:\"{}\"", run.join(" ")))).collect();
            Source::of(query.rows(&SEARCH, vec![phrases.join(" AND ").into(), before.into(), limit.into()]).await?, limit)
        }
        Dialect::Postgres => {
            let words: Vec<String> = fixed.into_iter().chain(runs.iter().flatten().cloned()).collect();
            // Normalised text has no wildcard characters.
            let pattern = format!("%{}%", normalised.split_whitespace().collect::<Vec<_>>().join("%"));
            let (words, pattern) = (Value::Words(words), Value::from(pattern));
            let recent = vec![before.into(), RECENT.into(), words.clone(), pattern.clone(), limit.into()];
            // So many among the newest: a frequent word, of which the index would have to sort all there are.
            let recent = Source::of(query.rows(&SEARCH_RECENT, recent).await?, limit.min(PAGE_MAX))?;
            if !recent.ended {
                return Ok(recent);
            }
            Source::of(query.rows(&SEARCH, vec![words, pattern, before.into(), limit.into()]).await?, limit)
        }
    }
}
