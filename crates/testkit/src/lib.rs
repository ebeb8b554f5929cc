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
mod mail;
mod own_system;
mod phone;
mod sealed;
mod world;

pub use browser::{Browser, Fetched, Sealer};
pub use clock::ManualClock;
pub use correspondent::Correspondent;
pub use mail::mail_settings;
pub use phone::{Card, Handset};
pub use testbase::{Kind, Seeded, on_both_engines};
pub use world::TestWorld;
