//! `cargo xtask bench verify`: a stranger's OFD and PDF judged in a confined process beside the same in this one, by turns in one run.
//! In the test command it runs in a small form and only holds the two to the same report.

#![expect(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    reason = "a benchmark measures, prints, and stops at the first surprise; the tests' samples are shared with it"
)]

#[path = "../../tests/it/parties.rs"]
mod parties;
#[path = "../../tests/it/samples.rs"]
mod samples;

use documents::verify::{Budget, Origin, Verifier, verify};
use parties::Parties;
use samples::{LOT, letter};
use std::path::Path;
use std::time::Instant;

/// Milliseconds of the clock: what a person waits. On a busy machine both wait alike.
fn once(times: u32, mut work: impl FnMut()) -> f64 {
    let begun = Instant::now();
    (0..times).for_each(|_| work());
    begun.elapsed().as_secs_f64() * 1e3 / f64::from(times)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let small = !std::env::args().any(|argument| argument == "--bench");
    let (rounds, times) = if small { (1, 3) } else { (9, 100) };
    let parties = Parties::new();
    let pages = letter(LOT, true).unwrap();
    let trust = parties.trust();
    let verifier = Verifier::new(Path::new(env!("CARGO_BIN_EXE_kaihan-verifier")));
    let now = parties.now + 60;
    println!("one file after the other, milliseconds of the clock, medians of {rounds} by turns:");
    for (name, bytes) in [("OFD", parties.letter_ofd(&pages)), ("PDF", parties.letter_pdf(&pages))] {
        let here = || verify(&bytes, &trust, now);
        let there = || verifier.verify_from(Origin::Anyone, Budget::Small, &bytes, &trust, now).unwrap();
        assert!(here().accepted);
        assert_eq!(serde_json::to_value(here()).unwrap(), serde_json::to_value(there()).unwrap());
        let (mut inside, mut confined) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            inside.push(once(times, || assert!(here().accepted)));
            confined.push(once(times, || assert!(there().accepted)));
        }
        let (inside, confined) = (median(inside), median(confined));
        println!("  {name} in process {inside:.2}  confined {confined:.2}  ratio {:.2} (budget 0.85)", inside / confined);
    }
}
