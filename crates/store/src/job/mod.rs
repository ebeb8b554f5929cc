//! Jobs: enqueued in the business transaction, claimed with a lease, run at least once, by any process. Whoever waits for a lane's jobs is
//! woken by the commit of the transaction that enqueued one.
//!
//! A claim moves `run_at` to the end of the lease: if the worker dies, the job is due again then. The number of attempts is
//! the fence: only the latest claimer can finish it. Failures are counted apart: an outage is none of the job's.

mod kind;

pub use crate::db::Lane;
pub use kind::{Everything, Job};

use crate::db::{Query, Row, Store, StoreError, Tx, Value, json, statements};
use domain::id::JobId;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) VALUES ($1, $2, $3, $4, 'ready', $5, $6, 0, '') ON CONFLICT (dedupe_key) DO NOTHING";
    AGAIN = "INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) VALUES ($1, $2, $3, $4, 'ready', $5, $6, 0, '') ON CONFLICT (dedupe_key) DO UPDATE SET status = 'ready', run_at = excluded.run_at, attempts = job.attempts + 1, failures = 0";
    DUE = "SELECT id, kind, payload, attempts, failures FROM job WHERE status = 'ready' AND run_at <= $1 AND lane = $2 ORDER BY run_at, id LIMIT $3",
        postgres "SELECT id, kind, payload, attempts, failures FROM job WHERE status = 'ready' AND run_at <= $1 AND lane = $2 ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED";
    CLAIM = "UPDATE job SET run_at = $1, attempts = attempts + 1 WHERE id IN (SELECT value FROM json_each($2))",
        postgres "UPDATE job SET run_at = $1, attempts = attempts + 1 WHERE id = ANY(ARRAY(SELECT json_array_elements_text($2::text::json)))";
    LATER = "UPDATE job SET run_at = $1, last_error = '' WHERE id = $2 AND attempts = $3 AND status = 'ready'";
    FINISH = "UPDATE job SET status = 'done', last_error = '' WHERE id = $1 AND attempts = $2 AND status = 'ready'";
    RETRY = "UPDATE job SET run_at = $1, last_error = $2, failures = $3 WHERE id = $4 AND attempts = $5 AND status = 'ready'";
    BURY = "UPDATE job SET status = 'dead', last_error = $1 WHERE id = $2 AND attempts = $3 AND status = 'ready'";
    REVIVE = "UPDATE job SET status = 'ready', run_at = $1, failures = 0 WHERE id = $2 AND status = 'dead'";
    DEAD = "SELECT id, kind, payload, attempts, last_error FROM job WHERE status = 'dead' ORDER BY id DESC LIMIT $1";
    OLDEST = "SELECT run_at FROM job WHERE status = 'ready' AND lane = $1 ORDER BY run_at, id LIMIT 1";
    LAST = "SELECT id FROM job ORDER BY id DESC LIMIT 1";
    INSERT_ALL = "INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'), 'ready', json_extract(value, '$[4]'), json_extract(value, '$[5]'), 0, '' FROM json_each($1) WHERE true ON CONFLICT (dedupe_key) DO NOTHING",
        postgres "INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) SELECT r->>0, r->>1, r->>2, r->>3, 'ready', (r->>4)::bigint, r->>5, 0, '' FROM jsonb_array_elements($1::text::jsonb) AS r ON CONFLICT (dedupe_key) DO NOTHING";
    FINISH_ALL = "UPDATE job SET status = 'done', last_error = '' WHERE status = 'ready' AND (id, attempts) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($1))",
        postgres "UPDATE job SET status = 'done', last_error = '' FROM jsonb_array_elements($1::text::jsonb) AS r WHERE job.id = ANY(ARRAY(SELECT e->>0 FROM jsonb_array_elements($1::text::jsonb) AS e)) AND job.status = 'ready' AND job.id = r->>0 AND job.attempts = (r->>1)::bigint";
    REPEAT_ALL = "UPDATE job SET status = 'ready', run_at = $1 WHERE status = 'done'";
    COUNT_READY = "SELECT COUNT(*) FROM job WHERE status = 'ready'";
    COUNT_DEAD = "SELECT COUNT(*) FROM job WHERE status = 'dead'";
}

/// Longest lease, and so the longest time a job waits after its worker died.
pub const LEASE_MICROS: i64 = 30 * Timestamp::SECOND;
/// Longest error text kept.
const ERROR_MAX: usize = 500;

/// A job to be.
#[derive(Clone, Copy, Debug)]
pub struct NewJob {
    id: JobId,
    job: Job,
    run_at: Timestamp,
    due: bool,
}

impl NewJob {
    /// A job that is due at once.
    #[must_use]
    pub const fn now(id: JobId, job: Job, now: Timestamp) -> Self {
        Self { id, job, run_at: now, due: true }
    }

