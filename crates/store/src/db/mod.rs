//! One async function per command over two engines: `rusqlite` behind one writer thread with group commit, and `tokio-postgres`
//! with pipelined statements (ARCHITECTURE.md, "Choices").
//!
//! Architecture Invariant: inside a [`Store::write`] closure nothing is awaited but the [`Tx`]: on SQLite the whole future is
//! polled once on the writer thread. No remote call can therefore hide in a transaction (HR-5).

mod connection;
mod erased;
#[cfg(feature = "faults")]
mod faults;
#[cfg(feature = "heard")]
mod heard;
mod lanes;
mod migrate;
mod postgres;
mod readers;
mod sql;
mod sqlite;
mod value;

#[cfg(feature = "heard")]
pub use heard::{Heard, heard};
pub use lanes::Lane;
pub use postgres::PLANNER;
pub use sql::Sql;
pub(crate) use sql::statements;
pub(crate) use value::json;
pub use value::{Row, Value};

use futures_util::future::{BoxFuture, join};
use lanes::{Lanes, Woken};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Which engine, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engine {
    /// An embedded file.
    Sqlite(PathBuf),
    /// A server, by connection string.
    Postgres(String),
}

/// What can go wrong below the use cases. Not found is `Option`, not an error.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody was faster: a version or a unique key did not match.
    #[error("a concurrent change won")]
    Conflict,
    /// The engine does not answer.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A text holds what no engine keeps: the character NUL.
    #[error("a text cannot be stored")]
    Unwritable,
    /// The engine answered with something that cannot be.
    #[error("the database holds something unreadable: {0}")]
    Corrupt(String),
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    backend: Backend,
    lanes: Arc<Lanes>,
    #[cfg(feature = "faults")]
    faults: Arc<faults::Faults>,
}

#[derive(Clone)]
enum Backend {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.backend {
            Backend::Sqlite(_) => "Store(sqlite)",
            Backend::Postgres(_) => "Store(postgres)",
        })
    }
}

/// A transaction under way.
pub struct Tx {
    backend: TxBackend,
    /// The lanes in which something is due once it is committed.
    woken: Woken,
}

enum TxBackend {
    Sqlite(sqlite::SqliteTx),
    Postgres(postgres::PostgresTx),
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tx")
    }
}

/// Reads outside a transaction.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a>(&'a Store);

/// Questions that do not wait for each other's answers: on PostgreSQL they go out together, over one connection. A clone asks one.
#[derive(Clone)]
pub struct Flight<'a>(FlightBackend<'a>);

#[derive(Clone)]
enum FlightBackend<'a> {
    Sqlite(&'a sqlite::Sqlite),
    SqliteTx(sqlite::SqliteTx),
    Postgres(postgres::Flight),
    PostgresTx(postgres::TxReader),
}

impl fmt::Debug for Flight<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flight")
    }
}

/// Which SQL an engine speaks, for the few questions that are asked differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// What can be asked, in a transaction or outside.
pub trait Query: Send {
    /// Which SQL is spoken.
    fn dialect(&self) -> Dialect;

    /// The rows of a query.
    fn rows(&mut self, sql: &'static Sql, values: Vec<Value>) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;

    /// The first row of a query.
    fn first(&mut self, sql: &'static Sql, values: Vec<Value>) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send {
        async move { Ok(self.rows(sql, values).await?.into_iter().next()) }
    }
}

impl Query for Reader<'_> {
    fn dialect(&self) -> Dialect {
        match &self.0.backend {
            Backend::Sqlite(_) => Dialect::Sqlite,
            Backend::Postgres(_) => Dialect::Postgres,
        }
    }

    async fn rows(&mut self, sql: &'static Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        value::writable(&values)?;
        #[cfg(feature = "heard")]
        heard::note(sql, &values);
        match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite.read(sql, values).await,
            Backend::Postgres(postgres) => postgres.read(sql, &values).await,
        }
    }
}

impl Query for Flight<'_> {
    fn dialect(&self) -> Dialect {
        match &self.0 {
            FlightBackend::Sqlite(_) | FlightBackend::SqliteTx(_) => Dialect::Sqlite,
            FlightBackend::Postgres(_) | FlightBackend::PostgresTx(_) => Dialect::Postgres,
        }
    }

    async fn rows(&mut self, sql: &'static Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        value::writable(&values)?;
        #[cfg(feature = "heard")]
        heard::note(sql, &values);
        match &mut self.0 {
            FlightBackend::Sqlite(sqlite) => sqlite.read(sql, values).await,
            FlightBackend::SqliteTx(tx) => tx.rows(sql, &values),
            FlightBackend::Postgres(flight) => flight.read(sql, &values).await,
            FlightBackend::PostgresTx(asked) => asked.read(sql, &values).await,
        }
    }
}

impl Query for Tx {
    fn dialect(&self) -> Dialect {
        match &self.backend {
            TxBackend::Sqlite(_) => Dialect::Sqlite,
            TxBackend::Postgres(_) => Dialect::Postgres,
        }
    }

    async fn rows(&mut self, sql: &'static Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        value::writable(&values)?;
        match &mut self.backend {
            TxBackend::Sqlite(tx) => tx.rows(sql, &values),
            TxBackend::Postgres(tx) => tx.rows(sql, values).await,
        }
    }
}

