//! A connection of the embedded engine, whether it writes or reads.

use super::{Row, Sql, StoreError, Value};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, params_from_iter};

/// Prepared statements kept per connection.
const STATEMENTS_MAX: usize = 256;

#[expect(clippy::wildcard_enum_match_arm, reason = "of the engine's many failures only these few mean something else")]
pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(code, _) => match code.code {
            ErrorCode::ConstraintViolation => StoreError::Conflict,
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure => StoreError::Unavailable(error.to_string()),
            _ => StoreError::Corrupt(error.to_string()),
        },
        _ => StoreError::Corrupt(error.to_string()),
    }
}

pub(super) fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // A statement is planned once, not anew for the values it is given: what the plans' test has seen is what runs.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "cache_size", -64_000)
}

/// The rows of a query on a connection.
pub(super) fn query(connection: &Connection, sql: &'static Sql, values: &[Value]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(sql.sqlite)?;
    let rows = statement.query_map(params_from_iter(values), Row::from_sqlite)?;
    rows.collect()
}
