//! The test world: the real platform with a manual clock, seeded randomness, a database of its own, people who sign with real
//! certificates, and the reference bank behind a real socket.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test world that cannot be set up is a failed test; the message is all there is to do"
)]

mod browser;
mod clock;
mod correspondent;
mod database;
mod own_system;
mod sealed;
mod world;

pub use browser::{Browser, Fetched, Sealer};
pub use clock::{ManualClock, Seeded};
pub use correspondent::Correspondent;
pub use database::{Database, Kind};
pub use world::TestWorld;

/// Declares tests that run on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: TestWorld) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "each test takes what it needs of the module's imports")]
            use super::*;

            async fn run($world: $crate::TestWorld) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::TestWorld::new($crate::Kind::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run($crate::TestWorld::new($crate::Kind::Postgres).await).await;
            }
        }
    )*};
}
