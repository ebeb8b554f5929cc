//! Jobs: enqueued in the business transaction, claimed with a lease, run at least once, by any process.
//!
//! A claim moves `run_at` to the end of the lease: if the worker dies, the job is due again then. The number of attempts is
//! the fence: only the latest claimer can finish it. Failures are counted apart: an outage is none of the job's.

use crate::db::{Query, Store, StoreError, Tx, Value, statements};
use domain::id::JobId;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) VALUES ($1, $2, $3, $4, 'ready', $5, $6, 0, '') ON CONFLICT (dedupe_key) DO NOTHING";
    AGAIN = "INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) VALUES ($1, $2, $3, $4, 'ready', $5, $6, 0, '') ON CONFLICT (dedupe_key) DO UPDATE SET status = 'ready', run_at = excluded.run_at, attempts = job.attempts + 1, failures = 0";
    CLAIM = "UPDATE job SET run_at = $1, attempts = attempts + 1 WHERE id IN (SELECT id FROM job WHERE status = 'ready' AND run_at <= $2 AND lane = $3 ORDER BY run_at LIMIT $4) RETURNING id, kind, payload, attempts, failures",
        postgres "UPDATE job SET run_at = $1, attempts = attempts + 1 WHERE id IN (SELECT id FROM job WHERE status = 'ready' AND run_at <= $2 AND lane = $3 ORDER BY run_at LIMIT $4 FOR UPDATE SKIP LOCKED) RETURNING id, kind, payload, attempts, failures";
    FINISH = "UPDATE job SET status = 'done', last_error = '' WHERE id = $1 AND attempts = $2 AND status = 'ready'";
    RETRY = "UPDATE job SET run_at = $1, last_error = $2, failures = $3 WHERE id = $4 AND attempts = $5 AND status = 'ready'";
    BURY = "UPDATE job SET status = 'dead', last_error = $1 WHERE id = $2 AND attempts = $3 AND status = 'ready'";
    REVIVE = "UPDATE job SET status = 'ready', run_at = $1, failures = 0 WHERE id = $2 AND status = 'dead'";
    DEAD = "SELECT id, kind, payload, attempts, last_error FROM job WHERE status = 'dead' ORDER BY id DESC LIMIT $1";
    OLDEST = "SELECT MIN(run_at) FROM job WHERE status = 'ready'";
    LAST = "SELECT id FROM job ORDER BY id DESC LIMIT 1";
    INSERT_ALL = "INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'), 'ready', json_extract(value, '$[4]'), json_extract(value, '$[5]'), 0, '' FROM json_each($1) WHERE true ON CONFLICT (dedupe_key) DO NOTHING",
        postgres "INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) SELECT r->>0, r->>1, r->>2, r->>3, 'ready', (r->>4)::bigint, r->>5, 0, '' FROM jsonb_array_elements($1::text::jsonb) AS r ON CONFLICT (dedupe_key) DO NOTHING";
    FINISH_ALL = "UPDATE job SET status = 'done', last_error = '' WHERE status = 'ready' AND (id, attempts) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($1))",
        postgres "UPDATE job SET status = 'done', last_error = '' FROM jsonb_array_elements($1::text::jsonb) AS r WHERE job.id = ANY(ARRAY(SELECT e->>0 FROM jsonb_array_elements($1::text::jsonb) AS e)) AND job.status = 'ready' AND job.id = r->>0 AND job.attempts = (r->>1)::bigint";
    COUNT = "SELECT COUNT(*) FROM job WHERE status = $1";
}

/// Longest lease, and so the longest time a job waits after its worker died.
pub const LEASE_MICROS: i64 = 30 * Timestamp::SECOND;
/// Longest error text kept.
const ERROR_MAX: usize = 500;

/// Jobs of different lanes do not wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The platform's own work.
    Work,
    /// Messages that were received, to be acted on: short, many, and taken together.
    Messages,
    /// Messages to systems that may be slow or sick.
    Deliveries,
}

impl Lane {
    const fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Messages => "messages",
            Self::Deliveries => "deliveries",
        }
    }
}

/// A job to be.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Which job.
    pub id: JobId,
    /// What kind.
    pub kind: &'static str,
    /// What it is about: an identifier.
    pub payload: String,
    /// When it is due.
    pub run_at: Timestamp,
    /// In which lane it runs.
    pub lane: Lane,
}

/// A job that this process has claimed.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Which job.
    pub id: JobId,
    /// What kind.
    pub kind: String,
    /// What it is about.
    pub payload: String,
    /// Claims so far, this one included.
    pub attempts: i64,
    /// How often it has failed by itself.
    pub failures: i64,
}

/// A job that was given up.
#[derive(Clone, Debug)]
pub struct Dead {
    /// Which job.
    pub id: JobId,
    /// What kind.
    pub kind: String,
    /// What it is about: an identifier.
    pub payload: String,
    /// Claims so far.
    pub attempts: i64,
    /// Why.
    pub error: String,
}

/// Jobs on the operator's desk.
pub const DEAD_MAX: i64 = 200;

fn values(job: NewJob) -> Vec<Value> {
    let dedupe_key = format!("{}/{}", job.kind, job.payload);
    vec![
        job.id.to_string().into(),
        job.kind.into(),
        job.payload.into(),
        dedupe_key.into(),
        job.run_at.micros().into(),
        job.lane.code().into(),
    ]
}

