//! No two files of a crate import each other, straight or by way of others. A small reader of our own: it follows `crate::…`, `super::…` and
//! `self::…` wherever they stand, through what a `mod.rs` merely hands on (`pub use`), and leaves tests out. A `mod.rs` that goes into its own
//! children by their short names is one noun with them, and no circle.

use super::Outcome;
use crate::run::root;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A module by its path in the crate, such as `["application", "submit"]`.
type Module = Vec<String>;

/// A file, with what it hands on under another name and what it imports.
struct File {
    shown: String,
    hands_on: BTreeMap<String, Module>,
    imports: Vec<Module>,
}

/// Names the files of every circle.
pub(super) fn circles(sources: &[PathBuf], faults: &mut Vec<String>) -> Outcome {
    let mut crates: BTreeMap<PathBuf, BTreeMap<Module, File>> = BTreeMap::new();
    for path in sources {
        let Some(folder) = path.ancestors().find(|folder| folder.ends_with("src")) else { continue };
        let module = module(path.strip_prefix(folder)?);
        let shown = path.strip_prefix(root())?.display().to_string();
        let text = code(&std::fs::read_to_string(path)?);
        crates.entry(folder.to_owned()).or_default().insert(module.clone(), read(shown, &module, &text));
    }
    for files in crates.values() {
        for circle in circles_of(files) {
            faults.push(format!("these files import each other in a circle: {}", circle.join(", ")));
        }
    }
    Ok(())
}

/// The module a file is.
fn module(path: &Path) -> Module {
    let mut module: Module = path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        module.pop();
    }
    module
}

/// The text without comments, strings and tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().map(|line| {
        let line = line.split("//").next().unwrap_or_default();
        line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn read(shown: String, module: &Module, text: &str) -> File {
    let (mut hands_on, mut imports) = (BTreeMap::new(), Vec::new());
    let mut rest = text;
    while let Some(found) = ["crate::", "super::", "self::"].iter().filter_map(|start| rest.find(start)).min() {
        let (before, from) = rest.split_at(found);
        let path = &from[..end_of_path(from)];
        let handed = before.trim_end().ends_with("use") && is_public(before);
        // `ourcrate::` and `$crate::` are other things.
        if !before.ends_with(|last: char| last.is_alphanumeric() || last == '_' || last == '$') {
            for (target, name) in leaves(path) {
                let target = absolute(module, &target);
                if handed {
                    hands_on.insert(name, target);
                } else {
                    imports.push(target);
                }
            }
        }
        rest = &from[path.len().max(1)..];
    }
    for line in text.lines() {
        if let Some(path) = handed_on_by_name(line) {
            for (target, name) in leaves(path) {
                hands_on.entry(name).or_insert_with(|| module.iter().cloned().chain(target).collect());
            }
        }
    }
    File { shown, hands_on, imports }
}

/// `pub use child::Name;` hands on what a child has.
fn handed_on_by_name(line: &str) -> Option<&str> {
    let line = line.trim();
    let path =
        line.strip_prefix("pub use ").or_else(|| line.strip_prefix("pub(crate) use ")).or_else(|| line.strip_prefix("pub(super) use "))?;
    let begins = ["crate::", "super::", "self::"].iter().any(|start| path.starts_with(start));
    if begins { None } else { Some(path.trim_end_matches(';')) }
}

fn is_public(before: &str) -> bool {
    let line = before.rsplit(['\n', ';']).next().unwrap_or_default();
    line.trim_start().starts_with("pub")
}

/// How far a path reaches, braces and all.
fn end_of_path(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' if depth > 0 || text[..at].ends_with("::") => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ' ' | '\n' | ',' if depth > 0 => {}
            _ if letter.is_alphanumeric() || letter == '_' || letter == ':' => {}
            _ if depth > 0 => {}
            _ => return at,
        }
        if depth == 0 && letter == '}' {
            return at + 1;
        }
    }
    text.len()
}

