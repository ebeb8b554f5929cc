//! The benchmark driver behind `cargo xtask bench`: starts the release build of the platform and drives it over HTTP, beside
//! the limit on the same database in the same run.
//!
//! Arguments: `orders|lots|callbacks`, the platform's program, the PostgreSQL server's address, pgbench, and optionally a size.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark measures, prints, and stops at the first surprise"
)]

mod callbacks;
mod lots;
mod orders;
mod platform;

use std::path::PathBuf;

/// What the command line says.
pub(crate) struct Setting {
    pub(crate) program: PathBuf,
    pub(crate) postgres: String,
    pub(crate) pgbench: PathBuf,
    pub(crate) size: Option<u32>,
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, program, postgres, pgbench, rest @ ..] = arguments.as_slice() else { panic_usage() };
    let setting = Setting {
        program: program.into(),
        postgres: postgres.clone(),
        pgbench: pgbench.into(),
        size: rest.first().map(|size| size.parse().expect("a size")),
    };
    match what.as_str() {
        "orders" => orders::bench(&setting).await,
        "lots" => lots::bench(&setting).await,
        "callbacks" => callbacks::bench(&setting).await,
        _ => panic_usage(),
    }
}

fn panic_usage() -> ! {
    println!("cargo xtask bench orders|lots|callbacks [size]");
    std::process::exit(2)
}
