//! No list, search or sweep of anybody reads a whole table, or sorts more than a page: every statement of the store is held to its plan by
//! the engines' own EXPLAIN. On SQLite plans do not depend on what is in the tables, for nothing keeps statistics there; on PostgreSQL the
//! tables are filled first, and the planner is set as the store sets it. `cargo xtask soak lists` does the same with a million orders.

mod exceptions;
mod filled;
mod postgres;
mod sqlite;

use exceptions::{EXCEPTIONS, On, WALKED};
use std::collections::{BTreeMap, BTreeSet};
use testbase::{Kind, TestStore};

/// What is wrong with each statement's plan, by its name.
type Faults = BTreeMap<&'static str, Vec<String>>;

/// How a fault begins that no exception covers but one of [`WALKED`]: an index is read from its one end to the other.
const WHOLE: &str = "all of";

/// Whatever is wrong must be excepted, and whatever is excepted must be wrong.
fn hold(on: On, faults: &Faults) {
    let excepted: BTreeSet<&str> = EXCEPTIONS.iter().filter(|one| one.on == On::Both || one.on == on).map(|one| one.name).collect();
    let wrong: Vec<String> =
        faults.iter().filter(|(name, _)| !excepted.contains(*name)).map(|(name, found)| format!("{name}: {}", found.join("; "))).collect();
    let stale: Vec<&str> = excepted.into_iter().filter(|name| !faults.contains_key(name)).collect();
    let walks = |(name, found): &(&&str, &Vec<String>)| !WALKED.contains(*name) && found.iter().any(|fault| fault.starts_with(WHOLE));
    let walked: Vec<String> = faults.iter().filter(walks).map(|(name, found)| format!("{name}: {}", found.join("; "))).collect();
    assert!(walked.is_empty(), "these read an index from end to end:\n{}", walked.join("\n"));
    assert!(wrong.is_empty(), "give these an index, or a reason among the exceptions:\n{}", wrong.join("\n"));
    assert!(stale.is_empty(), "no exceptions any more: {stale:?}");
}

#[tokio::test]
async fn no_statement_reads_a_whole_table_on_sqlite() {
    let base = TestStore::new(Kind::Sqlite).await;
    hold(On::Sqlite, &sqlite::faults(&base.engine));
}

#[tokio::test]
async fn no_statement_reads_a_whole_table_on_postgres() {
    let base = TestStore::new(Kind::Postgres).await;
    let orders = std::env::var("KAIHAN_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(filled::ROWS);
    hold(On::Postgres, &postgres::faults(&base.engine, orders).await);
}
