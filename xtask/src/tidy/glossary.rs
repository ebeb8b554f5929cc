//! GLOSSARY.md and the code have the same names: what the table names is declared, what `domain` makes public is in the table, and no word
//! of the domain means something else a floor above it.

use super::Outcome;
use super::declared::{Declared, spoken};
use crate::run::root;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What each thing may have; it goes with the thing.
const PARTS: [&str; 4] = ["State", "Event", "Facts", "Kind"];
/// What speaks the domain's language: a type there never has the name of one of the domain's.
const SPEAKERS: [&str; 4] = ["crates/app/src", "crates/store/src", "crates/web/src", "crates/api/src"];
/// Words that were in use for several things at once: one type each in all the crates' sources.
const ONE_MEANING: [&str; 5] = ["Standing", "Refusal", "Message", "Answer", "Detail"];
/// Where the thing is an application (or what else it really is): `order` is a word for people and for wires.
const NO_ORDERS: [&str; 3] = ["crates/app/src", "crates/domain/src", "crates/store/src"];
/// Fields that wires name so.
const WIRE_FIELDS: [&str; 2] = ["order_number", "order_id"];

/// A row of the table: the names in its column `code`, and those in `also`.
struct Entry<'a> {
    code: Vec<&'a str>,
    also: Vec<&'a str>,
    /// Whether it belongs to a later storey.
    later: bool,
}

fn entries(text: &str) -> Vec<Entry<'_>> {
    let rows = text.lines().filter(|line| line.starts_with('|'));
    rows.filter_map(|row| {
        let mut cells = row.split('|').skip(2);
        let (code, also) = (cells.next()?, cells.next()?);
        Some(Entry { code: names(code), also: names(also), later: row.contains("后续") })
    })
    .collect()
}

/// What the table has more than one row for.
fn twice(text: &str) -> BTreeSet<&str> {
    let mut terms = BTreeSet::new();
    let rows = text.lines().filter_map(|row| row.strip_prefix('|')?.split('|').next());
    rows.map(str::trim).filter(|term| !terms.insert(*term)).collect()
}

/// What stands between backticks in a cell.
fn names(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

pub(super) fn glossary(sources: &[PathBuf], faults: &mut Vec<String>) -> Outcome {
    let (mut all, mut domain, mut above) = (Declared::default(), Declared::default(), Vec::new());
    for path in sources {
        let shown = path.strip_prefix(root())?.display().to_string();
        let Some((name, within)) = shown.split_once("crates/").and_then(|(_, rest)| rest.split_once('/')) else { continue };
        if !within.starts_with("src/") {
            continue;
        }
        let text = std::fs::read_to_string(path)?;
        let declared = Declared::of(&text);
        if shown.starts_with("crates/domain/") {
            domain.extend(&declared);
        }
        if NO_ORDERS.iter().any(|folder| shown.starts_with(folder)) {
            faults.extend(orders(&text).into_iter().map(|word| format!("{shown} says `{word}`: in code it is an application")));
        }
        all.is_crate(name);
        all.extend(&declared);
        above.push((shown, declared));
    }
    let text = std::fs::read_to_string(root().join("GLOSSARY.md"))?;
    faults.extend(twice(&text).into_iter().map(|term| format!("GLOSSARY.md has two rows for {term}: only one of them can be true")));
    let entries = entries(&text);
    for name in entries.iter().filter(|entry| !entry.later).flat_map(|entry| entry.code.iter().chain(&entry.also)) {
        if !all.has(name) {
            faults.push(format!("GLOSSARY.md names `{name}`, which the code does not declare"));
        }
    }
    let named: BTreeSet<&str> = entries.iter().flat_map(|entry| entry.code.iter().chain(&entry.also)).map(|name| last(name)).collect();
    for name in &domain.public {
        let whole = PARTS.iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name);
        if !named.contains(name.as_str()) && !named.contains(whole) {
            faults.push(format!("`domain` makes {name} public, which GLOSSARY.md does not name"));
        }
    }
    for (shown, declared) in above.iter().filter(|(shown, _)| SPEAKERS.iter().any(|folder| shown.starts_with(folder))) {
        let taken = declared.types.iter().filter(|name| domain.public.contains(*name));
        faults.extend(taken.map(|name| format!("{shown} calls a type {name}, which is another thing in `domain`")));
    }
    for word in ONE_MEANING {
        let places: Vec<&str> =
            above.iter().filter(|(_, declared)| declared.types.contains(word)).map(|(shown, _)| shown.as_str()).collect();
        if places.len() > 1 {
            faults.push(format!("{word} is the name of several things: {}", places.join(", ")));
        }
    }
    Ok(())
}

fn last(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or(name)
}

/// The names in a source that speak of orders.
fn orders(text: &str) -> BTreeSet<String> {
    let spoken = spoken(text);
    let names = spoken.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let of_orders = |name: &&str| name.split('_').any(|word| matches!(word, "order" | "orders")) && !WIRE_FIELDS.contains(name);
    names.filter(of_orders).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_has_two_rows_is_named() {
        let text = "| 中文 | code |\n|---|---|\n| 指令 | `Instruction` |\n| 发票 | `Invoice` |\n| 指令 | `Instruction` | also |\nno | row";
        assert_eq!(Vec::from_iter(twice(text)), ["指令"]);
    }

    #[test]
    fn an_order_is_heard_in_names_and_not_in_comments_texts_and_fields_of_wires() {
        let text = "// in order\nlet of_order = \"order\"; run.order(n); wire { order_number: 1 }; ORDER; r#\"orders\"#; '\"'; orders";
        assert_eq!(Vec::from_iter(orders(text)), ["of_order", "order", "orders"]);
    }
}
