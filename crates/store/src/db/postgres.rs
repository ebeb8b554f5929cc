use super::erased::{self, Body, Failure};
use super::lanes::{Lanes, Woken};
use super::sql::UNCHANGED;
use super::{Row, Sql, StoreError, Tx, TxBackend, Value, migrate};
use deadpool_postgres::{Hook, HookError, Manager, Object, Pool, Runtime, Timeouts};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join};
use std::future::poll_fn;
use std::mem::take;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, NoTls};

/// Connections of one process. Measured: more than 16 gain nothing on two cores.
const CONNECTIONS_MAX: usize = 16;

/// How long connecting may take.
const CONNECT_MAX: Duration = Duration::from_secs(3);
/// How long the server may work on a statement or wait for a lock, and a question for a connection.
const STATEMENT_MAX: Duration = Duration::from_secs(10);
/// How long an answer may take before the server is taken for gone (L3).
const SILENCE_MAX: Duration = Duration::from_secs(15);
/// How long a transaction may take.
const TRANSACTION_MAX: Duration = Duration::from_secs(30);

/// How the server plans: once a statement, whatever the values, by an index that finds and orders wherever there is one. Every statement has
/// its index and a test holds it to that; left to weigh, the server would guess how many rows there are and change its mind overnight.
/// What has to be sorted or read through all the same is no reason to compile machine code, dear as such a plan then looks.
pub const PLANNER: &str = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_sort=off -c jit=off";

/// The server engine.
#[derive(Clone)]
pub(super) struct Postgres {
    pool: Pool,
}

/// A connection for questions that do not wait for each other.
#[derive(Clone)]
pub(super) struct Flight(Arc<Shared>);

struct Shared {
    connection: Option<Object>,
    silent: AtomicBool,
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Whatever it still answers must not be taken for the answer to the next question.
        if self.silent.load(Ordering::Relaxed) {
            drop(self.connection.take().map(Object::take));
        }
    }
}

impl Flight {
    pub(super) async fn read(&self, sql: &'static Sql, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let connection = self.0.connection.as_ref().ok_or_else(|| unavailable("the flight has ended"))?;
        tokio::time::timeout(SILENCE_MAX, query(connection, sql, values)).await.unwrap_or_else(|_| {
            self.0.silent.store(true, Ordering::Relaxed);
            Err(unavailable("no answer in time"))
        })
    }
}

/// Asks inside a transaction.
#[derive(Clone)]
pub(super) struct TxReader(Arc<Object>);

impl TxReader {
    pub(super) async fn read(&self, sql: &'static Sql, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        query(&self.0, sql, values).await
    }
}

type Changes = BoxFuture<'static, Result<u64, StoreError>>;

/// A write that waits for the next flight.
struct Pending {
    changes: Changes,
    /// How many rows it must change, where that has to be looked at.
    expected: Option<u64>,
}

/// A transaction whose writes wait for the next flight. Dropped before its end it takes its connection with it, so that a half
/// transaction never returns to the pool.
pub(super) struct PostgresTx {
    connection: Option<Arc<Object>>,
    pending: Vec<Pending>,
}

/// What is said of an error: never the values of a row, which its detail and the words about wrong data and broken constraints have.
fn said(error: &tokio_postgres::Error) -> String {
    let Some(database) = error.as_db_error() else { return error.to_string() };
    let code = database.code().code();
    let place = [database.table(), database.column(), database.constraint()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let words = if ["22", "23"].iter().any(|class| code.starts_with(class)) { &place } else { database.message() };
    format!("{code} {words}")
}

fn failed(error: tokio_postgres::Error) -> StoreError {
    match error.code() {
        Some(code)
            if [&SqlState::UNIQUE_VIOLATION, &SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED].contains(&code)
                || code.code() == UNCHANGED =>
        {
            StoreError::Conflict
        }
        // Broken connections, exhausted resources, an operator's hand, a system's fault: another time it works (L3).
        Some(code) if ["08", "53", "57", "58"].iter().any(|class| code.code().starts_with(class)) => StoreError::Unavailable(said(&error)),
        Some(code) if *code == SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::Unavailable(said(&error)),
        Some(&SqlState::CHARACTER_NOT_IN_REPERTOIRE | &SqlState::UNTRANSLATABLE_CHARACTER) => StoreError::Unwritable,
        Some(_) => StoreError::Corrupt(said(&error)),
        None => StoreError::Unavailable(said(&error)),
    }
}

fn unavailable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as _).collect()
}

