//! Small files of other producers with their right verdicts (`RIGHT.tsv`), not part of the repository. Where the folder is, in
//! `KAIHAN_CASES`, at `.kaihan/cases` or beside the repository at `shared/cases`, every row is tried; where it is not, nothing is, and the
//! tests say so.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of cases, if there is one.
fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = std::env::var_os("KAIHAN_CASES").map(PathBuf::from);
    let mut folders = named.into_iter().chain([root.join(".kaihan/cases"), root.join("..").join("shared").join("cases")]);
    folders.find(|folder| folder.join("RIGHT.tsv").is_file())
}

/// Words that call somebody a forger; what is merely not supported must not be told by them.
const ACCUSING: [&str; 7] = [
    "签名值验证不通过",
    "文件内容在签名后被改动",
    "签名之后文件又被修改",
    "签名者证书被替换",
    "电子印章被替换",
    "随附的国密签名证据与文件不符",
    "时间戳验证不通过",
];

/// Tries every row whose file's first folder begins with one of `prefixes`.
#[expect(clippy::print_stdout, reason = "whoever runs it should see that nothing was tried")]
fn try_rows(prefixes: &[&str]) {
    let Some(folder) = folder() else {
        println!(
            "SKIPPED: no cases in KAIHAN_CASES, .kaihan/cases or shared/cases beside the repository; nothing of {prefixes:?} was tried"
        );
        return;
    };
    let table = std::fs::read_to_string(folder.join("RIGHT.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    let mine = rows.iter().filter(|row| {
        let top = row[0].split('/').next().unwrap_or_default().trim_end_matches(|digit: char| digit.is_ascii_digit());
        prefixes.contains(&top)
    });
    let (mut tried, mut faults) = (0, Vec::new());
    for row in mine {
        let [file, trust, right] = row[..] else { continue };
        let output =
            Command::new(env!("CARGO_BIN_EXE_kaihan")).args(["verify", file, "--trust", trust]).current_dir(&folder).output().unwrap();
        let (code, text) = (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned());
        let is_right = match right {
            "0" | "2" => code == right.parse().ok(),
            "honest" => code == Some(0) || (code == Some(2) && !ACCUSING.iter().any(|word| text.contains(word))),
            other => panic!("{file}: {other} is no verdict"),
        };
        tried += 1;
        if !is_right {
            faults.push(format!("{file} under {trust}: right is {right}, found {code:?}\n{text}"));
        }
    }
    assert!(tried > 0, "no row of {prefixes:?}");
    assert!(faults.is_empty(), "{} of {tried}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn pdfs_of_other_producers_have_their_right_verdicts() {
    try_rows(&["pdf"]);
}

#[test]
fn ofds_of_other_producers_have_their_right_verdicts() {
    try_rows(&["ofd"]);
}

#[test]
fn files_under_other_peoples_authorities_have_their_right_verdicts() {
    try_rows(&["pki"]);
}
