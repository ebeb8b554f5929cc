//! The platform as it was before its speed was looked at, built and run from its own tree.

use super::collect::collect;
use crate::Outcome;
use crate::postgres::Postgres;
use crate::run::{program, root, run, step};
use measure::Measured;
use std::path::PathBuf;
use std::process::Command;

/// The commit that is compared with.
pub(crate) const COMMIT: &str = "260177a";

/// Its own benchmark could not read its own pages any more, knew no delay and did not say what it measured.
const PATCH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bench/before.patch");

/// What its measurements' names begin with.
pub(crate) const PREFIX: &str = "before/";

fn tree() -> PathBuf {
    root().join("target/before/tree")
}

fn built() -> PathBuf {
    root().join("target/before/built")
}

/// Checks it out and builds it in release, beside this tree's own.
pub(crate) fn build() -> Outcome {
    if !tree().exists() {
        step(&format!("取出 {COMMIT}"));
        std::fs::create_dir_all(tree())?;
        let archive = root().join("target/before/tree.tar");
        run(program("git").args(["archive", "--output"]).arg(&archive).arg(COMMIT))?;
        run(program("tar").arg("-xf").arg(&archive).arg("-C").arg(tree()))?;
        run(program("git").args(["apply", "--directory", "target/before/tree"]).arg(PATCH))?;
    }
    step(&format!("构建 {COMMIT}（release，首次约需十几分钟）"));
    let cargo = |words: &[&str]| {
        let mut command = Command::new("cargo");
        command.current_dir(tree()).env("CARGO_TARGET_DIR", built()).args(words);
        command
    };
    run(&mut cargo(&["build", "--release", "--locked", "-p", "kaihan", "-p", "counterparts", "-p", "confined"]))?;
    run(&mut cargo(&["build", "--release", "--locked", "-p", "testkit", "--example", "bench"]))
}

/// One of its benchmarks; what it measured, under names of their own.
pub(crate) fn measure(postgres: &Postgres, what: &str, size: u32, delay: u32) -> Outcome<Vec<Measured>> {
    let mut bench = Command::new(built().join("release/examples/bench"));
    // It makes the same database each time, and leaves it.
    postgres.drop_database("kaihan")?;
    // It reads wordings, regions and fonts of the tree it was built in.
    std::fs::create_dir_all(tree().join(".kaihan"))?;
    let fonts = tree().join(".kaihan/fonts");
    if !fonts.exists() {
        std::os::unix::fs::symlink(crate::setup::fonts_folder(), fonts)?;
    }
    bench.arg(what).arg(built().join("release/kaihan")).arg(postgres.url()).arg(postgres.pgbench());
    bench.args([size.to_string(), delay.to_string()]).current_dir(tree()).env("KAIHAN_TEST_POSTGRES", postgres.url());
    let mut measured = collect(bench)?;
    // Submitting does not wait for the time-stamp authority.
    measured.retain(|one| delay == 0 || one.name.starts_with("issue"));
    Ok(measured.into_iter().map(|one| Measured { name: format!("{PREFIX}{}", one.name), ..one }).collect())
}
