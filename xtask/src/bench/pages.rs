//! `cargo xtask bench pages [ROWS]`: what each kind of page costs among years of rows, on both engines. A test of `web` drives it, as that is where every page is
//! drawn with sample data; a few rows of it run with the tests.

use super::collect::lines;
use crate::Outcome;
use crate::postgres::{Durability, Postgres};
use crate::run::{program, run, step};
use measure::Page;

/// Orders and lots on each engine, when no number is given; of organisations and articles there are a tenth.
const ROWS: u32 = 1_000_000;

/// The pages, and among how many rows they were made.
pub(crate) fn pages(arguments: &[String]) -> Outcome<(u32, Vec<Page>)> {
    let rows = arguments.first().map_or(Ok(ROWS), |rows| rows.parse())?;
    step("构建（release，首次约需十几分钟）并测量每种页面");
    run(program("cargo").args(["build", "--release", "--locked", "-p", "confined"]))?;
    let postgres = Postgres::start(Durability::None)?;
    let mut tests = program("cargo");
    tests.args(["test", "--release", "--locked", "-p", "web", "--test", "it", "pages::", "--", "--nocapture", "--test-threads", "1"]);
    tests.env("KAIHAN_TEST_POSTGRES", postgres.url()).env("KAIHAN_SOAK", rows.to_string());
    let mut found = Vec::new();
    lines(tests, |line| match Page::read(line) {
        Some(page) => {
            println!("{:>9} {}: {:.2?}, statements {:.2?}, {} bytes", page.engine, page.name, page.median, page.sql, page.bytes);
            found.push(page);
        }
        None => println!("{line}"),
    })?;
    Ok((rows, found))
}
