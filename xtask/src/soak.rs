//! `cargo xtask soak`: what the tests do a little of, done a lot of.

use crate::Outcome;
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

pub(crate) fn soak(arguments: &[String]) -> Outcome {
    if matches!(arguments, [what] if what == "connections") {
        return connections();
    }
    match arguments {
        [what] if what == "lists" => return lists(ROWS),
        [what, count] if what == "lists" => return lists(count.parse()?),
        _ => {}
    }
    let deliveries = match arguments {
        [what] if what == "callbacks" => DELIVERIES,
        [what, count] if what == "callbacks" => count.parse()?,
        _ => return Err(crate::USAGE.into()),
    };
    setup::packages()?;
    setup::fonts()?;
    let postgres = Postgres::start(Durability::None)?;
    step("构建（release，首次约需十几分钟）并运行");
    run(program("cargo").args(["build", "--release", "--locked", "-p", "confined"]))?;
    let mut tests = program("cargo");
    tests.args(["test", "--release", "--locked", "-p", "web", "--test", "it", "callbacks", "--", "--nocapture"]);
    run(tests.env("KAIHAN_TEST_POSTGRES", postgres.url()).env("KAIHAN_SOAK", deliveries.to_string()))
}
