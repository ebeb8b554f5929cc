//! The store on both engines: statements, transactions, jobs, search.

mod jobs;
mod search;
mod statements;
mod transactions;
