use crate::text_message::InboxError;
use domain::time::Timestamp;
use mail_parser::MessageParser;
use rusqlite::{Connection, params};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A mail as it came over the wire.
#[derive(Clone, Debug)]
pub(super) struct TakenMail {
    pub(super) to: String,
    pub(super) raw: Vec<u8>,
}

/// A mail that arrived, as a mail program reads it.
#[derive(Clone, Debug)]
pub struct ArrivedMail {
    /// In whose letter box.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// Its Message-ID, without brackets.
    pub message_id: String,
    /// When.
    pub at: String,
    /// Its bytes.
    pub raw: Vec<u8>,
}

/// The mails that arrived, one row each.
#[derive(Debug)]
pub struct MailInbox(Mutex<Connection>);

fn read(to: String, raw: Vec<u8>, at: String) -> ArrivedMail {
    let parsed = MessageParser::default().parse(&raw);
    let subject = parsed.as_ref().and_then(|mail| mail.subject()).unwrap_or_default().to_owned();
    let text = parsed.as_ref().and_then(|mail| mail.body_text(0)).unwrap_or_default().into_owned();
    let message_id = parsed.as_ref().and_then(|mail| mail.message_id()).unwrap_or_default().to_owned();
    drop(parsed);
    ArrivedMail { to, subject, text, message_id, at, raw }
}

impl MailInbox {
    /// Opens the mails at `path`.
    ///
    /// # Errors
    /// [`InboxError`].
    pub fn open(path: &Path) -> Result<Self, InboxError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS mail (seq INTEGER PRIMARY KEY, recipient TEXT NOT NULL, raw BLOB NOT NULL, at TEXT NOT NULL)",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a mail; the same one again arrives again, as in any letter box.
    pub(super) fn take(&self, mail: &TakenMail, now: Timestamp) -> Result<(), InboxError> {
        self.connection()
            .execute("INSERT INTO mail (recipient, raw, at) VALUES (?1, ?2, ?3)", params![mail.to, mail.raw, now.to_seconds()])?;
        Ok(())
    }

    /// The latest mails in a letter box, newest first; in all of them when `to` is empty.
    ///
    /// # Errors
    /// [`InboxError`].
    pub fn latest(&self, to: &str) -> Result<Vec<ArrivedMail>, InboxError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare("SELECT recipient, raw, at FROM mail WHERE ?1 = '' OR recipient = ?1 ORDER BY seq DESC LIMIT 20")?;
        let rows = statement.query_map([to], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let rows: Vec<(String, Vec<u8>, String)> = rows.collect::<Result<_, _>>()?;
        Ok(rows.into_iter().map(|(to, raw, at)| read(to, raw, at)).collect())
    }
}
