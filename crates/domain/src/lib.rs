//! What is true about guarantees and what may happen to them.
//!
//! Everything here is pure: a transition takes the aggregate by reference, a parsed command, the instant and the
//! site's rules, and answers with an event or a [`Refusal`]. There is no clock, no randomness, no I/O and no wire format;
//! `serde` is derived only so that events and row bodies can be stored.

pub mod access;
pub mod application;
pub mod article;
pub mod bank_line;
pub mod complaint;
pub mod conformance;
pub mod consequence;
pub mod credential;
pub mod credit_line;
pub mod day_close;
pub mod delivery;
pub mod dispatch;
pub mod document;
pub mod duty;
pub mod guarantee;
pub mod id;
pub mod institution;
pub mod instruction;
pub mod invoice;
pub mod ledger;
pub mod lot;
pub mod mandate;
pub mod membership;
pub mod message;
pub mod money;
pub mod notice;
pub mod notice_template;
pub mod number;
pub mod onboarding;
pub mod paper_copy;
pub mod party;
pub mod payment;
pub mod phone_code;
pub mod product;
pub mod profile;
pub mod qr;
pub mod rating;
pub mod refusal;
pub mod report;
pub mod representative;
pub mod saved_search;
pub mod session;
pub mod signing;
pub mod site;
pub mod special_form;
pub mod staff;
pub mod statement;
pub mod text;
pub mod time;
pub mod underlying;
pub mod voucher;

pub use refusal::Refusal;
