//! `kaihan verify` with neither database nor configuration.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds")
}

/// A trust folder for the letters among the seeds.
fn trust() -> TempDir {
    let trust = tempfile::tempdir().unwrap();
    for (from, to) in [("signers.pem", "documents/signers.cer"), ("makers.pem", "makers/makers.cer")] {
        std::fs::create_dir_all(trust.path().join(to).parent().unwrap()).unwrap();
        std::fs::copy(seeds().join(from), trust.path().join(to)).unwrap();
    }
    trust
}

/// The command with this trust folder, run in `folder`.
fn command(folder: &Path, trust: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaihan"));
    command.arg("verify").arg("--trust").arg(trust.path()).current_dir(folder);
    command
}

fn verify(arguments: &[&str]) -> (Option<i32>, String) {
    let output = command(&seeds(), &trust()).args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// A folder of files: genuine letters, one that was altered, one that is no document, a link, and folders below.
fn tender() -> TempDir {
    let tender = tempfile::tempdir().unwrap();
    let below = tender.path().join("2标段/附件");
    std::fs::create_dir_all(&below).unwrap();
    for number in 10..40 {
        let (from, to) = if number % 2 == 0 { ("letter.pdf", "PDF") } else { ("letter.ofd", "ofd") };
        std::fs::copy(seeds().join(from), tender.path().join(format!("{number}.{to}"))).unwrap();
    }
    let mut altered = seed("letter.pdf");
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    std::fs::write(tender.path().join("25a.pdf"), altered).unwrap();
    std::fs::write(tender.path().join("30a.pdf"), b"not a document").unwrap();
    std::fs::write(tender.path().join("说明.txt"), b"notes").unwrap();
    std::fs::copy(seeds().join("letter.ofd"), below.join("保函.ofd")).unwrap();
    std::os::unix::fs::symlink(tender.path(), below.join("回环")).unwrap();
    std::os::unix::fs::symlink(seeds().join("letter.pdf"), tender.path().join("链接.pdf")).unwrap();
    tender
}

/// The first line of each report on several.
fn verdicts(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.starts_with(' ')).collect()
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
    let trust = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = trust.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let output = command(&seeds(), &trust).arg("letter.ofd").output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

fn seed(name: &str) -> Vec<u8> {
    std::fs::read(seeds().join(name)).unwrap()
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

fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn what_is_said_of_a_tender_is_the_same_however_many_files_are_looked_at_at_once() {
    let (tender, trust) = (tender(), trust());
    let said = |jobs: &str| run(command(tender.path(), &trust).args([".", "missing.pdf", "10.PDF", "--jobs", jobs]));
    let one = said("1");
    assert_eq!((one.0, one.1.matches("✓ 可信").count(), one.1.matches("✗ 不可信").count()), (Some(1), 32, 2), "{}", one.1);
    for jobs in ["4", "200"] {
        assert_eq!(said(jobs), one, "{jobs}");
    }
}

#[test]
fn a_folder_is_verified_by_name_with_the_folders_below_it_and_no_link_is_followed() {
    let (tender, trust) = (tender(), trust());
    let (code, text, error) = run(command(tender.path(), &trust).args(["./30.PDF", "."]));
    let told = verdicts(&text);
    assert_eq!(code, Some(2), "{text}");
    assert_eq!((told[0], told[1], told.len()), ("✓ 可信 ./30.PDF", "✓ 可信 ./10.PDF", 34));
    assert!(told[1..].is_sorted_by_key(|line| line.rsplit_once(" ./").unwrap().1), "{told:#?}");
    assert!(error.contains("2 个符号链接，没有跟随") && !text.contains("链接.pdf") && !text.contains("说明"), "{error}");
    let named = run(command(tender.path(), &trust).arg("链接.pdf"));
    assert_eq!((named.0, verdicts(&named.1)), (Some(0), vec!["✓ 可信 链接.pdf"]));
}

#[test]
fn a_folder_without_documents_or_that_is_closed_is_no_success() {
    let (tender, trust) = (tempfile::tempdir().unwrap(), trust());
    std::fs::write(tender.path().join("a.docx"), b"not a letter").unwrap();
    let (code, text, error) = run(command(tender.path(), &trust).arg(".").arg(seeds().join("letter.pdf")));
    assert_eq!((code, verdicts(&text)[0]), (Some(1), "? 未核验 ."));
    assert!(text.contains("文件夹里没有 .pdf 或 .ofd 文件") && error.contains("1 个文件无法读取，其余已核验"), "{text}{error}");
}

#[test]
fn a_list_names_files_that_no_command_line_could_hold() {
    let (tender, trust) = (tender(), trust());
    let many: String = std::iter::repeat_n("10.PDF\r\n\n2标段\n", 40).collect();
    std::fs::write(tender.path().join("names"), format!("\u{feff}{many}")).unwrap();
    let (code, text, _) = run(command(tender.path(), &trust).args(["11.ofd", "--list", "names"]));
    assert_eq!(
        (code, verdicts(&text).len(), verdicts(&text)[..3].to_vec()),
        (Some(0), 81, vec!["✓ 可信 11.ofd", "✓ 可信 10.PDF", "✓ 可信 2标段/附件/保函.ofd"])
    );
    let broken = "a\n✓ 可信 b.pdf";
    std::fs::write(tender.path().join(broken), b"not a letter").unwrap();
    let mut child = command(tender.path(), &trust).args(["--list", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    write!(child.stdin.take().unwrap(), "10.PDF\0{broken}\0").unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(verdicts(&text), ["✓ 可信 10.PDF", "✗ 不可信 a\u{fffd}✓ 可信 b.pdf"]);
    for list in ["none", "."] {
        let (code, text, error) = run(command(tender.path(), &trust).args(["--list", list]));
        assert!(code == Some(1) && text.is_empty() && error.contains(&format!("清单 {list} 无法读取")), "{error}");
    }
    std::fs::write(tender.path().join("names"), "\n\n").unwrap();
    assert_eq!(run(command(tender.path(), &trust).args(["--list", "names"])).0, Some(1));
    assert_eq!(run(&mut command(tender.path(), &trust)).0, Some(64), "nothing was named");
}

#[test]
fn a_name_that_is_not_unicode_costs_no_report() {
    let (tender, trust) = (tempfile::tempdir().unwrap(), trust());
    std::fs::write(tender.path().join(OsStr::from_bytes(b"\xb1\xa3\xba\xaf.pdf")), seed("letter.pdf")).unwrap();
    let (code, text, _) = run(command(tender.path(), &trust).args([".", "--json"]));
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &report["report"]["accepted"]), (Some(0), &true.into()));
}

#[test]
fn how_far_it_has_come_is_told_where_it_was_asked_for_and_never_among_the_reports() {
    let (tender, trust) = (tender(), trust());
    let quiet = run(command(tender.path(), &trust).arg("."));
    let (code, text, error) = run(command(tender.path(), &trust).args([".", "--progress"]));
    assert_eq!((code, &text), (quiet.0, &quiet.1));
    assert!(!quiet.2.contains("已核验"), "{}", quiet.2);
    let last = error.lines().last().unwrap();
    assert!(last.starts_with("已核验 33/33，每秒 ") && last.ends_with(" 个，剩余 0 秒"), "{error}");
}

#[test]
fn whoever_reads_one_report_and_closes_the_pipe_still_learns_the_verdict() {
    let (tender, trust) = (tender(), trust());
    let mut child = command(tender.path(), &trust).arg(".").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((first.as_str(), output.status.code()), ("✓ 可信 ./10.PDF\n", Some(2)), "{:?}", output.stderr);
}

#[test]
fn ctrl_c_ends_it_at_once_also_while_it_waits_for_a_file() {
    let (tender, trust) = (tender(), trust());
    assert!(Command::new("mkfifo").arg(tender.path().join("slow")).status().unwrap().success());
    let mut child = command(tender.path(), &trust).args(["10.PDF", "slow", "11.ofd"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    output.read_line(&mut text).unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(2));
    output.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("✓ 可信 10.PDF\n") && !text.contains("11.ofd"), "{text}");
}
