//! `cargo xtask soak`: what the tests do a little of, done a lot of.

use crate::Outcome;
use crate::postgres::{Durability, Postgres};
use crate::run::{program, run, step};
use crate::setup;

/// Deliveries on each engine, when none are asked for (RT-07).
const DELIVERIES: u32 = 1_000_000;

pub(crate) fn soak(arguments: &[String]) -> Outcome {
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
