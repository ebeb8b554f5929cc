//! A target is compiled for tests only where it has some, and has none where it is not: a test in a target that says `test = false` would
//! silently not run, and a target without tests would be compiled a second time for nothing.

use crate::Outcome;
use crate::run::root;
use cargo_metadata::{Metadata, Package, Target, TargetKind};
use std::path::{Path, PathBuf};

/// What a source is searched for to know whether it has unit tests.
const TESTS: [&str; 4] = ["#[cfg(test)]", "#[test]", "#[tokio::test", "proptest! {"];

pub(super) fn targets(metadata: &Metadata, sources: &[PathBuf], faults: &mut Vec<String>) -> Outcome {
    for package in &metadata.packages {
        for target in package.targets.iter().filter(|target| target.is_lib() || target.is_bin()) {
            let (mut tests, mut examples) = (Vec::new(), Vec::new());
            for source in sources.iter().filter(|source| belongs(source, target, package)) {
                let text = std::fs::read_to_string(source)?;
                let shown = source.strip_prefix(root())?.display().to_string();
                if has_tests(&text) {
                    tests.push(shown.clone());
                }
                if has_examples(&text) {
                    examples.push(shown);
                }
            }
            let (name, kind) = (&package.name, target.kind.first().map(TargetKind::to_string).unwrap_or_default());
            judge(&format!("{name} ({kind} {})", target.name), ("test", target.test), &tests, faults);
            if target.is_lib() {
                judge(&format!("{name} ({kind} {})", target.name), ("doctest", target.doctest), &examples, faults);
            }
        }
    }
    Ok(())
}

fn judge(target: &str, (key, on): (&str, bool), found: &[String], faults: &mut Vec<String>) {
    match (on, found.first()) {
        (false, Some(source)) => faults.push(format!("{source} has a test that would never run: {target} says `{key} = false`")),
        (true, None) => faults.push(format!("{target} has nothing to test: say `{key} = false`")),
        (true, Some(_)) | (false, None) => {}
    }
}

/// Whether a source is compiled into a target: everything below the folder of its root but other targets' roots.
fn belongs(source: &Path, target: &Target, package: &Package) -> bool {
    let file = target.src_path.as_std_path();
    let Some(folder) = file.parent() else { return false };
    let other = |other: &&Target| other.src_path != target.src_path;
    let others = || package.targets.iter().filter(other).map(|other| other.src_path.as_std_path());
    // `lib.rs` and `main.rs` of one folder share no module: the modules are the library's.
    let beside = others().any(|other| other.parent() == Some(folder));
    if source == file || (beside && !target.is_lib()) {
        return source == file;
    }
    let below_another =
        others().filter_map(Path::parent).any(|other| other != folder && other.starts_with(folder) && source.starts_with(other));
    source.starts_with(folder) && others().all(|other| other != source) && !below_another
}

/// Names of attributes inside a line are no tests, and what a macro expands to are tests of whoever calls it.
fn has_tests(text: &str) -> bool {
    let text = text.split("\nmacro_rules!").next().unwrap_or_default();
    text.lines().any(|line| TESTS.iter().any(|mark| line.trim_start().starts_with(mark)))
}

/// Whether a comment has an example that is compiled.
fn has_examples(text: &str) -> bool {
    let mut open = false;
    text.lines().filter_map(|line| line.trim_start().strip_prefix("//!").or_else(|| line.trim_start().strip_prefix("///"))).any(|line| {
        let Some(language) = line.trim().strip_prefix("```") else { return false };
        open = !open;
        open && language != "text"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_where_none_is_run_is_refused_and_a_target_without_tests_is_not_compiled_twice() {
        let judged = |on, found: &[&str]| {
            let (mut faults, found) = (Vec::new(), found.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
            judge("app (lib app)", ("test", on), &found, &mut faults);
            faults
        };
        assert_eq!(judged(false, &["a.rs"]), ["a.rs has a test that would never run: app (lib app) says `test = false`"]);
        assert_eq!(judged(true, &[]), ["app (lib app) has nothing to test: say `test = false`"]);
        assert!(judged(true, &["a.rs"]).is_empty() && judged(false, &[]).is_empty());
    }

    #[test]
    fn tests_and_examples_are_told_from_what_is_written_about_them() {
        assert!(has_tests("mod a;\n#[cfg(test)]\nmod tests;") && has_tests("    #[tokio::test(flavor = \"x\")]"));
        assert!(!has_tests("/// What `#[test]` says\nconst A: &str = \"#[test]\";"));
        assert!(has_examples("/// ```\n/// a();\n/// ```") && has_examples("//! ```no_run\n//! ```"));
        assert!(!has_examples("//! ```text\n//! ```\nlet a = \"```\";"));
    }
}
