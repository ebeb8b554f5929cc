//! `cargo xtask tidy`: the rules that hold the house up and that no compiler checks.

mod circles;
mod citations;
mod declared;
mod glossary;
mod targets;
mod templates;

use crate::Outcome;
use crate::run::{root, step};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What each crate may depend on, of ours. Dependencies point down only.
const MAY_DEPEND_ON: [(&str, &[&str]); 23] = [
    ("domain", &[]),
    ("gm", &[]),
    ("child", &[]),
    ("spool", &[]),
    ("seals", &["gm"]),
    ("documents", &["child", "domain", "gm", "seals"]),
    ("tables", &["child", "domain"]),
    ("confined", &["documents", "tables"]),
    ("store", &["domain"]),
    ("protocol", &["gm"]),
    ("client", &["gm", "protocol"]),
    ("partners", &["domain", "gm", "protocol", "seals"]),
    ("app", &["child", "documents", "domain", "gm", "partners", "protocol", "seals", "store", "tables"]),
    ("web", &["app", "domain", "gm", "partners", "protocol"]),
    ("api", &["app", "domain", "partners", "protocol"]),
    ("kaihan", &["api", "app", "documents", "domain", "gm", "partners", "spool", "store", "web"]),
    ("agent", &["domain", "gm", "seals"]),
    ("counterparts", &["client", "documents", "domain", "gm", "partners", "protocol", "seals"]),
    ("testbase", &["domain", "gm", "store"]),
    (
        "testkit",
        &["api", "app", "client", "counterparts", "documents", "domain", "gm", "partners", "protocol", "seals", "store", "testbase", "web"],
    ),
    ("fuzz", &["documents", "gm", "seals", "tables"]),
    ("measure", &[]),
    ("xtask", &["measure"]),
];

const BANNED_NAMES: [&str; 7] = ["utils", "util", "helpers", "common", "misc", "manager", "service"];
const LINES_MAX: usize = 600;
/// What only the writer of the use cases may call.
const WRITTEN_BY_COMMIT: [&str; 7] =
    ["job::enqueue", "delivery::create", "notice::create", "outbox::create", "event::audit(", "event::audit_all", ".wake(Lane"];

pub(crate) fn tidy() -> Outcome {
    step("检查结构规则");
    let mut faults = Vec::new();
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec()?;
    dependencies(&metadata, &mut faults);
    let sources = sources()?;
    targets::targets(&metadata, &sources, &mut faults)?;
    files(&sources, &mut faults)?;
    migrations(&mut faults)?;
    glossary::glossary(&sources, &mut faults)?;
    circles::circles(&sources, &mut faults)?;
    citations::citations(&mut faults)?;
    templates::templates(&mut faults)?;
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

fn dependencies(metadata: &Metadata, faults: &mut Vec<String>) {
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    for package in &metadata.packages {
        let name = package.name.as_str();
        let Some((_, allowed)) = MAY_DEPEND_ON.iter().find(|(known, _)| *known == name) else {
            faults.push(format!("crate {name} has no row in the dependency table"));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal) {
            let used = dependency.name.as_str();
            if ours.contains(used) && !allowed.contains(&used) {
                faults.push(format!("crate {name} must not depend on {used}"));
            }
        }
    }
}

/// Every Rust source of the crates.
fn sources() -> Outcome<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![root().join("crates"), root().join("xtask")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn files(sources: &[PathBuf], faults: &mut Vec<String>) -> Outcome {
    let mut lengths = Vec::new();
    for path in sources {
        let text = std::fs::read_to_string(path)?;
        let shown = path.strip_prefix(root())?.display().to_string();
        let lines = text.lines().count();
        lengths.push(lines);
        if lines > LINES_MAX {
            faults.push(format!("{shown} has {lines} lines, more than {LINES_MAX}"));
        }
        if path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| BANNED_NAMES.contains(&stem)) {
            faults.push(format!("{shown}: the name says nothing"));
        }
        // Pages get their routes from the access table; nothing else may add one.
        if shown.starts_with("crates/web/src") && shown != "crates/web/src/routes.rs" && text.contains(".route(") {
            faults.push(format!("{shown} adds a route outside the access table"));
        }
        // What an event sets off is written in one room; nothing else writes a job, a delivery, a notice, an outbox row or an audit entry.
        if shown.starts_with("crates/app/src") && !shown.starts_with("crates/app/src/commit/") {
            let by_hand = WRITTEN_BY_COMMIT.into_iter().filter(|call| text.contains(call));
            faults.extend(by_hand.map(|call| format!("{shown} calls {call} by hand: that is the writer's (app::commit)")));
        }
        // What differs between sites is data: no code of a site in the platform's own sources.
        let platform = ["crates/app/src", "crates/web/src", "crates/api/src", "crates/store/src", "crates/kaihan/src"];
        let names_a_site = |code: &str| text.contains(&format!("\"{code}\""));
        if platform.iter().any(|folder| shown.starts_with(folder)) && ["410000", "430000", "460000", "650000"].into_iter().any(names_a_site)
        {
            faults.push(format!("{shown} names a site"));
        }
    }
    lengths.sort_unstable();
    let at = |per_cent: usize| lengths.get(lengths.len() * per_cent / 100).copied().unwrap_or(0);
    println!("  {} files, median {} lines, p90 {}, longest {}", lengths.len(), at(50), at(90), lengths.last().copied().unwrap_or(0));
    if at(50) > 150 || at(90) > 400 {
        faults.push("files have grown: the median may be 150 lines and the ninth decile 400".into());
    }
    Ok(())
}

/// Both engines have the same scripts with the same tables.
fn migrations(faults: &mut Vec<String>) -> Outcome {
    let read = |engine: &str| -> Outcome<Vec<(String, BTreeSet<String>)>> {
        let mut scripts = Vec::new();
        for entry in std::fs::read_dir(root().join("migrations").join(engine))? {
            let path = entry?.path();
            let text = std::fs::read_to_string(&path)?;
            let tables = text.lines().filter_map(|line| {
                let rest = line.strip_prefix("CREATE TABLE ").or_else(|| line.strip_prefix("CREATE VIRTUAL TABLE "))?;
                rest.split_whitespace().next().map(str::to_owned)
            });
            scripts.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), tables.collect()));
        }
        scripts.sort();
        Ok(scripts)
    };
    if read("sqlite")? != read("postgres")? {
        faults.push("migrations/sqlite and migrations/postgres differ in files or tables".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_tidy() {
        tidy().map_err(|error| error.to_string()).unwrap();
    }
}
