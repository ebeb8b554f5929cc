//! When a process that works for us is kept, and when it is replaced. The programs are started through a script that counts them.

use crate::parties::Parties;
use crate::samples::{LOT, letter, root};
use documents::typesetting::{Sheet, TypesetError, Typesetter};
use documents::verify::{Budget, Flaw, Origin, Verifier};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A program that writes a line each time it is started, and then is the other.
fn counted(folder: &Path, program: &str) -> (PathBuf, PathBuf) {
    let (script, log) = (folder.join("program"), folder.join("starts"));
    let text = format!("#!/bin/sh\necho started >> '{}'\nexec '{program}' \"$@\"\n", log.display());
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    (script, log)
}

fn starts(log: &Path) -> usize {
    std::fs::read_to_string(log).unwrap_or_default().lines().count()
}

#[test]
fn a_verifying_process_is_kept_for_good_files_and_replaced_after_a_sign_of_trouble() {
    let (folder, parties) = (tempfile::tempdir().unwrap(), Parties::new());
    let (program, log) = counted(folder.path(), env!("CARGO_BIN_EXE_kaihan-verifier"));
    let (verifier, trust, now) = (Verifier::new(&program), parties.trust(), parties.now + 60);
    let good = parties.letter_ofd(&letter(LOT, true).unwrap());
    let judge = |bytes: &[u8]| verifier.verify_from(Origin::Anyone, Budget::Small, bytes, &trust, now).unwrap();
    (0..5).for_each(|_| assert!(judge(&good).accepted));
    assert_eq!(starts(&log), 1, "one process for well-made files");
    // Whom to trust is told when it changes, in both directions, and an honest flaw costs nobody anything.
    let nobody = documents::verify::DocumentTrust::default();
    for _ in 0..2 {
        let untrusted = verifier.verify_from(Origin::Anyone, Budget::Small, &good, &nobody, now).unwrap();
        assert!(!untrusted.accepted && untrusted.digest == gm::digest::sm3_hex(&good));
        assert!(judge(&good).accepted);
    }
    let before = starts(&log);
    // Truncated, and so malformed: whatever read it reads nothing else.
    let cut = good.get(..good.len() / 2).unwrap();
    assert!(!judge(cut).accepted);
    assert!(judge(&good).accepted);
    assert_eq!(starts(&log), before + 1, "a process that has read a malformed file reads another");
    // Files that move an order meet no stranger's process.
    assert!(verifier.verify_from(Origin::Institution, Budget::Full, &good, &trust, now).unwrap().accepted);
    assert_eq!(starts(&log), before + 2);
    // What is no document at all is asked of no process.
    assert_eq!(judge(b"MZ").flaws, [Flaw::FormatUnknown]);
    // And none is kept for ever.
    (0..64).for_each(|_| assert!(judge(&good).accepted));
    assert_eq!(starts(&log), before + 3);
}

#[test]
fn no_file_has_a_say_in_the_verdict_on_the_next() {
    let parties = Parties::new();
    let verifier = Verifier::new(Path::new(env!("CARGO_BIN_EXE_kaihan-verifier")));
    let pages = letter(LOT, true).unwrap();
    let (ofd, pdf) = (parties.letter_ofd(&pages), parties.letter_pdf(&pages));
    let mut altered = ofd.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let unsigned = pages.ofd.write().unwrap();
    let files = [&ofd, &altered, &pdf, &unsigned];
    let (trust, now) = (parties.trust(), parties.now + 60);
    let alone: Vec<_> = files.map(|file| serde_json::to_value(documents::verify::verify(file, &trust, now)).unwrap()).into();
    // Every order of two, several times: each report is what it is alone.
    for (first, second) in (0..4).flat_map(|first| (0..4).map(move |second| (first, second))) {
        for index in [first, second, first] {
            let report = verifier.verify(files[index], &trust, now).unwrap();
            assert_eq!(serde_json::to_value(report).unwrap(), alone[index], "{index} after {first}, {second}");
        }
    }
}

/// L5: the font was missing when the process was started, and is there now.
#[test]
fn a_typesetting_process_that_could_not_open_a_font_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (program, log) = counted(folder.path(), env!("CARGO_BIN_EXE_kaihan-typesetter"));
    let fonts = folder.path().join("fonts");
    std::fs::create_dir(&fonts).unwrap();
    let typesetter = Typesetter::new(&program, &fonts);
    let source = "#set document(date: datetime(year: 2026, month: 1, day: 1))\n保函".to_owned();
    let sheet = Sheet { source, pdf: true, ..Sheet::default() };
    for _ in 0..3 {
        assert!(matches!(typesetter.typeset(&sheet), Err(TypesetError::FontMissing(_))));
    }
    for font in std::fs::read_dir(root().join(".kaihan/fonts")).unwrap() {
        let font = font.unwrap();
        std::os::unix::fs::symlink(std::fs::canonicalize(font.path()).unwrap(), fonts.join(font.file_name())).unwrap();
    }
    assert!(typesetter.typeset(&sheet).is_ok(), "the font is there, and the process that missed it still answers");
    assert_eq!(starts(&log), 4);
}
