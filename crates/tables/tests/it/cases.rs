//! Statements out of public bug reports (E1, E2, E5, E16), not part of the repository: in `KAIHAN_CASES`, at `.kaihan/cases` or beside the
//! repository at `shared/cases`. Where none of them is, nothing is tried, and the test says so.

use std::path::{Path, PathBuf};
use tables::statement::{Entry, read};

/// How the name of a statement begins, and how many credits are in it; one that cannot be read has none.
const RIGHT: [(&str, usize); 8] = [("s01-", 3), ("s02-", 0), ("s03-", 0), ("s04-", 2), ("s05-", 2), ("s07-", 1), ("s08-", 1), ("s09-", 1)];

fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = std::env::var_os("KAIHAN_CASES").map(PathBuf::from);
    let folders = named.into_iter().chain([root.join(".kaihan/cases"), root.join("..").join("shared").join("cases")]);
    let mut statements = folders.map(|folder| folder.join("statements"));
    statements.find(|folder| folder.is_dir())
}

#[test]
fn statements_of_bug_reports_have_the_credits_that_are_in_them() {
    let Some(folder) = folder() else {
        println!("SKIPPED: no cases/statements in KAIHAN_CASES, .kaihan or shared beside the repository; nothing was tried");
        return;
    };
    let (mut tried, mut faults) = (0, Vec::new());
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let Some((_, right)) = RIGHT.iter().find(|(start, _)| name.starts_with(start)) else { continue };
        let mut credits = 0;
        let read = read(&std::fs::read(&file).unwrap(), &mut |row| {
            credits += usize::from(matches!(row.entry, Entry::Credit(_)));
            Ok(())
        });
        tried += 1;
        if credits != *right {
            faults.push(format!("{name}: right are {right} credits, found {credits}: {:?}", read.err()));
        }
    }
    assert!(tried >= RIGHT.len() && faults.is_empty(), "{tried} tried: {}", faults.join("\n"));
}
