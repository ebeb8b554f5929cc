//! `cargo xtask bench`: ours and the limit in one run, printed as a ratio. No time is ever a test; that each benchmark still
//! runs to its end is, by its small form in the test command: those of the platform here, the others with `cargo test`.

#![expect(clippy::float_arithmetic, reason = "ratios are for people to read")]

mod all;
mod before;
mod collect;
mod comparisons;
mod pages;
pub(crate) mod platform;
mod report;

use crate::Outcome;
use crate::postgres::{Durability, Postgres};
use crate::run::{program, step};
use crate::setup;
use collect::collect;
pub(crate) use platform::small;
use std::process::Command;

pub(crate) fn bench(arguments: &[String]) -> Outcome {
    let (what, rest) = arguments.split_first().ok_or(crate::USAGE)?;
    setup::packages()?;
    setup::fonts()?;
    match what.as_str() {
        "all" => all::all(rest),
        "pages" => report::write_pages(&pages::pages(rest)?),
        "orders" | "lots" | "logins" | "callbacks" => {
            setup::peers()?;
            platform::build()?;
            let postgres = Postgres::start(Durability::Full)?;
            collect(platform::driver(&postgres, what, rest)).map(drop)
        }
        "letters" | "sm2" | "verify" => collect(alone(what)?).map(drop),
        _ => Err(crate::USAGE.into()),
    }
}

/// The benchmarks that need no platform and no database.
fn alone(what: &str) -> Outcome<Command> {
    if what == "letters" {
        setup::python()?;
    }
    step("构建并测量（release，首次约需十几分钟）");
    let mut bench = program("cargo");
    // One thread a process, as the platform starts its typesetters.
    bench.args(["bench", "--locked", "--workspace", "--bench", what]).env("RAYON_NUM_THREADS", "1");
    Ok(bench)
}
