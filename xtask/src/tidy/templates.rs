//! Templates are read by people: short lines, and what every form needs in one place.

use crate::Outcome;
use crate::run::root;
use std::path::PathBuf;

/// Longest line, in characters.
const COLUMNS_MAX: usize = 140;
/// The only file in which a form's token, a scrolling table and a confirmation are written out.
const MACROS: &str = "templates/macros.html";
/// What stands there alone, and the macro to call instead.
const ONLY_THERE: [(&str, &str); 3] =
    [("name=\"token\"", "m::token"), ("<details class=\"confirm\">", "m::confirm"), ("<h2>有 {{", "m::faults")];

pub(super) fn templates(faults: &mut Vec<String>) -> Outcome {
    let (mut found, mut folders): (Vec<PathBuf>, _) = (Vec::new(), vec![root().join("templates")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    for path in found {
        let shown = path.strip_prefix(root())?.display().to_string();
        for (number, line) in (1..).zip(std::fs::read_to_string(&path)?.lines()) {
            let columns = line.chars().count();
            if columns > COLUMNS_MAX {
                faults.push(format!("{shown}:{number} has {columns} columns, more than {COLUMNS_MAX}"));
            }
            for (text, instead) in ONLY_THERE.iter().filter(|(text, _)| shown != MACROS && line.contains(text)) {
                faults.push(format!("{shown}:{number} writes out {text}: call {instead}"));
            }
        }
    }
    Ok(())
}
