//! `cargo xtask soak`: what the tests do a little of, done a lot of.

use crate::Outcome;
use crate::bench::platform;
use crate::postgres::{Durability, Postgres};
use crate::run::{program, run, step};
use crate::setup;

/// Deliveries on each engine, when none are asked for (RT-07).
const DELIVERIES: u32 = 1_000_000;

/// Orders, lots and jobs on each engine, when no number is given.
const ROWS: u32 = 1_000_000;

/// Lists, searches and sweeps among a million rows: every plan, and how long each page and statement takes.
fn lists(rows: u32) -> Outcome {
    setup::packages()?;
    setup::fonts()?;
    let postgres = Postgres::start(Durability::None)?;
    step("构建（release，首次约需十几分钟）并运行");
    run(program("cargo").args(["build", "--release", "--locked", "-p", "confined"]))?;
    for (package, test) in [("store", "plans"), ("web", "scale")] {
        let mut tests = program("cargo");
        tests.args(["test", "--release", "--locked", "-p", package, "--test", "it", test, "--", "--nocapture", "--test-threads", "1"]);
        run(tests.env("KAIHAN_TEST_POSTGRES", postgres.url()).env("KAIHAN_SOAK", rows.to_string()))?;
    }
    Ok(())
}

/// Honest clerks among thousands of idle, slow and hostile clients: the real program, in release.
fn connections() -> Outcome {
    setup::packages()?;
    setup::fonts()?;
    step("构建（release，首次约需十几分钟）并运行");
    run(program("cargo").args(["build", "--release", "--locked", "-p", "confined", "-p", "kaihan"]))?;
    let mut tests = program("cargo");
    tests.args(["test", "--release", "--locked", "-p", "kaihan", "--test", "it", "connections", "--", "--nocapture"]);
    run(tests.env("KAIHAN_SOAK", "1"))
}

/// The last minutes before bids are opened (RT-08): 10 000 clerks in ten minutes, or as many in as many seconds as are asked for.
fn rush(arguments: &[String]) -> Outcome {
    setup::packages()?;
    setup::fonts()?;
    platform::build()?;
    let postgres = Postgres::start(Durability::Full)?;
    let named = ["--size", "--window"].iter().zip(arguments).flat_map(|(name, value)| [*name, value.as_str()]);
    run(&mut platform::driver(&postgres, "rush", &named.collect::<Vec<_>>()))
}

pub(crate) fn soak(arguments: &[String]) -> Outcome {
    let (what, rest) = arguments.split_first().ok_or(crate::USAGE)?;
    match (what.as_str(), rest) {
        ("connections", []) => connections(),
        ("lists", []) => lists(ROWS),
        ("lists", [count]) => lists(count.parse()?),
        ("callbacks", []) => callbacks(DELIVERIES),
        ("callbacks", [count]) => callbacks(count.parse()?),
        ("rush", [] | [_] | [_, _]) => rush(rest),
        _ => Err(crate::USAGE.into()),
    }
}

/// Messages delivered twice, late, out of order.
fn callbacks(deliveries: u32) -> Outcome {
    setup::packages()?;
    setup::fonts()?;
    let postgres = Postgres::start(Durability::None)?;
    step("构建（release，首次约需十几分钟）并运行");
    run(program("cargo").args(["build", "--release", "--locked", "-p", "confined"]))?;
    let mut tests = program("cargo");
    tests.args(["test", "--release", "--locked", "-p", "web", "--test", "it", "callbacks", "--", "--nocapture"]);
    run(tests.env("KAIHAN_TEST_POSTGRES", postgres.url()).env("KAIHAN_SOAK", deliveries.to_string()))
}
