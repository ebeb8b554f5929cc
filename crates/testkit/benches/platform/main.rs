//! The benchmark driver behind `cargo xtask bench`: starts the release build of the platform and drives it over HTTP, beside
//! the limit on the same database in the same run.
//!
//! What it measured it says in lines that `cargo xtask bench all` collects.

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
mod clerk;
mod crowd;
mod database;
mod limits;
mod load;
mod logins;
mod lots;
mod orders;
mod platform;
mod rush;

use clap::{Parser, ValueEnum};
use database::Engine;
use std::path::PathBuf;

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Orders,
    Lots,
    Logins,
    Callbacks,
    Rush,
}

/// What the command line says.
#[derive(Parser)]
pub(crate) struct Setting {
    #[arg(value_enum)]
    what: What,
    /// The platform's program, its children beside it.
    #[arg(long)]
    pub(crate) program: PathBuf,
    /// The PostgreSQL server's address, without a database.
    #[arg(long)]
    pub(crate) postgres: String,
    #[arg(long)]
    pub(crate) pgbench: PathBuf,
    /// How many of what is measured.
    #[arg(long)]
    pub(crate) size: Option<u32>,
    /// A few of everything: to see that it runs, not how fast.
    #[arg(long)]
    pub(crate) small: bool,
    #[arg(long, value_enum, default_value = "postgres")]
    pub(crate) engine: Engine,
    /// How long the time-stamp authority waits before it answers, in milliseconds.
    #[arg(long, default_value_t = 0)]
    pub(crate) delay: u32,
    /// In how many seconds the rush happens.
    #[arg(long, default_value_t = 600)]
    pub(crate) window: u32,
    /// Other people's stacks too.
    #[arg(long)]
    pub(crate) peers: bool,
    /// `cargo bench` adds its own word.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Setting {
    /// How long pgbench runs, in seconds.
    pub(crate) const fn seconds(&self) -> &'static str {
        if self.small { "1" } else { "5" }
    }
}

/// A few of everything.
const SMALL: u32 = 40;

#[tokio::main]
async fn main() {
    let mut setting = Setting::parse();
    if setting.small {
        setting.size = Some(SMALL);
    }
    match setting.what {
        What::Orders => orders::bench(&setting).await,
        What::Lots => lots::bench(&setting).await,
        What::Logins => logins::bench(&setting).await,
        What::Callbacks => callbacks::bench(&setting).await,
        What::Rush => rush::rush(&setting).await,
    }
}