/// Every path in a tree of imports, with the name it is known by.
fn leaves(path: &str) -> Vec<(Module, String)> {
    let path = path.trim().trim_end_matches(':');
    let Some((stem, group)) = path.split_once("::{") else {
        let (path, renamed) = path.split_once(" as ").unwrap_or((path, ""));
        let parts: Module = path.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
        let name = if renamed.is_empty() { parts.last().cloned().unwrap_or_default() } else { renamed.trim().to_owned() };
        return vec![(parts, name)];
    };
    let group = group.trim_end().strip_suffix('}').unwrap_or(group);
    let stem: Module = stem.split("::").map(|part| part.trim().to_owned()).collect();
    let (mut found, mut depth, mut begun) = (Vec::new(), 0_usize, 0);
    for (at, letter) in group.char_indices().chain([(group.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                let one = group[begun..at].trim();
                if !one.is_empty() {
                    for (inner, name) in leaves(one) {
                        let inner = if inner == ["self"] { Module::new() } else { inner };
                        found.push((stem.iter().cloned().chain(inner).collect(), name));
                    }
                }
                begun = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// A path from the root of the crate.
fn absolute(module: &Module, path: &[String]) -> Module {
    let mut from = module.clone();
    for (at, part) in path.iter().enumerate() {
        match part.as_str() {
            "crate" => from.clear(),
            "super" => {
                from.pop();
            }
            "self" => {}
            _ => return from.into_iter().chain(path[at..].iter().cloned()).collect(),
        }
    }
    from
}

/// The file that has what a path names, through what others hand on.
fn resolve(files: &BTreeMap<Module, File>, path: &[String], depth: usize) -> Option<Module> {
    let mut module = path.to_vec();
    while !files.contains_key(&module) {
        module.pop()?;
    }
    let file = files.get(&module)?;
    match path.get(module.len()).and_then(|name| file.hands_on.get(name)) {
        Some(target) if depth < 8 && *target != module => {
            let rest = path.get(module.len() + 1..).unwrap_or_default();
            let target: Module = target.iter().chain(rest).cloned().collect();
            resolve(files, &target, depth + 1)
        }
        Some(_) | None => Some(module),
    }
}

/// The circles: sets of files each of which reaches each other.
fn circles_of(files: &BTreeMap<Module, File>) -> Vec<Vec<String>> {
    let edges: BTreeMap<&Module, BTreeSet<Module>> = files
        .iter()
        .map(|(module, file)| {
            let targets = file.imports.iter().filter_map(|path| resolve(files, path, 0)).filter(|target| target != module);
            (module, targets.collect())
        })
        .collect();
    let reaches = |from: &Module| {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = waiting.pop() {
            for next in edges.get(&module).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    waiting.push(next.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&Module, BTreeSet<Module>> = files.keys().map(|module| (module, reaches(module))).collect();
    let (mut circles, mut told) = (Vec::new(), BTreeSet::new());
    for (module, far) in &reached {
        if !far.contains(*module) || told.contains(*module) {
            continue;
        }
        let circle: Vec<&Module> = far.iter().filter(|other| reached.get(other).is_some_and(|back| back.contains(*module))).collect();
        told.extend(circle.iter().map(|module| (*module).clone()));
        circles.push(circle.iter().filter_map(|module| files.get(*module)).map(|file| file.shown.clone()).collect());
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let read = |(path, text): &(&str, &str)| {
            let module = module(Path::new(path));
            (module.clone(), read((*path).to_owned(), &module, &code(text)))
        };
        circles_of(&files.iter().map(read).collect())
    }

    #[test]
    fn two_files_that_import_each_other_are_a_circle() {
        let files = [("lib.rs", "mod a;\nmod b;"), ("a.rs", "use crate::b::B;\nstruct A;"), ("b.rs", "use super::a::A;\nstruct B;")];
        assert_eq!(house(&files), [["a.rs", "b.rs"]]);
    }

    #[test]
    fn a_circle_is_found_through_groups_what_is_handed_on_and_paths_in_the_middle_of_code() {
        let files = [
            ("a/mod.rs", "mod inner;\npub use inner::{One, Two as Three};"),
            ("a/inner.rs", "use crate::{\n    b::B,\n    c,\n};\n"),
            ("b.rs", "fn f() { let _ = crate::a::Three::new(); }"),
            ("c.rs", ""),
        ];
        assert_eq!(house(&files), [["a/inner.rs", "b.rs"]]);
    }

    #[test]
    fn handing_on_a_childs_name_is_no_import_and_tests_and_comments_are_not_read() {
        let files = [
            ("a/mod.rs", "mod inner;\npub use inner::One;\nstruct Parent;"),
            ("a/inner.rs", "use super::Parent;\n// crate::b::B\n"),
            ("b.rs", "use crate::a::One;\n#[cfg(test)]\nmod tests { use crate::c::C; }"),
            ("c.rs", "use crate::b::B;"),
        ];
        assert!(house(&files).is_empty());
    }
}
