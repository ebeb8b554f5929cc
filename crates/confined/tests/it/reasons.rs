//! The page about verification: its table of reasons is the closed list itself.

use crate::samples::root;
use documents::verify::Flaw;
use std::collections::BTreeSet;
use std::fmt::Write;

const FROM: &str = "<!-- reasons -->\n";
const TO: &str = "<!-- end of reasons -->";

#[test]
fn every_reason_says_what_it_means_and_what_a_person_should_do() {
    let path = root().join("docs/reference/verification.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(FROM).unwrap();
    let (_, after) = rest.split_once(TO).unwrap();
    let mut table = String::from("| 代号 | 原因 | 该怎么办 |\n|---|---|---|\n");
    for flaw in Flaw::ALL {
        let code = serde_json::to_value(flaw).unwrap();
        writeln!(table, "| `{}` | {flaw} | {} |", code.as_str().unwrap(), flaw.advice()).unwrap();
    }
    let words: BTreeSet<String> = Flaw::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(words.len(), Flaw::ALL.len(), "two reasons say the same");
    // What is merely not supported accuses nobody.
    let accusing = ["伪造", "造假", "假冒"];
    assert!(words.iter().all(|words| accusing.iter().all(|word| !words.contains(word))));
    expect_test::expect_file![path].assert_eq(&format!("{before}{FROM}{table}{TO}{after}"));
}
