//! Taking in a lot feed, JSON lines of any length or a table, in bounded memory. Good rows are kept, each bad one is reported with
//! row number, field and reason; the same feed again changes nothing.

mod jsonl;
mod table;

use super::LotRecord;
use super::list::{list, numbered};
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::saved_search::hear::arrived;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::{LotId, RequestId};
use domain::lot::{Lot, LotEvent, LotNumber, LotOrigin};
use domain::site::SiteCode;
use std::collections::BTreeMap;
use std::path::Path;
use store::turn::{Contested, take};

/// Rows in one transaction.
const BATCH: usize = 1_000;
/// Faults kept for the report; beyond them only the count grows.
pub const FAULTS_MAX: usize = 1_000;
/// Largest feed, in bytes; a larger one is refused before it is read.
pub const FEED_MAX: u64 = 8 * 1024 * 1024 * 1024;
/// Longest feed, in rows.
pub const ROWS_MAX: u64 = 10_000_000;

/// One row of a feed: its number as a person counts it, and what it says.
pub(crate) struct FeedRow {
    number: u64,
    content: Result<LotRecord, Vec<FieldError>>,
}

/// A fault in a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedFault {
    /// Row number as the file's own editor shows it: the first line is 1, a sheet's headings are row 1.
    pub row: u64,
    /// The field, by its name in the data dictionary; empty when the row as a whole does not read.
    pub field: String,
    /// What is wrong.
    pub reason: String,
}

/// What became of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows read.
    pub rows: u64,
    /// New lots.
    pub added: u64,
    /// Lots that changed.
    pub changed: u64,
    /// Lots that are as they were.
    pub unchanged: u64,
    /// Rows with a fault.
    pub bad: u64,
    /// The first [`FAULTS_MAX`] faults.
    pub faults: Vec<FeedFault>,
}

/// Imports the feed at `path` (`.jsonl`, `.xlsx`, `.xls` or `.csv`, in any case); `progress` is told after each batch how many rows have been read.
///
/// # Errors
/// [`AppError::Invalid`] when the file cannot be read as a feed at all; [`AppError::NotFound`] for an unknown site.
pub async fn import(
    world: &World,
    caller: &Caller,
    site: SiteCode,
    path: &Path,
    mut progress: impl FnMut(u64) + Send,
) -> Result<Report, AppError> {
    world.sites.get(site).ok_or(AppError::NotFound)?;
    if std::fs::metadata(path).map_err(unreadable)?.len() > FEED_MAX {
        return Err(unreadable("超过 8 GiB，请拆分后分次导入"));
    }
    let mut feeding = Feeding { world, caller, site, batch: Vec::new(), report: Report::default(), progress: &mut progress };
    match path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase).as_deref() {
        Some("jsonl") => jsonl::feed(path, &mut feeding).await?,
        Some("xlsx" | "xls" | "csv") => table::read(world, path, &mut feeding).await?,
        Some(_) | None => return Err(unreadable("仅支持 .jsonl、.xlsx、.xls 和 .csv")),
    }
    feeding.flush().await?;
    Ok(feeding.report)
}

/// Rows on their way into the database, a batch at a time.
struct Feeding<'a> {
    world: &'a World,
    caller: &'a Caller,
    site: SiteCode,
    batch: Vec<FeedRow>,
    report: Report,
    progress: &'a mut (dyn FnMut(u64) + Send),
}

impl Feeding<'_> {
    async fn push(&mut self, row: FeedRow) -> Result<(), AppError> {
        self.batch.push(row);
        if self.batch.len() < BATCH { Ok(()) } else { self.flush().await }
    }

    async fn flush(&mut self) -> Result<(), AppError> {
        let batch = std::mem::take(&mut self.batch);
        self.report.rows += u64::try_from(batch.len()).unwrap_or(0);
        if self.report.rows > ROWS_MAX {
            return Err(unreadable(format!("超过 {ROWS_MAX} 行，请拆分后分次导入")));
        }
        write(self.world, self.caller, self.site, batch, &mut self.report).await?;
        (self.progress)(self.report.rows);
        Ok(())
    }
}

fn unreadable(reason: impl std::fmt::Display) -> AppError {
    AppError::Invalid(vec![FieldError::new("file", format!("文件无法读取：{reason}"))])
}

/// Writes one batch in one transaction.
async fn write(world: &World, caller: &Caller, site: SiteCode, batch: Vec<FeedRow>, report: &mut Report) -> Result<(), AppError> {
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let mut lots: BTreeMap<LotNumber, Lot> = BTreeMap::new();
    for row in batch {
        let parsed = row.content.and_then(|record| record.parse(world.id(LotId::new), &world.sites, site, LotOrigin::Feed));
        match parsed {
            // The last row about a lot counts.
            Ok(lot) => {
                if lots.insert(lot.number.clone(), lot).is_some() {
                    report.unchanged += 1;
                }
            }
            Err(faults) => {
                report.bad += 1;
                let room = FAULTS_MAX.saturating_sub(report.faults.len());
                let faults = faults.into_iter().take(room);
                report.faults.extend(faults.map(|fault| FeedFault {
                    row: row.number,
                    field: fault.field.to_owned(),
                    reason: fault.message,
                }));
            }
        }
    }
    let batch = Caller { request: world.id(RequestId::new), ..caller.clone() };
    let stamp = batch.stamp(world, Action::ImportLots, Relation::Platform, "lot feed")?;
    let (added, changed, unchanged) = commit(world, stamp, move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Lots)?;
            let mut seq = store::lot::next_seq(w.tx()).await?;
            let (mut added, mut changed, mut unchanged) = (0, 0, 0);
            for lot in lots.into_values() {
                let there = numbered(w.tx(), &lot.number, lot.site).await?;
                match there.listed {
                    None => {
                        list(w, lot, seq, &there.typed_in).await?;
                        seq += 1;
                        added += 1;
                    }
                    Some(known) => match domain::lot::report(&known.lot, lot, None) {
                        Some(lot) => {
                            let (id, event) = (lot.id, LotEvent::Reported { lot: Box::new(lot) });
                            w.lot(Some(known.lot), &event, id, known.seq).await?;
                            changed += 1;
                        }
                        None => unchanged += 1,
                    },
                }
            }
            if added > 0 {
                arrived(w)?;
            }
            Ok((added, changed, unchanged))
        })
    })
    .await?;
    report.added += added;
    report.changed += changed;
    report.unchanged += unchanged;
    Ok(())
}
