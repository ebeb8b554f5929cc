//! Conformance runs over institutions' own systems (一致性测试). A run is a job that takes one step after the other of a [`scenario`]; what
//! the institution says about the run's applications is recorded like every other message, and has no other effect.

mod evidence;
mod payload;
mod report;
mod scenario;
pub mod start;
pub(crate) mod step;
pub mod view;
