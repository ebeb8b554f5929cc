//! Numbered scripts, the same file names for both engines; what has run is remembered with its SM3, and a script that changed
//! after it ran is refused.

use super::StoreError;
use sm3::{Digest, Sm3};
use tokio_postgres::{Config, NoTls};

struct Script {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! scripts {
    ($($name:literal),*) => {
        &[$(Script {
            name: $name,
            sqlite: include_str!(concat!("../../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../../migrations/postgres/", $name, ".sql")),
        },)*]
    };
}

static SCRIPTS: &[Script] = scripts![
    "0001_initial",
    "0002_documents",
    "0003_special_form",
    "0004_institutions",
    "0005_interface",
    "0006_conformance",
    "0007_staff",
    "0008_statement",
    "0009_job",
    "0010_session_chain",
    "0011_lists",
    "0012_issuer_number",
    "0013_consequences",
    "0014_application_state",
    "0015_signature",
    "0016_lists",
    "0017_lot_facts",
    "0018_institution_reach",
    "0019_seal",
    "0020_sites",
    "0021_article",
    "0022_profile",
    "0023_credit",
    "0024_membership",
    "0025_qr",
    "0026_representative",
    "0027_credit_per_kind",
    "0029_complaint",
    "0030_rating",
    "0031_invoice",
    "0032_login_elsewhere",
    "0039_once"
];

const LOG: &str = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, digest TEXT NOT NULL)";
const DONE: &str = "SELECT digest FROM migration WHERE name = $1";
const RECORD: &str = "INSERT INTO migration (name, digest) VALUES ($1, $2)";

fn digest(text: &str) -> String {
    hex::encode(Sm3::digest(text.as_bytes()))
}

fn changed(name: &str) -> StoreError {
    StoreError::Corrupt(format!("migration {name} was changed after it ran; write a new one"))
}

fn unavailable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

pub(super) fn sqlite(connection: &mut rusqlite::Connection) -> Result<(), StoreError> {
    use rusqlite::OptionalExtension;
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(unavailable)?;
    tx.execute(LOG, []).map_err(unavailable)?;
    for script in SCRIPTS {
        let digest = digest(script.sqlite);
        let done: Option<String> = tx.query_row(DONE, [script.name], |row| row.get(0)).optional().map_err(unavailable)?;
        match done {
            Some(done) if done == digest => {}
            Some(_) => return Err(changed(script.name)),
            None => {
                tx.execute_batch(script.sqlite).map_err(unavailable)?;
                tx.execute(RECORD, [script.name, &digest]).map_err(unavailable)?;
            }
        }
    }
    tx.commit().map_err(unavailable)
}

pub(super) async fn postgres(config: &Config) -> Result<(), StoreError> {
    let (mut client, connection) = config.connect(NoTls).await.map_err(unavailable)?;
    let driver = tokio::spawn(connection);
    let tx = client.transaction().await.map_err(unavailable)?;
    tx.batch_execute(LOG).await.map_err(unavailable)?;
    // Two processes that start together migrate one after the other.
    tx.batch_execute("LOCK TABLE migration IN EXCLUSIVE MODE").await.map_err(unavailable)?;
    for script in SCRIPTS {
        let digest = digest(script.postgres);
        let done = tx.query_opt(DONE, &[&script.name]).await.map_err(unavailable)?;
        match done.map(|row| row.get::<_, String>(0)) {
            Some(done) if done == digest => {}
            Some(_) => return Err(changed(script.name)),
            None => {
                tx.batch_execute(script.postgres).await.map_err(unavailable)?;
                tx.execute(RECORD, &[&script.name, &digest]).await.map_err(unavailable)?;
            }
        }
    }
    tx.commit().await.map_err(unavailable)?;
    drop(client);
    // The connection ends once its client is gone; its outcome no longer matters.
    let _ = driver.await;
    Ok(())
}

/// How many scripts the database has not seen, by what it says of each.
fn pending(done: &[(String, String)], of: fn(&Script) -> &'static str) -> Result<usize, StoreError> {
    let mut waiting = 0;
    for script in SCRIPTS {
        match done.iter().find(|(name, _)| name == script.name) {
            Some((_, known)) if *known == digest(of(script)) => {}
            Some(_) => return Err(changed(script.name)),
            None => waiting += 1,
        }
    }
    Ok(waiting)
}

const ALL_DONE: &str = "SELECT name, digest FROM migration";

pub(super) fn pending_sqlite(path: &std::path::Path) -> Result<usize, StoreError> {
    if !path.exists() {
        return Ok(SCRIPTS.len());
    }
    let connection = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(unavailable)?;
    // A database without the log has seen none.
    let Ok(mut statement) = connection.prepare(ALL_DONE) else { return Ok(SCRIPTS.len()) };
    let done = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(unavailable)?;
    let done: Vec<(String, String)> = done.collect::<Result<_, _>>().map_err(unavailable)?;
    pending(&done, |script| script.sqlite)
}

pub(super) async fn pending_postgres(url: &str) -> Result<usize, StoreError> {
    let config: Config = url.parse().map_err(unavailable)?;
    let (client, connection) = config.connect(NoTls).await.map_err(unavailable)?;
    let driver = tokio::spawn(connection);
    let there = client.query_one("SELECT to_regclass('migration') IS NOT NULL", &[]).await.map_err(unavailable)?;
    let rows = if there.get::<_, bool>(0) { client.query(ALL_DONE, &[]).await.map_err(unavailable)? } else { Vec::new() };
    drop(client);
    // The connection ends once its client is gone; its outcome no longer matters.
    let _ = driver.await;
    pending(&rows.iter().map(|row| (row.get(0), row.get(1))).collect::<Vec<_>>(), |script| script.postgres)
}
