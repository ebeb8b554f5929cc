//! `cargo xtask bench`: ours and the limit in one run, printed as a ratio (DESIGN §4). Never a test.

use crate::Outcome;
use crate::postgres::{Durability, Postgres};
use crate::run::{program, root, run, step};
use crate::setup;

pub(crate) fn bench(arguments: &[String]) -> Outcome {
    if arguments.first().is_some_and(|what| what == "letters") {
        return letters();
    }
    let what = match arguments.first().map(String::as_str) {
        Some(what @ ("orders" | "lots" | "callbacks")) => what,
        Some(_) | None => return Err(crate::USAGE.into()),
    };
    setup::packages()?;
    setup::fonts()?;
    step("构建（release，首次约需十几分钟）");
    run(program("cargo").args(["build", "--release", "--locked", "-p", "kaihan", "-p", "counterparts", "-p", "confined"]))?;
    run(program("cargo").args(["build", "--release", "--locked", "-p", "testkit", "--example", "bench"]))?;
    let postgres = Postgres::start(Durability::Full)?;
    let mut bench = program(root().join("target/release/examples/bench"));
    // The test world of the callbacks wants a server of its own databases.
    bench.env("KAIHAN_TEST_POSTGRES", postgres.url());
    bench.arg(what).arg(root().join("target/release/kaihan")).arg(postgres.url()).arg(postgres.pgbench());
    run(bench.args(&arguments[1..]))
}

/// Letters against WeasyPrint and reportlab: no platform, no database.
fn letters() -> Outcome {
    setup::packages()?;
    setup::fonts()?;
    setup::python()?;
    step("构建并测量（release，首次约需十几分钟）");
    // One thread a process, as the platform starts it.
    run(program("cargo").args(["bench", "--locked", "-p", "confined", "--bench", "letters"]).env("RAYON_NUM_THREADS", "1"))
}