async fn query(connection: &Object, sql: &'static Sql, values: &[Value]) -> Result<Vec<Row>, StoreError> {
    let statement = connection.prepare_cached(sql.prepared()).await.map_err(failed)?;
    let rows = connection.query(&statement, &parameters(values)).await.map_err(failed)?;
    rows.iter().map(Row::from_postgres).collect()
}

impl Postgres {
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let mut config: Config = url.parse().map_err(unavailable)?;
        config.connect_timeout(CONNECT_MAX).tcp_user_timeout(SILENCE_MAX);
        migrate::postgres(&config).await?;
        let asked = config.get_options().unwrap_or_default().to_owned();
        config.options(format!("{asked} -c statement_timeout={0} -c lock_timeout={0} {PLANNER}", STATEMENT_MAX.as_millis()));
        // Every statement is prepared when a connection is made: a statement prepared in the middle of a flight would
        // let the ones behind it overtake.
        let prepare = Hook::async_fn(|connection, _| {
            Box::pin(async move {
                for sql in crate::statements() {
                    connection.prepare_cached(sql.prepared()).await.map_err(HookError::Backend)?;
                }
                Ok(())
            })
        });
        let pool = Pool::builder(Manager::new(config, NoTls)).max_size(CONNECTIONS_MAX).post_create(prepare);
        let pool = pool.runtime(Runtime::Tokio1).timeouts(Timeouts {
            wait: Some(STATEMENT_MAX),
            create: Some(CONNECT_MAX + STATEMENT_MAX),
            recycle: Some(CONNECT_MAX),
        });
        let pool = pool.build().map_err(unavailable)?;
        Ok(Self { pool })
    }

    pub(super) async fn flight(&self) -> Result<Flight, StoreError> {
        let connection = self.pool.get().await.map_err(unavailable)?;
        Ok(Flight(Arc::new(Shared { connection: Some(connection), silent: AtomicBool::new(false) })))
    }

    pub(super) async fn read(&self, sql: &'static Sql, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.flight().await?.read(sql, values).await
    }

    pub(super) async fn write(&self, body: Body, lanes: &Arc<Lanes>) -> Result<erased::Value, Failure> {
        let (pool, lanes) = (self.pool.clone(), Arc::clone(lanes));
        // A task of its own: a request that is dropped half-way must not drop the transaction with it.
        let task = tokio::spawn(async move {
            let connection = pool.get().await.map_err(unavailable)?;
            let mut tx = Tx { backend: TxBackend::Postgres(PostgresTx::begin(connection)), woken: Woken::default() };
            let outcome = match tokio::time::timeout(TRANSACTION_MAX, body(&mut tx)).await {
                Ok(outcome) => outcome,
                // Dropped here, the transaction takes its connection with it.
                Err(_) => return Err(unavailable("no answer in time").into()),
            };
            let TxBackend::Postgres(inner) = tx.backend else { return outcome };
            match outcome {
                Ok(value) => {
                    inner.commit().await?;
                    lanes.wake(&tx.woken);
                    Ok(value)
                }
                Err(error) => {
                    inner.rollback().await;
                    Err(error)
                }
            }
        });
        task.await.map_err(|error| StoreError::Corrupt(error.to_string()))?
    }

    pub(super) async fn prepare_all(&self) -> Result<usize, StoreError> {
        let connection = self.pool.get().await.map_err(unavailable)?;
        for sql in crate::statements() {
            let prepared = connection.prepare(sql.prepared()).await;
            prepared.map_err(|error| StoreError::Corrupt(format!("{}: {error:?}", sql.postgres)))?;
        }
        Ok(crate::statements().count())
    }
}

