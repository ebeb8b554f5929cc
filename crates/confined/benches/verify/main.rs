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

/// Processor ticks of a process, and of its children that have ended when `with_children`.
fn ticks(stat: &str, with_children: bool) -> u64 {
    let text = std::fs::read_to_string(stat).unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11);
    fields.take(if with_children { 4 } else { 2 }).filter_map(|field| field.parse::<u64>().ok()).sum()
}

/// Processor milliseconds of this process and every child it has or had, as the kernel counts them, in steps of ten.
fn cpu() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().filter_map(Result::ok);
    let children = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let children: Vec<String> = children.flat_map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    let alive: u64 = children.iter().map(|child| ticks(&format!("/proc/{child}/stat"), false)).sum();
    (ticks("/proc/self/stat", true) + alive) * 10
}

/// Milliseconds of processor and of the clock that one of `times` takes.
fn once(times: u32, mut work: impl FnMut()) -> (f64, f64) {
    let (spent, begun) = (cpu(), Instant::now());
    (0..times).for_each(|_| work());
    let spent = u32::try_from(cpu() - spent).unwrap();
    (f64::from(spent) / f64::from(times), begun.elapsed().as_secs_f64() * 1e3 / f64::from(times))
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
    println!("one file after the other, milliseconds, medians of {rounds} by turns:");
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
        for (unit, of) in [("processor", (|both| both.0) as fn(&(f64, f64)) -> f64), ("clock", |both| both.1)] {
            let (inside, confined) = (median(inside.iter().map(of).collect()), median(confined.iter().map(of).collect()));
            println!("  {name}, {unit}: in process {inside:.2}  confined {confined:.2}  ratio {:.2} (budget 0.85)", inside / confined);
        }
    }
}
