//! `cargo xtask bench`: ours and the limit in one run, printed as a ratio. No time is ever a test; that each benchmark still
//! runs to its end is, by its small form in the test command: `orders`, `lots` and `callbacks` here, the others with `cargo test`.

use crate::Outcome;
use crate::postgres::{Durability, Postgres};
use crate::run::{program, root, run, step};
use crate::setup;

pub(crate) fn bench(arguments: &[String]) -> Outcome {
    if arguments.first().is_some_and(|what| what == "letters") {
        return letters();
    }
    if let Some(what @ ("sm2" | "verify")) = arguments.first().map(String::as_str) {
        return alone(what);
    }
    let what = match arguments.first().map(String::as_str) {
        Some(what @ ("orders" | "lots" | "callbacks")) => what,
        Some(_) | None => return Err(crate::USAGE.into()),
    };
    setup::packages()?;
    setup::fonts()?;
    step("构建（release，首次约需十几分钟）");
    run(program("cargo").args(["build", "--release", "--locked", "-p", "kaihan", "-p", "counterparts", "-p", "confined"]))?;
    let postgres = Postgres::start(Durability::Full)?;
    let mut bench = program("cargo");
    bench.args(["bench", "--locked", "-p", "testkit", "--bench", "platform", "--", what]).arg(root().join("target/release/kaihan"));
    // The test world of the callbacks wants a server of its own databases.
    bench.env("KAIHAN_TEST_POSTGRES", postgres.url()).arg(postgres.url()).arg(postgres.pgbench());
    run(bench.args(&arguments[1..]))
}

/// The benchmarks that need a platform, a few of everything, with the programs of the tests.
pub(crate) fn small(postgres: &Postgres) -> Outcome {
    run(program("cargo").args(["build", "--locked", "--workspace", "--bins", "--bench", "platform"]))?;
    for what in ["orders", "lots", "callbacks"] {
        let mut bench = program("cargo");
        // With the tests' profile and features, so that nothing is compiled a second time.
        bench.args(["bench", "--locked", "--workspace", "--profile", "dev", "--bench", "platform", "--", what]);
        bench.env("KAIHAN_TEST_POSTGRES", postgres.url()).arg(root().join("target/debug/kaihan"));
        run(bench.arg(postgres.url()).arg(postgres.pgbench()).arg("small"))?;
    }
    Ok(())
}

/// SM2 beside what was before, and judging a file confined beside not confined: no platform, no database.
fn alone(what: &str) -> Outcome {
    setup::packages()?;
    setup::fonts()?;
    step("构建并测量（release，首次约需十几分钟）");
    let package = if what == "sm2" { "gm" } else { "confined" };
    run(program("cargo").args(["bench", "--locked", "-p", package, "--bench", what]))
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
