//! Golden tables and cross-module properties of the domain.

mod permissions;
mod problems;
mod samples;
mod settlement;
mod transitions;
