//! A prefecture says only what differs: its file is laid over its province's, key by key, tables into tables.

use toml::{Table, Value};

/// The keys of `own` laid over those of `base`. A table goes into a table; anything else takes the place of what was there.
pub(super) fn overlay(base: &Table, own: &Table) -> Table {
    let mut merged = base.clone();
    for (key, value) in own {
        match (merged.get_mut(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => *below = overlay(below, above),
            (Some(_) | None, _) => {
                merged.insert(key.clone(), value.clone());
            }
        }
    }
    merged
}

/// Every key that holds a value, with the names of the tables it stands in.
pub(super) fn leaves(table: &Table) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (key, value) in table {
        if let Value::Table(inner) = value {
            found.extend(leaves(inner).into_iter().map(|(below, value)| (format!("{key}.{below}"), value)));
        } else {
            found.push((key.clone(), value));
        }
    }
    found
}

/// Whether a table says something under such a path.
pub(super) fn says(table: &Table, path: &str) -> bool {
    match path.split_once('.') {
        Some((first, rest)) => table.get(first).and_then(Value::as_table).is_some_and(|inner| says(inner, rest)),
        None => table.contains_key(path),
    }
}
