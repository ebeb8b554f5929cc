//! Plans of SQLite.

use super::{Faults, filled};
use rusqlite::Connection;
use std::collections::BTreeSet;
use store::Engine;

/// The names under which a statement knows the tables: their own, and whatever word follows them.
fn known<'a>(text: &'a str, tables: &[String]) -> BTreeSet<&'a str> {
    let words: Vec<&str> = text.split([' ', '(', ')', ',']).filter(|word| !word.is_empty()).collect();
    let is_table = |word: &str| tables.iter().any(|table| table == word);
    let aliases = words.windows(2).filter(|pair| is_table(pair[0])).map(|pair| pair[1]);
    words.iter().copied().filter(|word| is_table(word)).chain(aliases).collect()
}

/// What is wrong with a step of a plan.
fn fault(step: &str, known: &BTreeSet<&str>) -> bool {
    if step.starts_with("USE TEMP B-TREE") {
        return true;
    }
    let mut words = step.split(' ');
    let (verb, table) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if !known.contains(table) || step.contains("VIRTUAL TABLE") {
        return false;
    }
    // A range alone may be everything there is.
    verb == "SCAN" || step.contains("AUTOMATIC") || !step.contains("=?")
}

pub(super) fn faults(engine: &Engine) -> Faults {
    let Engine::Sqlite(path) = engine else { return Faults::new() };
    let connection = Connection::open(path).unwrap();
    let tables = filled::tables(&connection);
    let mut faults = Faults::new();
    for sql in store::statements() {
        let known = known(sql.sqlite, &tables);
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", sql.sqlite)).unwrap();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().unwrap() {
            let step: String = row.get(3).unwrap();
            if fault(&step, &known) {
                faults.entry(sql.name).or_default().push(step);
            }
        }
    }
    faults
}
