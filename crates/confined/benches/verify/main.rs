//! `cargo xtask bench verify`: a stranger's OFD and PDF judged in a confined process beside the same in this one, by turns in one run.
//! In the test command it runs in a small form and only holds the two to the same report.

#![expect(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures, prints, and stops at the first surprise; the tests' samples are shared with it"
)]

#[path = "../../tests/it/parties.rs"]
mod parties;
#[path = "../../tests/it/samples.rs"]
mod samples;

use documents::verify::{Budget, Origin, Verifier, verify};
use measure::{Measured, processor};
use parties::Parties;
use samples::{LOT, letter};
use std::path::Path;
use std::time::Instant;

/// What one of `times` takes, of the processor and of the clock.
fn once(name: &str, times: u32, mut work: impl FnMut()) -> Measured {
    let whole = || processor::with_children(std::process::id());
    let (spent, begun) = (whole(), Instant::now());
    (0..times).for_each(|_| work());
    Measured::of(name, times, begun.elapsed(), Some(whole() - spent))
}

fn main() {
    let small = !std::env::args().any(|argument| argument == "--bench");
    let (rounds, times) = if small { (1, 3) } else { (9, 100) };
    let parties = Parties::new();
    let pages = letter(LOT, true).unwrap();
    let trust = parties.trust();
    let verifier = Verifier::new(Path::new(env!("CARGO_BIN_EXE_kaihan-verifier")));
    let now = parties.now + 60;
    for (kind, bytes) in [("ofd", parties.letter_ofd(&pages)), ("pdf", parties.letter_pdf(&pages))] {
        let here = || verify(&bytes, &trust, now);
        let there = || verifier.verify_from(Origin::Anyone, Budget::Small, &bytes, &trust, now).unwrap();
        assert!(here().accepted);
        assert_eq!(serde_json::to_value(here()).unwrap(), serde_json::to_value(there()).unwrap());
        let (mut inside, mut confined) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            inside.push(once(&format!("verify-{kind}"), times, || assert!(here().accepted)));
            confined.push(once(&format!("verify-{kind}-confined"), times, || assert!(there().accepted)));
        }
        for rounds in [inside, confined] {
            println!("{}", Measured::middle(&rounds).unwrap().line());
        }
    }
}
