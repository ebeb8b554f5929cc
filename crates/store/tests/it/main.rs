//! The store on both engines: statements, transactions, jobs, search.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

mod articles;
mod jobs;
mod plans;
mod reads;
mod search;
mod sessions;
mod statements;
mod transactions;
mod words;
