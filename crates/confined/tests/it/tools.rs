//! Other people's programs.

use std::path::Path;
use std::process::Command;

/// Runs a program in `folder`; whether it succeeded, and what it printed.
pub(crate) fn run(folder: &Path, program: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.unwrap_or_else(|_| panic!("{program} is missing: cargo xtask test installs it"));
    (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

/// Runs a checking program on one file, given as `FILE`, and gives back what it printed.
pub(crate) fn check(program: &str, arguments: &[&str], bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), bytes).unwrap();
    let arguments: Vec<&str> = arguments.iter().map(|argument| if *argument == "FILE" { "file" } else { argument }).collect();
    let (accepted, text) = run(folder.path(), program, &arguments);
    assert!(accepted, "{program}: {text}");
    text
}

/// Text without blanks and line breaks.
pub(crate) fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}
