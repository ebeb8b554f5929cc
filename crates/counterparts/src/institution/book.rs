use protocol::message::{ApplicationOrder, ApplicationState, IssuedGuarantee, Paid, Receipt};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Why the books cannot be kept.
#[derive(Debug)]
pub struct BookError(String);

impl fmt::Display for BookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the institution's books: {}", self.0)
    }
}

impl std::error::Error for BookError {}

impl From<rusqlite::Error> for BookError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<serde_json::Error> for BookError {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

/// An order as the institution keeps it.
#[derive(Clone, Debug)]
pub struct Order {
    /// As it came.
    pub order: ApplicationOrder,
    /// Where it stands.
    pub state: ApplicationState,
    /// What its cashier's page is found by.
    pub ticket: String,
    /// How it was paid.
    pub paid: Option<Paid>,
    /// Its letter.
    pub guarantee: Option<IssuedGuarantee>,
}

/// A message to the platform that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its idempotency key.
    pub key: String,
    /// What it is: a topic, or `file/KIND/FORMAT`.
    pub topic: String,
    /// What it is about.
    pub order_number: String,
    /// JSON, or a file's bytes.
    pub body: Vec<u8>,
}

/// What became of a message from the platform.
pub(super) enum Known {
    /// It is new.
    New,
    /// It came before; this was answered.
    Again(Receipt),
    /// Its key was used for another.
    Reused,
}

