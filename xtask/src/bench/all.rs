//! `cargo xtask bench all [RUNS]`: every benchmark in its large form, ours and theirs by turns, three runs, into `docs/reference`.

use super::collect::collect;
use super::{alone, before, pages, platform, report};
use crate::Outcome;
use crate::postgres::{Durability, Postgres};
use crate::run::step;
use crate::setup;
use measure::Measured;

/// Runs, of which the middle counts, where no other number is asked for.
const RUNS: usize = 3;

/// Letters issued in a run, by the milliseconds that the time-stamp authority takes: the build before takes half a second a letter when it
/// is far away.
const LETTERS: [(u32, u32); 3] = [(0, 240), (20, 90), (100, 40)];

pub(crate) fn all(arguments: &[String]) -> Outcome {
    let runs = arguments.first().map_or(Ok(RUNS), |runs| runs.parse())?;
    setup::python()?;
    setup::peers()?;
    platform::build()?;
    before::build()?;
    let postgres = Postgres::start(Durability::Full)?;
    let mut measured: Vec<Measured> = Vec::new();
    for run in 1..=runs {
        step(&format!("第 {run} 轮，共 {runs} 轮"));
        measured.extend(before::measure(&postgres, "orders", LETTERS[0].1, 0)?);
        measured.extend(collect(platform::driver(&postgres, "orders", &["--peers", "--size", "1500"]))?);
        measured.extend(collect(platform::driver(&postgres, "orders", &["--engine", "sqlite", "--size", "900"]))?);
        for (delay, letters) in &LETTERS[1..] {
            measured.extend(before::measure(&postgres, "orders", *letters, *delay)?);
            let (size, delay) = ((letters * 3).to_string(), delay.to_string());
            measured.extend(collect(platform::driver(&postgres, "orders", &["--size", &size, "--delay", &delay]))?);
        }
        measured.extend(before::measure(&postgres, "callbacks", 10_000, 0)?);
        measured.extend(collect(platform::driver(&postgres, "callbacks", &["--size", "20000"]))?);
        // As far as it has come: an hour is long, and something may end it.
        report::write(&measured, run)?;
    }
    // These take turns within one run of their own.
    for what in ["verify", "sm2", "letters"] {
        measured.extend(collect(alone(what)?)?);
        report::write(&measured, runs)?;
    }
    for what in ["lots", "logins"] {
        measured.extend(collect(platform::driver(&postgres, what, &[] as &[&str]))?);
    }
    drop(postgres);
    report::write(&measured, runs)?;
    report::write_pages(&pages::pages(&[])?)
}
