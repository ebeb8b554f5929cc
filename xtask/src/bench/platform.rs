//! The driver of the platform's benchmarks (`crates/testkit/benches/platform`).

use super::collect::collect;
use crate::Outcome;
use crate::postgres::Postgres;
use crate::run::{program, root, run, step};
use std::process::Command;

/// The platform and its counterparts in release; of the whole workspace, as all benchmarks are, so that nothing is compiled twice.
pub(crate) fn build() -> Outcome {
    step("构建（release，首次约需十几分钟）");
    run(program("cargo").args(["build", "--release", "--locked", "--workspace", "--bins"]))
}

fn with_server(mut bench: Command, postgres: &Postgres, programs: &str) -> Command {
    // The test world of the callbacks wants a server of its own databases.
    bench.env("KAIHAN_TEST_POSTGRES", postgres.url()).arg("--program").arg(root().join("target").join(programs).join("kaihan"));
    bench.args(["--postgres", &postgres.url()]).arg("--pgbench").arg(postgres.pgbench());
    bench
}

/// A benchmark in its large form, with these options.
pub(crate) fn driver(postgres: &Postgres, what: &str, options: &[impl AsRef<std::ffi::OsStr>]) -> Command {
    let mut bench = program("cargo");
    bench.args(["bench", "--locked", "--workspace", "--bench", "platform", "--", what]);
    let mut bench = with_server(bench, postgres, "release");
    bench.args(options);
    bench
}

/// Every benchmark that needs a platform, a few of everything, with the programs of the tests.
pub(crate) fn small(postgres: &Postgres) -> Outcome {
    run(program("cargo").args(["build", "--locked", "--workspace", "--bins", "--bench", "platform"]))?;
    for words in [
        &["orders", "--peers"][..],
        &["orders", "--engine", "sqlite"],
        &["orders", "--delay", "20"],
        &["lots"],
        &["logins"],
        &["callbacks"],
        &["rush"],
    ] {
        let mut bench = program("cargo");
        // With the tests' profile and features, so that nothing is compiled a second time.
        bench.args(["bench", "--locked", "--workspace", "--profile", "dev", "--bench", "platform", "--"]).args(words).arg("--small");
        collect(with_server(bench, postgres, "debug"))?;
    }
    Ok(())
}
