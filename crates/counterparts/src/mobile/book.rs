use gm::certificate::Certificate;
use rusqlite::{Connection, params};
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Why the book cannot be kept.
#[derive(Debug)]
pub struct BookError(String);

impl fmt::Display for BookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the book of certificates: {}", self.0)
    }
}

impl std::error::Error for BookError {}

impl From<rusqlite::Error> for BookError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

/// The certificates that were issued, one row each.
#[derive(Debug)]
pub struct Book(Mutex<Connection>);

impl Book {
    /// Opens the book at `path`.
    ///
    /// # Errors
    /// [`BookError`].
    pub fn open(path: &Path) -> Result<Self, BookError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS certificate (
                fingerprint TEXT PRIMARY KEY, beside TEXT NOT NULL, der BLOB NOT NULL, revoked INTEGER NOT NULL DEFAULT 0)",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a certificate; `beside` is the fingerprint of the one it was issued with, its own for the first of a pair.
    pub(super) fn add(&self, certificate: &Certificate, beside: &str) -> Result<(), BookError> {
        self.connection().execute(
            "INSERT INTO certificate (fingerprint, beside, der) VALUES (?1, ?2, ?3)",
            params![certificate.fingerprint(), beside, certificate.der()],
        )?;
        Ok(())
    }

    /// A certificate that was issued and not revoked.
    pub(super) fn standing(&self, fingerprint: &str) -> Option<Certificate> {
        let sql = "SELECT der FROM certificate WHERE fingerprint = ?1 AND revoked = 0";
        let der: Vec<u8> = self.connection().query_row(sql, [fingerprint], |row| row.get(0)).ok()?;
        Certificate::from_der(&der).ok()
    }

    /// Revokes a pair.
    pub(super) fn revoke(&self, fingerprint: &str) -> Result<(), BookError> {
        self.connection().execute("UPDATE certificate SET revoked = 1 WHERE beside = ?1", [fingerprint])?;
        Ok(())
    }

    /// Those that were revoked.
    pub(super) fn revoked(&self) -> Result<Vec<Certificate>, BookError> {
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT der FROM certificate WHERE revoked = 1 ORDER BY rowid")?;
        let ders: Vec<Vec<u8>> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(ders.iter().filter_map(|der| Certificate::from_der(der).ok()).collect())
    }
}
