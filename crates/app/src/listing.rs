//! Lists that are searched, filtered, counted, paged and exported: what all of them share (P9).

use crate::error::AppError;
use std::future::Future;
use store::event::{self, Entry};
pub use store::filter::{COUNT_MAX, Filter};
use store::{Query, StoreError};

/// Rows on one page.
pub const PAGE: i64 = 20;
/// Rows read at a time for an export.
const CHUNK: i64 = 50;
/// Most rows of an export.
pub const EXPORT_MAX: usize = 5000;

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows, newest first.
    pub rows: Vec<T>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// How many there are in all; beyond [`COUNT_MAX`] only that there are more.
    pub count: i64,
}

/// The page before `before`, out of one row more than it holds.
pub(crate) fn page<T>(mut rows: Vec<T>, count: i64, key: impl Fn(&T) -> String) -> Page<T> {
    let full = i64::try_from(rows.len()).unwrap_or(0) > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = if full { rows.last().map(key) } else { None };
    Page { rows, next, count }
}

/// Events that the page of a thing shows of its history: the last ones.
const RECENT: usize = 10;

/// The last events of an aggregate, the newest first, without those of two names; and whether there are more.
pub(crate) async fn recent(query: &mut impl Query, aggregate: &str, hidden: [&str; 2]) -> Result<(Vec<Entry>, bool), AppError> {
    let limit = i64::try_from(RECENT + 1).unwrap_or(i64::MAX);
    let mut entries = event::list(query, aggregate, hidden, &Filter::default(), None, limit).await?;
    let more = entries.len() > RECENT;
    entries.truncate(RECENT);
    Ok((entries, more))
}

/// A page of all of them, behind event number `after`.
pub(crate) async fn history(
    query: &mut impl Query,
    aggregate: &str,
    hidden: [&str; 2],
    filter: &Filter<'_>,
    after: Option<u32>,
) -> Result<Page<Entry>, AppError> {
    let rows = event::list(query, aggregate, hidden, filter, after, PAGE + 1).await?;
    let count = event::count(query, aggregate, hidden).await?;
    Ok(page(rows, count, |entry| entry.seq.to_string()))
}

/// Every row up to [`EXPORT_MAX`], read in chunks: `read` gives those before a key, `key` says a row's.
pub(crate) async fn all<T, K: Copy, F>(read: impl Fn(Option<K>, i64) -> F, key: impl Fn(&T) -> K) -> Result<Vec<T>, AppError>
where
    F: Future<Output = Result<Vec<T>, StoreError>>,
{
    let mut rows: Vec<T> = Vec::new();
    while rows.len() < EXPORT_MAX {
        let chunk = read(rows.last().map(&key), CHUNK).await?;
        let last = i64::try_from(chunk.len()).unwrap_or(0) < CHUNK;
        rows.extend(chunk);
        if last {
            break;
        }
    }
    rows.truncate(EXPORT_MAX);
    Ok(rows)
}
