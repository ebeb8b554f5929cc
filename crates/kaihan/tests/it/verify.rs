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
fn who_signed_is_told_before_anything_else_k2() {
    let (_, text) = verify(&["letter.pdf"]);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[1].contains("谁签的：江海财产保险股份有限公司（91310000MA1FL5G67H）"), "{text}");
    assert!(lines[2].contains("江海财产保险股份有限公司 的保函，由其自己的证书签署全文"), "{text}");
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_the_others_are_verified_28() {
    let (code, text) = verify(&["missing.pdf", "letter.ofd"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("? 未核验 missing.pdf") && text.contains("✓ 可信 letter.ofd"), "{text}");
}

/// Runs with a trust folder of these files.
fn with_trust(files: &[(&str, Vec<u8>)]) -> (Option<i32>, String) {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds");
    let trust = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = trust.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaihan"));
    let output = command.args(["verify", "letter.ofd", "--trust"]).arg(trust.path()).current_dir(seeds).output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

fn seed(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(name)).unwrap()
}

#[test]
fn a_trust_folder_is_read_in_every_form_that_authorities_hand_out_14() {
    let signers = String::from_utf8(seed("signers.pem")).unwrap();
    let makers = || ("makers/makers.pem", seed("makers.pem"));
    let wide: Vec<u8> = [0xfeff].into_iter().chain(signers.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let wrapped = signers.replace("-----BEGIN", "Bag Attributes\n  friendlyName: root\n-----BEGIN").replace('\n', "\r\n");
    for (path, bytes) in [
        ("documents/a.cer", signers.clone().into_bytes()),
        ("documents/a.CRT", format!("\u{feff}{signers}").into_bytes()),
        ("documents/a.Pem", wrapped.into_bytes()),
        ("documents/a.cer", wide),
    ] {
        let (code, text) = with_trust(&[(path, bytes), makers()]);
        assert_eq!(code, Some(0), "{path}: {text}");
    }
    let der = gm::certificate::Certificate::from_pem(&signers).unwrap();
    let files: Vec<(String, Vec<u8>)> =
        der.iter().enumerate().map(|(index, one)| (format!("documents/{index}.DER"), one.der().to_vec())).collect();
    let files: Vec<(&str, Vec<u8>)> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).chain([makers()]).collect();
    assert_eq!(with_trust(&files).0, Some(0));
}

#[test]
fn a_bad_file_of_the_trust_folder_is_named_and_costs_only_itself_14() {
    let (code, text) = with_trust(&[
        ("documents/a.cer", seed("signers.pem")),
        ("documents/broken.crl", b"not a list".to_vec()),
        ("documents/key.pem", b"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n".to_vec()),
        ("documents/readme.txt", b"notes".to_vec()),
        ("makers/makers.pem", seed("makers.pem")),
    ]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("documents/broken.crl 未采用") && text.contains("documents/key.pem 未采用：含有私钥"), "{text}");
    assert!(!text.contains("readme.txt"), "{text}");
}

#[test]
fn a_trust_folder_that_is_missing_or_empty_is_told_in_words_14() {
    let (code, text) = with_trust(&[("documents/notes.txt", Vec::new())]);
    assert!(code == Some(1) && text.contains("没有根证书"), "{text}");
    let output = Command::new(env!("CARGO_BIN_EXE_kaihan")).args(["verify", "x.pdf", "--trust", "/nonexistent/trust"]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && text.contains("信任目录 /nonexistent/trust 不存在"), "{text}");
}

#[test]
fn the_anchors_of_people_and_of_makers_are_none_for_letters_k1_k2() {
    for folder in ["", "makers/", "interface/", "timestamps/"] {
        let (signers, other) = (format!("{folder}signers.cer"), ("documents/other.cer", seed("makers.pem")));
        let (code, text) = with_trust(&[(&signers, seed("signers.pem")), other, ("makers/makers.pem", seed("makers.pem"))]);
        assert_eq!(code, Some(2), "{folder}: {text}");
    }
}

#[test]
fn programs_read_one_report_a_line() {
    let (_, text) = verify(&["letter.pdf", "now", "--json"]);
    let reports: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&reports[0]["report"]["accepted"], &reports[1]["report"]["accepted"]), (&true.into(), &false.into()));
    assert_eq!(reports[0]["report"]["signatures"][0]["code"], "91310000MA1FL5G67H");
    assert_eq!(reports[1]["report"]["refusals"][0], "format_unknown");
}
