//! `cargo xtask test`: install, check, test on both databases, walk the browser journeys.

use crate::Outcome;
use crate::postgres::{Durability, Postgres};
use crate::run::{program, root, run, step};
use crate::{bench, setup, tidy};

pub(crate) fn test() -> Outcome {
    setup::packages()?;
    setup::fonts()?;
    setup::phone()?;
    setup::browser_tests()?;
    setup::python()?;
    setup::peers()?;
    tidy::tidy()?;
    step("检查格式与警告");
    run(program("cargo").args(["fmt", "--all", "--check"]))?;
    run(program("cargo").args(["clippy", "--locked", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))?;
    let postgres = Postgres::start(Durability::None)?;
    step("运行测试（SQLite 与 PostgreSQL）");
    run(program("cargo").args(["test", "--locked", "--workspace"]).env("KAIHAN_TEST_POSTGRES", postgres.url()))?;
    step("每项性能对比各运行一小次");
    bench::small(&postgres)?;
    drop(postgres);
    step("运行浏览器旅程");
    // With the tests' features, so that nothing is compiled a second time.
    run(program("cargo").args(["build", "--locked", "--workspace", "--bins", "--tests"]))?;
    let mut journeys: Vec<_> = std::fs::read_dir(root().join("e2e/journeys"))?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    journeys.retain(|path| path.to_string_lossy().ends_with(".spec.mjs"));
    journeys.sort();
    run(program("node").args(["--test", "--test-reporter=spec"]).args(journeys))
}

/// Rewrites the generated reference.
pub(crate) fn generate() -> Outcome {
    let postgres = Postgres::start(Durability::None)?;
    let mut tests = program("cargo");
    tests
        .args(["test", "--locked", "-p", "domain", "-p", "protocol", "-p", "web"])
        .env("UPDATE_EXPECT", "1")
        .env("KAIHAN_TEST_POSTGRES", postgres.url());
    run(&mut tests)?;
    // Not the wordings and the letter's digests, which guard what was issued: whoever means to change them says so by hand.
    let mut papers = program("cargo");
    papers.args(["test", "--locked", "-p", "confined", "--test", "it", "--"]).args(["forged", "reasons", "good"]);
    run(papers.env("UPDATE_EXPECT", "1"))
}
