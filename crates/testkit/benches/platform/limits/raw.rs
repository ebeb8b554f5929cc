//! SQLite alone: one connection, one thread, 32 submissions a commit.

use super::statements;
use rusqlite::{Connection, Statement, ToSql};
use std::path::Path;
use std::time::Instant;

/// Submissions a commit.
const GROUP: i64 = 32;

/// A copy of the platform's file with everything in it, set up as the platform's writer is; new rows refer to nothing, so that references are not looked at.
pub(crate) fn prepare(platform: &Path, own: &Path) -> Connection {
    let source = Connection::open(platform).unwrap();
    source.execute("VACUUM INTO ?1", [own.to_str().unwrap()]).unwrap();
    let copy = Connection::open(own).unwrap();
    copy.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         CREATE TABLE choice AS SELECT ROW_NUMBER() OVER () AS n, id FROM application; CREATE UNIQUE INDEX choice_n ON choice (n)",
    )
    .unwrap();
    copy
}

/// Runs a statement to its end with those parameters that it names.
fn run(statement: &mut Statement<'_>, parameters: &[(&str, i64)]) {
    for (name, value) in parameters {
        if let Some(index) = statement.parameter_index(name).unwrap() {
            statement.raw_bind_parameter(index, value as &dyn ToSql).unwrap();
        }
    }
    let mut rows = statement.raw_query();
    while rows.next().unwrap().is_some() {}
}

/// So many groups; submissions a second.
pub(crate) fn submissions(connection: &Connection, groups: i64, from: i64, choices: usize) -> f64 {
    let statements = statements();
    let mut prepared: Vec<Statement<'_>> =
        statements.reads.iter().chain(&statements.writes).map(|sql| connection.prepare(sql).unwrap()).collect();
    let begun = Instant::now();
    for group in 0..groups {
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        for index in 0..GROUP {
            let tag = from + group * GROUP + index;
            let n = tag % i64::try_from(choices).unwrap() + 1;
            for statement in &mut prepared {
                run(statement, &[(":n", n), (":tag", tag)]);
            }
        }
        connection.execute_batch("COMMIT").unwrap();
    }
    (groups * GROUP) as f64 / begun.elapsed().as_secs_f64()
}
