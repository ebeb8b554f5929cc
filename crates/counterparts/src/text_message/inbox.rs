use domain::time::Timestamp;
use partners::text_message::wire::Sms;
use rusqlite::{Connection, params};
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Why messages cannot be kept.
#[derive(Debug)]
pub struct InboxError(String);

impl fmt::Display for InboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the inbox: {}", self.0)
    }
}

impl std::error::Error for InboxError {}

impl From<rusqlite::Error> for InboxError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

/// A message that arrived on a phone.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// On whose.
    pub mobile: String,
    /// What it says.
    pub text: String,
    /// When.
    pub at: String,
}

/// The messages that arrived, one row each.
#[derive(Debug)]
pub struct Inbox(Mutex<Connection>);

impl Inbox {
    /// Opens the messages at `path`.
    ///
    /// # Errors
    /// [`InboxError`].
    pub fn open(path: &Path) -> Result<Self, InboxError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS message (
                seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, mobile TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL)",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a message; the same identifier again arrives nowhere.
    pub(super) fn take(&self, message: &Sms, now: Timestamp) -> Result<(), InboxError> {
        self.connection().execute(
            "INSERT INTO message (message_id, mobile, text, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (message_id) DO NOTHING",
            params![message.message_id, message.mobile, message.text, now.to_seconds()],
        )?;
        Ok(())
    }

    /// The latest messages on a phone, newest first; of all phones when `mobile` is empty.
    ///
    /// # Errors
    /// [`InboxError`].
    pub fn latest(&self, mobile: &str) -> Result<Vec<Arrived>, InboxError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare("SELECT mobile, text, at FROM message WHERE ?1 = '' OR mobile = ?1 ORDER BY seq DESC LIMIT 20")?;
        let read = |row: &rusqlite::Row<'_>| Ok(Arrived { mobile: row.get(0)?, text: row.get(1)?, at: row.get(2)? });
        Ok(statement.query_map([mobile], read)?.collect::<Result<_, _>>()?)
    }
}
