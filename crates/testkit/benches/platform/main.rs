//! The benchmark driver behind `cargo xtask bench`: starts the release build of the platform and drives it over HTTP, beside
//! the limit on the same database in the same run.
//!
//! Arguments: `orders|lots|callbacks`, the platform's program, the PostgreSQL server's address, pgbench, and optionally a size, or
//! `small`: a few of everything, to see that it runs to its end.

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
    /// To see that it runs, not how fast.
    pub(crate) small: bool,
}

impl Setting {
    /// The database's name: each run has its own.
    pub(crate) fn name(&self) -> String {
        format!("kaihan_bench_{}", std::process::id())
    }

    /// Makes the database, and gives back where it is.
    pub(crate) async fn database(&self, admin: &tokio_postgres::Client) -> String {
        let name = self.name();
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
        admin.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        format!("{}/{name}", self.postgres)
    }

    /// How long pgbench runs.
    pub(crate) const fn seconds(&self) -> &'static str {
        if self.small { "1" } else { "8" }
    }
}

/// A few of everything.
const SMALL: u32 = 40;

#[tokio::main]
async fn main() {
    // `cargo bench` adds its own word.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [what, program, postgres, pgbench, rest @ ..] = arguments.as_slice() else { panic_usage() };
    let small = rest.first().is_some_and(|size| size == "small");
    let size = if small { Some(SMALL) } else { rest.first().map(|size| size.parse().expect("a size")) };
    let setting = Setting { program: program.into(), postgres: postgres.clone(), pgbench: pgbench.into(), size, small };
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