    /// A job that is due later.
    #[must_use]
    pub const fn at(id: JobId, job: Job, run_at: Timestamp) -> Self {
        Self { id, job, run_at, due: false }
    }

    fn dedupe_key(&self) -> String {
        format!("{}/{}", self.job.code(), self.job.subject())
    }
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

impl Claimed {
    /// What it is; `None` for what this version of the program does not know.
    #[must_use]
    pub fn job(&self) -> Option<Job> {
        Job::parse(&self.kind, &self.payload)
    }
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
    vec![
        job.id.to_string().into(),
        job.job.code().into(),
        job.job.subject().into(),
        job.dedupe_key().into(),
        job.run_at.micros().into(),
        job.job.lane().code().into(),
    ]
}

fn wake(tx: &mut Tx, job: &NewJob) {
    if job.due {
        tx.wake(job.job.lane());
    }
}

/// Enqueues a job, once per kind and subject.
///
/// # Errors
/// [`StoreError`].
pub fn enqueue(tx: &mut Tx, job: NewJob) -> Result<(), StoreError> {
    wake(tx, &job);
    tx.push_any(&INSERT, values(job))
}

/// Enqueues many jobs in one statement, each once per kind and subject.
///
/// # Errors
/// [`StoreError`].
pub fn enqueue_all(tx: &mut Tx, jobs: &[NewJob]) -> Result<(), StoreError> {
    for job in jobs {
        wake(tx, job);
    }
    let rows = jobs.iter().map(|new| {
        serde_json::json!([
            new.id.to_string(),
            new.job.code(),
            new.job.subject(),
            new.dedupe_key(),
            new.run_at.micros(),
            new.job.lane().code()
        ])
    });
    tx.push_any(&INSERT_ALL, vec![rows.collect::<serde_json::Value>().to_string().into()])
}

/// Enqueues a job that may have run before; whoever is still at an earlier run of it loses its lease.
///
/// # Errors
/// [`StoreError`].
pub fn enqueue_again(tx: &mut Tx, job: NewJob) -> Result<(), StoreError> {
    wake(tx, &job);
    tx.push_any(&AGAIN, values(job))
}

/// Claims up to `limit` due jobs of a lane, the one that has been due longest first.
///
/// # Errors
/// [`StoreError`].
pub async fn claim(store: &Store, lane: Lane, now: Timestamp, limit: i64) -> Result<Vec<Claimed>, StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move {
                let rows = tx.rows(&DUE, vec![now.micros().into(), lane.code().into(), limit.into()]).await?;
                let claimed = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
                if !claimed.is_empty() {
                    let ids: Vec<String> = claimed.iter().map(|job| job.id.to_string()).collect();
                    tx.push(&CLAIM, vec![now.plus(LEASE_MICROS).micros().into(), json(&ids)?], claimed.len() as u64)?;
                }
                Ok(claimed)
            })
        })
        .await
}

/// A due job, as whoever claims it has it.
fn read(row: &Row) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        id: row.parse(0)?,
        kind: row.text(1)?.to_owned(),
        payload: row.text(2)?.to_owned(),
        attempts: row.int(3)? + 1,
        failures: row.int(4)?,
    })
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

/// Puts a claimed job off until `run_at`, which is no failure.
///
/// # Errors
/// [`StoreError`].
pub fn later(tx: &mut Tx, job: &Claimed, run_at: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&LATER, vec![run_at.micros().into(), job.id.to_string().into(), job.attempts.into()])
}

/// Makes a job due again that was given up.
///
/// # Errors
/// [`StoreError::Conflict`] when it is not one of those.
pub fn revive(tx: &mut Tx, id: JobId, now: Timestamp) -> Result<(), StoreError> {
    // Which lane it is of is not known here; whoever waits in vain looks again.
    tx.wake(Lane::Work);
    tx.wake(Lane::Messages);
    tx.wake(Lane::Deliveries);
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
    let mut next = None;
    for lane in Lane::ALL {
        if let Some(row) = query.first(&OLDEST, vec![lane.code().into()]).await? {
            next = Some(next.unwrap_or(i64::MAX).min(row.int(0)?));
        }
    }
    Ok(next.map(Timestamp::from_micros))
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

/// How many jobs wait or are under way, and how many were given up.
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query) -> Result<(i64, i64), StoreError> {
    let mut counts = [0; 2];
    for (count, sql) in counts.iter_mut().zip([&COUNT_READY, &COUNT_DEAD]) {
        *count = query.first(sql, Vec::new()).await?.map_or(Ok(0), |row| row.int(0))?;
    }
    Ok(counts.into())
}

/// Makes every job due again that was finished: each may run twice. For tests.
///
/// # Errors
/// [`StoreError`].
pub fn repeat_all(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&REPEAT_ALL, vec![now.micros().into()])
}