/// Polls all in order, each time, so that they are sent in order; done when all are done.
async fn one_after_another(mut pending: Vec<Changes>) -> Vec<Result<u64, StoreError>> {
    let mut answers: Vec<Option<Result<u64, StoreError>>> = pending.iter().map(|_| None).collect();
    poll_fn(move |context| {
        let mut waiting = false;
        for (future, answer) in pending.iter_mut().zip(&mut answers) {
            if answer.is_none() {
                match future.poll_unpin(context) {
                    Poll::Ready(value) => *answer = Some(value),
                    Poll::Pending => waiting = true,
                }
            }
        }
        if waiting { Poll::Pending } else { Poll::Ready(take(&mut answers).into_iter().flatten().collect()) }
    })
    .await
}

async fn flight(pending: Vec<Pending>) -> Result<(), StoreError> {
    let (futures, expected): (Vec<_>, Vec<_>) = pending.into_iter().map(|one| (one.changes, one.expected)).unzip();
    let answers = one_after_another(futures).await;
    for (answer, expected) in answers.into_iter().zip(expected) {
        let changed = answer?;
        if expected.is_some_and(|expected| expected != changed) {
            return Err(StoreError::Conflict);
        }
    }
    Ok(())
}

/// A command without parameters.
fn plain(connection: &Arc<Object>, command: &'static str) -> Pending {
    let connection = Arc::clone(connection);
    Pending { changes: async move { connection.batch_execute(command).await.map(|()| 0).map_err(failed) }.boxed(), expected: None }
}

impl PostgresTx {
    fn begin(connection: Object) -> Self {
        let connection = Arc::new(connection);
        let begin = plain(&connection, "BEGIN");
        Self { connection: Some(connection), pending: vec![begin] }
    }

    fn connection(&self) -> Result<Arc<Object>, StoreError> {
        self.connection.clone().ok_or_else(|| unavailable("the transaction has ended"))
    }

    pub(super) async fn rows(&mut self, sql: &'static Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let (sent, asked) = self.send()?;
        let (sent, rows) = join(sent, asked.read(sql, &values)).await;
        sent?;
        rows
    }

    /// Sends what waits to be written, ahead of the questions that are asked by what else is given back.
    pub(super) fn send(&mut self) -> Result<(impl Future<Output = Result<(), StoreError>> + Send + use<>, TxReader), StoreError> {
        let asked = TxReader(self.connection()?);
        Ok((flight(take(&mut self.pending)), asked))
    }

    pub(super) fn push(&mut self, sql: &'static Sql, values: Vec<Value>, expected: Option<u64>) {
        let connection = self.connection();
        let write = async move {
            let connection = connection?;
            let statement = connection.prepare_cached(sql.prepared()).await.map_err(failed)?;
            connection.execute(&statement, &parameters(&values)).await.map_err(failed)
        };
        let expected = expected.filter(|_| !sql.writes_or_fails());
        self.pending.push(Pending { changes: write.boxed(), expected });
    }

    /// Commits: in the flight of the last writes where each of them fails by itself if it does not do what it must, for a transaction in which
    /// something failed ends without a trace whatever is said.
    async fn commit(mut self) -> Result<(), StoreError> {
        let mut last = take(&mut self.pending);
        if last.iter().any(|write| write.expected.is_some())
            && let Err(error) = flight(take(&mut last)).await
        {
            self.rollback().await;
            return Err(error);
        }
        // Held from here on only: a rollback that fails must find nobody else holding it, to take it out of the pool.
        let connection = self.connection()?;
        last.push(plain(&connection, "COMMIT"));
        let done = flight(last).await;
        // A connection that has answered is as good as new; one that broke is not taken back.
        if done.is_ok() || !connection.is_closed() {
            self.connection = None;
        }
        done
    }

    async fn rollback(mut self) {
        self.pending.clear();
        let Ok(connection) = self.connection() else { return };
        if connection.batch_execute("ROLLBACK").await.is_ok() {
            self.connection = None;
        }
    }
}

impl Drop for PostgresTx {
    fn drop(&mut self) {
        self.pending.clear();
        if let Some(connection) = self.connection.take().and_then(Arc::into_inner) {
            drop(Object::take(connection));
        }
    }
}
