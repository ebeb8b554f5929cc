use domain::money::Cny;
use domain::time::{Date, Timestamp};
use partners::bank::wire::BankLine;
use rusqlite::{Connection, OptionalExtension, params};
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Why the books cannot be kept.
#[derive(Debug)]
pub struct LedgerError(String);

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the bank's books: {}", self.0)
    }
}

impl std::error::Error for LedgerError {}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

/// A transfer that a customer makes.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// The customer.
    pub payer_name: String,
    /// The customer's account.
    pub payer_account: String,
    /// The account credited.
    pub payee_account: String,
    /// How much.
    pub amount: Cny,
    /// What the customer writes.
    pub remark: String,
}

/// The books: one row a transfer.
#[derive(Debug)]
pub struct Ledger(Mutex<Connection>);

/// A transfer as the bank's page lists it.
#[derive(Clone, Debug)]
pub(crate) struct Booked {
    pub(crate) line: BankLine,
    pub(crate) reported: bool,
    pub(crate) refunded: bool,
}

const COLUMNS: &str = "line_id, account, amount, payer_name, payer_account, remark, booked_at, reported, refund_order IS NOT NULL";

impl Ledger {
    /// Opens the books at `path`.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS transfer (
                seq INTEGER PRIMARY KEY, line_id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, amount TEXT NOT NULL,
                payer_name TEXT NOT NULL, payer_account TEXT NOT NULL, remark TEXT NOT NULL, booked_at TEXT NOT NULL,
                reported INTEGER NOT NULL DEFAULT 0, refund_order TEXT UNIQUE, refund_reason TEXT);
            CREATE TABLE IF NOT EXISTS sent_back (line_id TEXT PRIMARY KEY, at TEXT NOT NULL)",
        )?;
        Ok(Self(Mutex::new(connection)))
    }

    fn books(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Books a transfer under a fresh identifier.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn book(&self, transfer: &Transfer, random: [u8; 8], now: Timestamp) -> Result<String, LedgerError> {
        let line_id = format!("RB{}{}", now.date().strftime("%Y%m%d"), hex::encode_upper(random));
        self.books().execute(
            "INSERT INTO transfer (line_id, account, amount, payer_name, payer_account, remark, booked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                line_id,
                transfer.payee_account,
                transfer.amount.plain(),
                transfer.payer_name,
                transfer.payer_account,
                transfer.remark,
                now.to_seconds()
            ],
        )?;
        Ok(line_id)
    }

    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Booked> {
        Ok(Booked {
            line: BankLine {
                line_id: row.get(0)?,
                account: row.get(1)?,
                amount: row.get(2)?,
                payer_name: row.get(3)?,
                payer_account: row.get(4)?,
                remark: row.get(5)?,
                booked_at: row.get(6)?,
            },
            reported: row.get(7)?,
            refunded: row.get(8)?,
        })
    }

    /// The latest transfers.
    pub(crate) fn latest(&self) -> Result<Vec<Booked>, LedgerError> {
        let books = self.books();
        let mut statement = books.prepare(&format!("SELECT {COLUMNS} FROM transfer ORDER BY seq DESC LIMIT 20"))?;
        Ok(statement.query_map([], Self::read)?.collect::<Result<_, _>>()?)
    }

    /// Transfers that the platform has not acknowledged, oldest first.
    pub(crate) fn unreported(&self) -> Result<Vec<BankLine>, LedgerError> {
        let books = self.books();
        let mut statement = books.prepare(&format!("SELECT {COLUMNS} FROM transfer WHERE reported = 0 ORDER BY seq LIMIT 20"))?;
        Ok(statement.query_map([], |row| Self::read(row).map(|booked| booked.line))?.collect::<Result<_, _>>()?)
    }

    /// Records that the platform has a line.
    pub(crate) fn reported(&self, line_id: &str) -> Result<(), LedgerError> {
        self.books().execute("UPDATE transfer SET reported = 1 WHERE line_id = ?1", [line_id])?;
        Ok(())
    }

    /// Sends a line back, once: the same order again is answered alike, another order for the same line is refused.
    pub(crate) fn refund(&self, order_id: &str, line_id: &str, reason: &str, now: Timestamp) -> Result<bool, LedgerError> {
        let books = self.books();
        let known: Option<Option<String>> =
            books.query_row("SELECT refund_order FROM transfer WHERE line_id = ?1", [line_id], |row| row.get(0)).optional()?;
        match known {
            Some(Some(earlier)) => Ok(earlier == order_id),
            Some(None) => {
                books
                    .execute("UPDATE transfer SET refund_order = ?1, refund_reason = ?2 WHERE line_id = ?3", [order_id, reason, line_id])?;
                books.execute("INSERT INTO sent_back (line_id, at) VALUES (?1, ?2)", [line_id, &now.to_seconds()])?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// What was on an account when a day ended, in fen; `None` for an account that never had a transfer.
    pub(crate) fn balance(&self, account: &str, day: Date) -> Result<Option<i64>, LedgerError> {
        let (end, books) = (format!("{day} 24:00:00"), self.books());
        let mut statement = books.prepare(
            "SELECT t.amount, t.booked_at < ?2, t.refund_order IS NOT NULL AND COALESCE(s.at, t.booked_at) < ?2
             FROM transfer t LEFT JOIN sent_back s ON s.line_id = t.line_id WHERE t.account = ?1",
        )?;
        let rows = statement.query_map([account, &end], |row| {
            let (amount, came, gone): (String, bool, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let fen = Cny::parse_yuan(&amount).map_or(0, Cny::fen);
            Ok(if came && !gone { fen } else { 0 })
        })?;
        let fen: Vec<i64> = rows.collect::<Result<_, _>>()?;
        Ok((!fen.is_empty()).then(|| fen.iter().sum()))
    }
}