impl Tx {
    /// Asks what does not wait for each other's answers, as outside a transaction: on PostgreSQL it goes out together.
    ///
    /// # Errors
    /// What `ask` gives back; [`StoreError`] from the engine.
    pub async fn together<T, E, Asking>(&mut self, ask: impl FnOnce(Flight<'static>) -> Asking) -> Result<T, E>
    where
        E: From<StoreError>,
        Asking: Future<Output = Result<T, E>>,
    {
        match &mut self.backend {
            TxBackend::Sqlite(tx) => ask(Flight(FlightBackend::SqliteTx(tx.clone()))).await,
            TxBackend::Postgres(tx) => {
                let (sent, asked) = tx.send()?;
                let (sent, answered) = join(sent, ask(Flight(FlightBackend::PostgresTx(asked)))).await;
                sent?;
                answered
            }
        }
    }

    /// Queues a write that must change exactly `expected` rows; another number is [`StoreError::Conflict`], at once or by the
    /// time of the commit.
    ///
    /// # Errors
    /// [`StoreError`] where the engine answers at once.
    pub fn push(&mut self, sql: &'static Sql, values: Vec<Value>, expected: u64) -> Result<(), StoreError> {
        self.queue(sql, values, Some(expected))
    }

    /// Queues a write that may change any number of rows.
    ///
    /// # Errors
    /// [`StoreError`] where the engine answers at once.
    pub fn push_any(&mut self, sql: &'static Sql, values: Vec<Value>) -> Result<(), StoreError> {
        self.queue(sql, values, None)
    }

    /// Notes that something is due in a lane once this is committed.
    pub(crate) const fn wake(&mut self, lane: Lane) {
        self.woken.note(lane);
    }

    fn queue(&mut self, sql: &'static Sql, values: Vec<Value>, expected: Option<u64>) -> Result<(), StoreError> {
        value::writable(&values)?;
        match &mut self.backend {
            TxBackend::Sqlite(tx) => tx.push(sql, &values, expected),
            TxBackend::Postgres(tx) => {
                tx.push(sql, values, expected);
                Ok(())
            }
        }
    }
}

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be reached or migrated.
    pub async fn open(engine: &Engine) -> Result<Self, StoreError> {
        let backend = match engine {
            Engine::Sqlite(path) => Backend::Sqlite(sqlite::Sqlite::open(path)?),
            Engine::Postgres(url) => Backend::Postgres(postgres::Postgres::open(url).await?),
        };
        Ok(Self {
            backend,
            lanes: Arc::default(),
            #[cfg(feature = "faults")]
            faults: Arc::default(),
        })
    }

    /// How many changes of the schema this program knows and the database has not seen; nothing is changed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be reached; [`StoreError::Corrupt`] when one was changed after it ran.
    pub async fn pending(engine: &Engine) -> Result<usize, StoreError> {
        match engine {
            Engine::Sqlite(path) => migrate::pending_sqlite(path),
            Engine::Postgres(url) => migrate::pending_postgres(url).await,
        }
    }

    /// Reads outside a transaction.
    #[must_use]
    pub const fn reader(&self) -> Reader<'_> {
        Reader(self)
    }

    /// Reads outside a transaction that go out together.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when no connection is to be had.
    pub async fn flight(&self) -> Result<Flight<'_>, StoreError> {
        Ok(Flight(match &self.backend {
            Backend::Sqlite(sqlite) => FlightBackend::Sqlite(sqlite),
            Backend::Postgres(postgres) => FlightBackend::Postgres(postgres.flight().await?),
        }))
    }

    /// Runs `body` in one transaction: all of it is committed, durably, or nothing. A caller that goes away does not leave it
    /// half-way: it runs to its end regardless.
    ///
    /// # Errors
    /// What `body` returns; [`StoreError`] from the engine.
    pub async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        #[cfg(feature = "faults")]
        self.faults.strike()?;
        let body = erased::erase(body);
        let done = match &self.backend {
            Backend::Sqlite(sqlite) => sqlite.write(body, &self.lanes).await,
            Backend::Postgres(postgres) => postgres.write(body, &self.lanes).await,
        };
        erased::restore(done)
    }

    /// From the `nth` write on, counted from none, every write fails as if the database had gone; `None` ends that. For tests.
    #[cfg(feature = "faults")]
    pub fn fail_from(&self, nth: Option<u64>) {
        self.faults.from(nth);
    }

    /// Waits until a transaction of this process has made something due in a lane. Other processes are not heard: whoever waits also looks
    /// by the clock.
    pub async fn woken(&self, lane: Lane) {
        self.lanes.woken(lane).await;
    }

    /// Wakes whoever waits for a lane.
    pub fn wake(&self, lane: Lane) {
        self.lanes.wake(&Woken::one(lane));
    }

    /// Prepares every statement of the crate, and names the first that the engine refuses.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with the statement.
    pub async fn prepare_all(&self) -> Result<usize, StoreError> {
        match &self.backend {
            Backend::Sqlite(sqlite) => sqlite.prepare_all(),
            Backend::Postgres(postgres) => postgres.prepare_all().await,
        }
    }
}
