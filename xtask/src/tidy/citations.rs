//! What comments, tests and pages cite stands in `docs/reference/rules.md`, and nothing refers to what a clone of the repository lacks.

use super::Outcome;
use crate::run::root;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const RULES: &str = "docs/reference/rules.md";
/// Where texts of ours are, beside the pages at the root.
const FOLDERS: [&str; 13] =
    ["assets", "crates", "docs", "e2e", "findings", "migrations", "regions", "samples", "templates", "wordings", "xtask", ".cargo", ".ci"];
const TEXTS: [&str; 10] = ["rs", "md", "sql", "toml", "html", "mjs", "js", "css", "py", "sh"];
const INSTALLED: [&str; 2] = ["node_modules", "target"];
/// What this file is told apart by: it names what it looks for.
const ITSELF: &str = "xtask/src/tidy/citations.rs";
/// A script that databases have run: they keep its digest, so that not even a comment of it may change.
const RUN_ALREADY: &str = "0001_initial.sql";
/// Papers that were beside the repository when it was begun.
const OUTSIDE: [&str; 5] = ["DESIGN.md", "DESIGN rule", "DESIGN §", "research/", "../shared"];

/// Every name that is cited has an entry, no entry is there twice, and no file refers to papers outside the repository.
pub(super) fn citations(faults: &mut Vec<String>) -> Outcome {
    let rules = std::fs::read_to_string(root().join(RULES))?;
    let mut known = BTreeSet::new();
    for name in rules.split("<a id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if !known.insert(name) {
            faults.push(format!("{RULES} has two entries {name}"));
        }
    }
    for path in texts()? {
        let shown = path.strip_prefix(root())?.display().to_string();
        let text = std::fs::read_to_string(&path)?;
        if shown != ITSELF && !shown.ends_with(RUN_ALREADY) {
            let outside = OUTSIDE.into_iter().filter(|outside| text.contains(outside));
            faults.extend(outside.map(|outside| format!("{shown} refers to {outside}, which no clone has")));
        }
        if shown == RULES {
            continue;
        }
        let cited: BTreeSet<&str> = text.lines().flat_map(|line| names(prose(&path, line), line)).collect();
        faults.extend(
            cited.into_iter().filter(|name| !known.contains(name)).map(|name| format!("{shown} cites {name}, which {RULES} lacks")),
        );
    }
    Ok(())
}

/// The part of a line that is written for people: all of a page, the comment of a source.
fn prose<'a>(path: &Path, line: &'a str) -> &'a str {
    let marks: &[&str] = match path.extension().and_then(|extension| extension.to_str()) {
        Some("md") => return line,
        Some("sql") => &["-- "],
        Some("toml" | "py" | "sh") => &["# "],
        Some(_) | None => &["// ", "//! "],
    };
    marks.iter().find_map(|mark| line.split_once(mark)).map_or("", |(_, comment)| comment)
}

/// What is cited: names with a hyphen anywhere on the line, short ones in its `prose` alone, where they are no format or field.
fn names<'a>(prose: &'a str, line: &'a str) -> impl Iterator<Item = &'a str> {
    let words = |text: &'a str| text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-');
    let hyphenated = words(line).filter(|word| of(word.rsplit_once('-'), &["F", "FD", "GM", "HR", "INV", "RT", "SG", "T"]));
    let short = words(prose).filter(|word| word.is_ascii() && of(word.split_at_checked(1), &["B", "E", "K", "L", "N", "P"]));
    hyphenated.chain(short)
}

/// Whether a word is one of these prefixes with a number of one or two digits.
fn of(parts: Option<(&str, &str)>, prefixes: &[&str]) -> bool {
    parts.is_some_and(|(prefix, number)| {
        prefixes.contains(&prefix) && (1..=2).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// Texts of ours: the pages and settings at the root, and what is in our folders, without what was installed there.
fn texts() -> Outcome<Vec<PathBuf>> {
    let is_text = |path: &Path| path.extension().and_then(|extension| extension.to_str()).is_some_and(|kind| TEXTS.contains(&kind));
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(root())?.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if !path.is_dir() {
                found.push(path);
            } else if !INSTALLED.iter().any(|installed| path.ends_with(installed)) {
                folders.push(path);
            }
        }
    }
    found.retain(|path| is_text(path));
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_told_from_a_format_a_field_and_a_lot() {
        let line = "let page = \"P1//B77\"; // as P3 and (T-16, INV-21) say; not UTF-8, GM/T 0015, P-384, E6500003901, 0-255";
        let cited: Vec<&str> = names(prose(Path::new("a.rs"), line), line).collect();
        assert_eq!(cited, ["T-16", "INV-21", "P3"]);
        assert_eq!(names(prose(Path::new("a.md"), "K1 and F-2"), "K1 and F-2").collect::<Vec<_>>(), ["F-2", "K1"]);
    }
}
