//! What tests of the store and of everything above it stand on: a database of one's own on either engine, seeded randomness, an instant to
//! begin at. Knows nothing of the platform, so that the store is tested without building it; `testkit` has the whole world.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that has no database is a failed test; the message is all there is to do"
)]

mod database;
mod seeded;
mod test_store;

pub use database::{Database, Kind, Template};
pub use seeded::Seeded;
pub use test_store::TestStore;

use domain::time::Timestamp;

/// When tests begin: 2026-11-21 at 10:00 in China.
///
/// # Panics
/// Never.
#[must_use]
pub fn beginning() -> Timestamp {
    Timestamp::parse_civil("2026-11-21 10:00").expect("a time")
}

/// Declares tests that run on SQLite and on PostgreSQL. Each is given a world of its own: whatever has `new(Kind)`.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: $type:ty) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "each test takes what it needs of the module's imports")]
            use super::*;

            async fn run($world: $type) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run(<$type>::new($crate::Kind::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run(<$type>::new($crate::Kind::Postgres).await).await;
            }
        }
    )*};
}
