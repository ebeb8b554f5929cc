//! `kaihan verify` with neither database nor configuration.

use std::path::Path;
use std::process::Command;

fn verify(arguments: &[&str]) -> (Option<i32>, String) {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds");
    let trust = tempfile::tempdir().unwrap();
    for (from, to) in [("signers.pem", "documents/signers.cer"), ("makers.pem", "makers/makers.cer")] {
        std::fs::create_dir_all(trust.path().join(to).parent().unwrap()).unwrap();
        std::fs::copy(seeds.join(from), trust.path().join(to)).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_kaihan"))
        .arg("verify")
        .args(arguments)
        .arg("--trust")
        .arg(trust.path())
        .current_dir(seeds)
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn genuine_files_are_told_by_name_and_end_with_0() {
    let (code, text) = verify(&["letter.ofd", "letter.pdf"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.matches("✓ 可信").count() == 2 && text.contains("江海财产保险股份有限公司"), "{text}");
}

#[test]
fn one_file_that_is_not_to_be_relied_on_ends_with_2_and_says_why() {
    let (code, text) = verify(&["letter.ofd", "signers.pem"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("✗ 不可信 signers.pem") && text.contains("不是 PDF 或 OFD 文件"), "{text}");
}

#[test]
fn programs_read_one_report_a_line() {
    let (_, text) = verify(&["letter.pdf", "now", "--json"]);
    let reports: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&reports[0]["report"]["accepted"], &reports[1]["report"]["accepted"]), (&true.into(), &false.into()));
    assert_eq!(reports[0]["report"]["signatures"][0]["code"], "91310000MA1FL5G67H");
    assert_eq!(reports[1]["report"]["refusals"][0], "format_unknown");
}
