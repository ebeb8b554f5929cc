//! Reads of the embedded engine, on connections beside the writer's.
//!
//! Architecture Invariant: no read holds an asynchronous thread for long. An indexed read takes microseconds, less than a hop to another
//! thread costs, so each begins where it is asked; the engine looks at the clock as it goes, and what is not done in time is begun again
//! on a thread that may be held. Nobody has to know beforehand which statement, over which rows, is a long one.

use super::connection::{configure, failed, query};
use super::{Row, Sql, StoreError, Value};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// How long a read may hold the thread it is asked on.
const IN_PLACE_MAX: Duration = Duration::from_millis(2);
/// How long a read may take at all, as on PostgreSQL.
const READ_MAX: Duration = Duration::from_secs(10);
/// Instructions of the engine between two looks at the clock: a microsecond or two, while what it reads is in memory.
const LOOK_EVERY: i32 = 50;
/// Long reads at a time; more wait, so that they leave processors and memory to the short ones.
const LONG_MAX: usize = 4;

/// Connections that only read.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Timed>>,
    long: Arc<Semaphore>,
    begun: Instant,
}

/// A connection whose reads end at an instant, in nanoseconds since its readers were made.
#[derive(Debug)]
struct Timed {
    connection: Connection,
    until: Arc<AtomicU64>,
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

impl Readers {
    pub(super) fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::default(), long: Arc::new(Semaphore::new(LONG_MAX)), begun: Instant::now() }
    }

    /// The rows of a query: found right here, or on another thread when that takes longer.
    pub(super) async fn rows(self: &Arc<Self>, sql: &'static Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        if let Some(rows) = self.within(IN_PLACE_MAX, sql, &values)? {
            return Ok(rows);
        }
        let late = || StoreError::Unavailable("no answer in time".into());
        let turn = Arc::clone(&self.long).acquire_owned().await.map_err(|_| late())?;
        let readers = Arc::clone(self);
        let read = tokio::task::spawn_blocking(move || {
            // Held until the read has ended, not until its caller has gone.
            let _turn = turn;
            readers.within(READ_MAX, sql, &values)
        });
        read.await.map_err(|error| StoreError::Unavailable(error.to_string()))??.ok_or_else(late)
    }

    /// The rows of a query, or nothing when they are not all found within `time`.
    fn within(&self, time: Duration, sql: &'static Sql, values: &[Value]) -> Result<Option<Vec<Row>>, StoreError> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = idle().pop();
        let timed = match taken {
            Some(timed) => timed,
            None => self.connect().map_err(failed)?,
        };
        timed.until.store(nanoseconds(self.begun.elapsed().saturating_add(time)), Ordering::Relaxed);
        let answer = query(&timed.connection, sql, values);
        idle().push(timed);
        match answer {
            Ok(rows) => Ok(Some(rows)),
            Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == ErrorCode::OperationInterrupted => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    fn connect(&self) -> rusqlite::Result<Timed> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&self.path, flags)?;
        configure(&connection)?;
        let (until, begun) = (Arc::new(AtomicU64::new(u64::MAX)), self.begun);
        let end = Arc::clone(&until);
        connection.progress_handler(LOOK_EVERY, Some(move || nanoseconds(begun.elapsed()) > end.load(Ordering::Relaxed)))?;
        Ok(Timed { connection, until })
    }
}
