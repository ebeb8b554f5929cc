use super::connection::{configure, failed, query};
use super::erased::{Body, Failure, Value};
use super::lanes::{Lanes, Woken};
use super::readers::Readers;
use super::{Row, Sql, StoreError, Tx, TxBackend, migrate, value};
use crossbeam_channel::{Receiver, Sender, bounded};
use futures_util::FutureExt;
use rusqlite::{Connection, params_from_iter};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Commands that may wait for the writer thread; further callers wait for a place.
const QUEUE_MAX: usize = 4_096;
/// Commands that share one commit.
const GROUP_MAX: usize = 256;
/// The write-ahead log is cut back to this many bytes after a checkpoint.
const JOURNAL_BYTES_MAX: i64 = 64 * 1024 * 1024;

type Shared = Arc<Mutex<Connection>>;
/// Runs a command; gives back whether it succeeded and how to tell its caller once the commit is known.
type Work = Box<dyn FnOnce(&Shared) -> (bool, Box<dyn FnOnce(Result<(), StoreError>) + Send>) + Send>;

/// The embedded engine: one writer thread that commits commands in groups, readers beside it.
#[derive(Clone)]
pub(super) struct Sqlite {
    path: PathBuf,
    commands: Sender<Work>,
    readers: Arc<Readers>,
}

#[derive(Clone)]
pub(super) struct SqliteTx(Shared);

impl Sqlite {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let mut writer = Connection::open(path).map_err(failed)?;
        configure(&writer).map_err(failed)?;
        writer.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
        writer.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
        writer.pragma_update(None, "journal_size_limit", JOURNAL_BYTES_MAX).map_err(failed)?;
        // What a command could be rolled back to is kept in memory: else each group makes, writes and removes a file for it.
        writer.pragma_update(None, "temp_store", "MEMORY").map_err(failed)?;
        migrate::sqlite(&mut writer)?;
        let (commands, queue) = bounded(QUEUE_MAX);
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || write_groups(&queue, &Arc::new(Mutex::new(writer))))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { path: path.to_owned(), commands, readers: Arc::new(Readers::of(path)) })
    }

    pub(super) async fn read(&self, sql: &'static Sql, values: Vec<value::Value>) -> Result<Vec<Row>, StoreError> {
        self.readers.rows(sql, values).await
    }

    pub(super) async fn write(&self, body: Body, lanes: &Arc<Lanes>) -> Result<Value, Failure> {
        let (tell, told) = tokio::sync::oneshot::channel();
        let lanes = Arc::clone(lanes);
        let command: Work = Box::new(move |connection| {
            let (outcome, woken) = run(connection, body);
            let succeeded = outcome.is_ok();
            let answer = move |commit: Result<(), StoreError>| {
                if succeeded && commit.is_ok() {
                    lanes.wake(&woken);
                }
                // The caller may have gone away; the work stands.
                let _ = tell.send(outcome.and_then(|value| commit.map(|()| value).map_err(Failure::Store)));
            };
            (succeeded, Box::new(answer))
        });
        let gone = || StoreError::Unavailable("the writer thread has ended".into());
        if let Err(crossbeam_channel::TrySendError::Full(command)) = self.commands.try_send(command) {
            let commands = self.commands.clone();
            let sent = tokio::task::spawn_blocking(move || commands.send(command)).await;
            sent.map_err(|_| gone())?.map_err(|_| gone())?;
        }
        told.await.map_err(|_| gone())?
    }

    pub(super) fn prepare_all(&self) -> Result<usize, StoreError> {
        let connection = Connection::open(&self.path).map_err(failed)?;
        for sql in crate::statements() {
            connection.prepare(sql.sqlite).map_err(|error| StoreError::Corrupt(format!("{}: {error}", sql.sqlite)))?;
        }
        Ok(crate::statements().count())
    }
}

/// Polls the body once: every statement is ready at once, so a body that is not done has awaited something it must not.
fn run(connection: &Shared, body: Body) -> (Result<Value, Failure>, Woken) {
    let mut tx = Tx { backend: TxBackend::Sqlite(SqliteTx(Arc::clone(connection))), woken: Woken::default() };
    let outcome = catch_unwind(AssertUnwindSafe(|| body(&mut tx).now_or_never()));
    let outcome = match outcome {
        Ok(Some(outcome)) => outcome,
        Ok(None) => Err(StoreError::Corrupt("a transaction awaited something other than the database".into()).into()),
        Err(_) => Err(StoreError::Corrupt("a transaction panicked".into()).into()),
    };
    (outcome, tx.woken)
}

/// Takes what waits, up to [`GROUP_MAX`], into one commit; a savepoint isolates each command.
fn write_groups(queue: &Receiver<Work>, connection: &Shared) {
    let execute = |sql: &str| {
        let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare_cached(sql).map_err(failed)?;
        statement.execute([]).map(|_| ()).map_err(failed)
    };
    while let Ok(first) = queue.recv() {
        let mut answers = Vec::new();
        let mut next = Some(first);
        let mut state = execute("BEGIN IMMEDIATE");
        while let Some(command) = next {
            state = state.and_then(|()| execute("SAVEPOINT command"));
            let (succeeded, answer) = command(connection);
            answers.push(answer);
            if !succeeded {
                state = state.and_then(|()| execute("ROLLBACK TO command"));
            }
            state = state.and_then(|()| execute("RELEASE command"));
            next = if answers.len() < GROUP_MAX { queue.try_recv().ok() } else { None };
        }
        let outcome = state.and_then(|()| execute("COMMIT"));
        if outcome.is_err() {
            // Nothing of the group is kept; if even this fails, the next BEGIN says so.
            let _ = execute("ROLLBACK");
        }
        for answer in answers {
            answer(outcome.clone());
        }
    }
}

impl SqliteTx {
    pub(super) fn rows(&self, sql: &'static Sql, values: &[value::Value]) -> Result<Vec<Row>, StoreError> {
        query(&self.0.lock().unwrap_or_else(PoisonError::into_inner), sql, values).map_err(failed)
    }

    pub(super) fn push(&self, sql: &'static Sql, values: &[value::Value], expected: Option<u64>) -> Result<(), StoreError> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare_cached(sql.sqlite).map_err(failed)?;
        let changed = statement.execute(params_from_iter(values)).map_err(failed)?;
        match expected {
            Some(expected) if u64::try_from(changed).ok() != Some(expected) => Err(StoreError::Conflict),
            Some(_) | None => Ok(()),
        }
    }
}