/// The books.
#[derive(Debug)]
pub struct Book(Mutex<Connection>);

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS received (key TEXT PRIMARY KEY, digest TEXT NOT NULL, receipt TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS paper (digest TEXT PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS nonce (nonce TEXT PRIMARY KEY, seen_at INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS application (
        order_number TEXT PRIMARY KEY, body TEXT NOT NULL, state TEXT NOT NULL, ticket TEXT NOT NULL UNIQUE, paid TEXT, guarantee TEXT);
    CREATE TABLE IF NOT EXISTS outgoing (
        seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, topic TEXT NOT NULL, order_number TEXT NOT NULL, body BLOB NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0, refused TEXT);";

fn text(value: &impl Serialize) -> Result<String, BookError> {
    Ok(serde_json::to_string(value)?)
}

fn value<T: DeserializeOwned>(text: Option<String>) -> Result<Option<T>, BookError> {
    text.map(|text| Ok(serde_json::from_str(&text)?)).transpose()
}

impl Book {
    /// Opens the books at `path`.
    ///
    /// # Errors
    /// [`BookError`].
    pub fn open(path: &Path) -> Result<Self, BookError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(TABLES)?;
        Ok(Self(Mutex::new(connection)))
    }

    fn books(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Uses a nonce up; `false` when it was used before.
    pub(super) fn use_nonce(&self, nonce: &str, now: i64) -> Result<bool, BookError> {
        let books = self.books();
        books.execute("DELETE FROM nonce WHERE seen_at < ?1", [now - 900])?;
        Ok(books.execute("INSERT OR IGNORE INTO nonce (nonce, seen_at) VALUES (?1, ?2)", params![nonce, now])? == 1)
    }

    /// Records that a message came under `key`.
    pub(super) fn receive(&self, key: &str, digest: &str, receipt: &Receipt) -> Result<Known, BookError> {
        let books = self.books();
        let known: Option<(String, String)> = books
            .query_row("SELECT digest, receipt FROM received WHERE key = ?1", [key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match known {
            Some((known, receipt)) if known == digest => Ok(Known::Again(serde_json::from_str(&receipt)?)),
            Some(_) => Ok(Known::Reused),
            None => {
                books.execute("INSERT INTO received (key, digest, receipt) VALUES (?1, ?2, ?3)", params![key, digest, text(receipt)?])?;
                Ok(Known::New)
            }
        }
    }

    /// Keeps a new order.
    pub(super) fn keep(&self, order: &ApplicationOrder, ticket: &str) -> Result<(), BookError> {
        self.books().execute(
            "INSERT OR IGNORE INTO application (order_number, body, state, ticket) VALUES (?1, ?2, ?3, ?4)",
            params![order.order_number, text(order)?, text(&ApplicationState::Received)?, ticket],
        )?;
        Ok(())
    }

    fn find(&self, condition: &str, by: &str) -> Result<Option<Order>, BookError> {
        type Row = (String, String, String, Option<String>, Option<String>);
        let books = self.books();
        let question = format!("SELECT body, state, ticket, paid, guarantee FROM application WHERE {condition} = ?1");
        let read =
            |row: &rusqlite::Row<'_>| -> rusqlite::Result<Row> { Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)) };
        let Some((body, state, ticket, paid, guarantee)) = books.query_row(&question, [by], read).optional()? else { return Ok(None) };
        Ok(Some(Order {
            order: serde_json::from_str(&body)?,
            state: serde_json::from_str(&state)?,
            ticket,
            paid: value(paid)?,
            guarantee: value(guarantee)?,
        }))
    }

    /// The order with this number, if it came.
    ///
    /// # Errors
    /// [`BookError`].
    pub fn order(&self, order_number: &str) -> Result<Option<Order>, BookError> {
        self.find("order_number", order_number)
    }

    /// The order with this cashier's ticket.
    pub(super) fn by_ticket(&self, ticket: &str) -> Result<Option<Order>, BookError> {
        self.find("ticket", ticket)
    }

    /// The numbers of the orders that are paid for and have no letter, oldest first.
    pub(super) fn due(&self) -> Result<Vec<String>, BookError> {
        let books = self.books();
        let mut statement =
            books.prepare("SELECT order_number FROM application WHERE state = '\"paid\"' AND guarantee IS NULL ORDER BY rowid LIMIT 20")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Writes where an order stands.
    pub(super) fn save(&self, order: &Order) -> Result<(), BookError> {
        let paid = order.paid.as_ref().map(text).transpose()?;
        let guarantee = order.guarantee.as_ref().map(text).transpose()?;
        self.books().execute(
            "UPDATE application SET state = ?1, paid = ?2, guarantee = ?3 WHERE order_number = ?4",
            params![text(&order.state)?, paid, guarantee, order.order.order_number],
        )?;
        Ok(())
    }

    /// Writes what has changed about an order since it came.
    pub(super) fn amend(&self, order: &Order) -> Result<(), BookError> {
        let order = &order.order;
        self.books().execute("UPDATE application SET body = ?1 WHERE order_number = ?2", params![text(order)?, order.order_number])?;
        Ok(())
    }

    /// Puts a message to the platform out, once a key.
    pub(super) fn put_out(&self, waiting: &Waiting) -> Result<(), BookError> {
        self.books().execute(
            "INSERT OR IGNORE INTO outgoing (key, topic, order_number, body) VALUES (?1, ?2, ?3, ?4)",
            params![waiting.key, waiting.topic, waiting.order_number, waiting.body],
        )?;
        Ok(())
    }

    /// Keeps a paper that came with an instruction.
    pub(super) fn keep_paper(&self, digest: &str, bytes: &[u8]) -> Result<(), BookError> {
        self.books().execute("INSERT OR IGNORE INTO paper (digest, body) VALUES (?1, ?2)", params![digest, bytes])?;
        Ok(())
    }

    /// The paper with this digest, if it was fetched.
    ///
    /// # Errors
    /// [`BookError`].
    pub fn paper(&self, digest: &str) -> Result<Option<Vec<u8>>, BookError> {
        Ok(self.books().query_row("SELECT body FROM paper WHERE digest = ?1", [digest], |row| row.get(0)).optional()?)
    }

    /// The last message of this topic about an order.
    pub(super) fn said(&self, topic: &str, order_number: &str) -> Result<Option<Vec<u8>>, BookError> {
        let question = "SELECT body FROM outgoing WHERE topic = ?1 AND order_number = ?2 ORDER BY seq DESC LIMIT 1";
        Ok(self.books().query_row(question, [topic, order_number], |row| row.get(0)).optional()?)
    }

    /// The messages that wait, oldest first.
    ///
    /// # Errors
    /// [`BookError`].
    pub fn waiting(&self) -> Result<Vec<Waiting>, BookError> {
        let books = self.books();
        let mut statement = books.prepare("SELECT key, topic, order_number, body FROM outgoing WHERE sent = 0 ORDER BY seq LIMIT 50")?;
        let read =
            |row: &rusqlite::Row<'_>| Ok(Waiting { key: row.get(0)?, topic: row.get(1)?, order_number: row.get(2)?, body: row.get(3)? });
        Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
    }

    /// Records that the platform has a message, or why it will not.
    ///
    /// # Errors
    /// [`BookError`].
    pub fn sent(&self, key: &str, refused: Option<&str>) -> Result<(), BookError> {
        self.books().execute("UPDATE outgoing SET sent = 1, refused = ?1 WHERE key = ?2", params![refused, key])?;
        Ok(())
    }

    /// Why the platform refused messages, oldest first: empty when all is well.
    ///
    /// # Errors
    /// [`BookError`].
    pub fn refusals(&self) -> Result<Vec<String>, BookError> {
        let books = self.books();
        let mut statement = books.prepare("SELECT topic || ': ' || refused FROM outgoing WHERE refused IS NOT NULL ORDER BY seq")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}