/// Enqueues a job, once per kind and payload.
///
/// # Errors
/// [`StoreError`].
pub fn enqueue(tx: &mut Tx, job: NewJob) -> Result<(), StoreError> {
    tx.push_any(&INSERT, values(job))
}

/// Enqueues many jobs in one statement, each once per kind and payload.
///
/// # Errors
/// [`StoreError`].
pub fn enqueue_all(tx: &mut Tx, jobs: &[NewJob]) -> Result<(), StoreError> {
    let rows = jobs.iter().map(|job| {
        let dedupe_key = format!("{}/{}", job.kind, job.payload);
        serde_json::json!([job.id.to_string(), job.kind, job.payload, dedupe_key, job.run_at.micros(), job.lane.code()])
    });
    tx.push_any(&INSERT_ALL, vec![rows.collect::<serde_json::Value>().to_string().into()])
}

/// Enqueues a job that may have run before; whoever is still at an earlier run of it loses its lease.
///
/// # Errors
/// [`StoreError`].
pub fn enqueue_again(tx: &mut Tx, job: NewJob) -> Result<(), StoreError> {
    tx.push_any(&AGAIN, values(job))
}

/// Claims up to `limit` due jobs of a lane.
///
/// # Errors
/// [`StoreError`].
pub async fn claim(store: &Store, lane: Lane, now: Timestamp, limit: i64) -> Result<Vec<Claimed>, StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                let lease_end = now.plus(LEASE_MICROS).micros();
                let rows = tx.rows(&CLAIM, vec![lease_end.into(), now.micros().into(), lane.code().into(), limit.into()]).await?;
                rows.iter()
                    .map(|row| {
                        Ok(Claimed {
                            id: row.parse(0)?,
                            kind: row.text(1)?.to_owned(),
                            payload: row.text(2)?.to_owned(),
                            attempts: row.int(3)?,
                            failures: row.int(4)?,
                        })
                    })
                    .collect()
            })
        })
        .await
}

/// Finishes a claimed job; nothing happens when its lease was lost.
///
/// # Errors
/// [`StoreError`].
pub fn finish(tx: &mut Tx, job: &Claimed) -> Result<(), StoreError> {
    tx.push_any(&FINISH, vec![job.id.to_string().into(), job.attempts.into()])
}

/// Finishes many claimed jobs in one statement; nothing happens to those whose lease was lost.
///
/// # Errors
/// [`StoreError`].
pub fn finish_all(tx: &mut Tx, jobs: &[Claimed]) -> Result<(), StoreError> {
    let rows = jobs.iter().map(|job| serde_json::json!([job.id.to_string(), job.attempts]));
    tx.push_any(&FINISH_ALL, vec![rows.collect::<serde_json::Value>().to_string().into()])
}

/// Puts a claimed job back until `run_at`, with how often it has failed by itself.
///
/// # Errors
/// [`StoreError`].
pub fn retry(tx: &mut Tx, job: &Claimed, run_at: Timestamp, error: &str, failures: i64) -> Result<(), StoreError> {
    let error: String = error.chars().take(ERROR_MAX).collect();
    let values = vec![run_at.micros().into(), error.into(), failures.into(), job.id.to_string().into(), job.attempts.into()];
    tx.push_any(&RETRY, values)
}

/// Makes a job due again that was given up.
///
/// # Errors
/// [`StoreError::Conflict`] when it is not one of those.
pub fn revive(tx: &mut Tx, id: JobId, now: Timestamp) -> Result<(), StoreError> {
    tx.push(&REVIVE, vec![now.micros().into(), id.to_string().into()], 1)
}

/// The last jobs that were given up.
///
/// # Errors
/// [`StoreError`].
pub async fn dead(query: &mut impl Query) -> Result<Vec<Dead>, StoreError> {
    let rows = query.rows(&DEAD, vec![DEAD_MAX.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Dead {
                id: row.parse(0)?,
                kind: row.text(1)?.to_owned(),
                payload: row.text(2)?.to_owned(),
                attempts: row.int(3)?,
                error: row.text(4)?.to_owned(),
            })
        })
        .collect()
}

/// When the job that is due next is, or was, due.
///
/// # Errors
/// [`StoreError`].
pub async fn next_due(query: &mut impl Query) -> Result<Option<Timestamp>, StoreError> {
    let row = query.first(&OLDEST, Vec::new()).await?;
    Ok(row.and_then(|row| row.int(0).ok()).map(Timestamp::from_micros))
}

/// The job that was enqueued last, whose identifier says when.
///
/// # Errors
/// [`StoreError`].
pub async fn last(query: &mut impl Query) -> Result<Option<JobId>, StoreError> {
    query.first(&LAST, Vec::new()).await?.map(|row| row.parse(0)).transpose()
}

/// Gives a claimed job up, for an operator to look at.
///
/// # Errors
/// [`StoreError`].
pub fn bury(tx: &mut Tx, job: &Claimed, error: &str) -> Result<(), StoreError> {
    let error: String = error.chars().take(ERROR_MAX).collect();
    tx.push_any(&BURY, vec![error.into(), job.id.to_string().into(), job.attempts.into()])
}

/// How many jobs have this status: `ready`, `done` or `dead`.
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, status: &str) -> Result<i64, StoreError> {
    query.first(&COUNT, vec![status.into()]).await?.map_or(Ok(0), |row| row.int(0))
}
