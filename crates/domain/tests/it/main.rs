//! Golden tables and cross-module properties of the domain.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

mod complaint;
mod conformance;
mod consent;
mod consequences;
mod credit_line;
mod day_close;
mod figures;
mod halt;
mod invoice;
mod ledger;
mod lots;
mod machines;
mod onboarding;
mod paper_copy;
mod permissions;
mod problems;
mod profile;
mod rating;
mod reach;
mod representative;
mod samples;
mod saved_search;
mod settlement;
mod special_form;
mod statement;
mod subjects;
mod transitions;
mod underlying;
mod voucher;
