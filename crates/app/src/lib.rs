//! Use cases: authorise → load → decide → persist → enqueue. The one crate that composes domain, store, documents and partners.
//!
//! Architecture Invariant: a use case takes a [`Caller`]; what it writes carries the [`store::Stamp`] that only a permit makes.
//! Edges call use cases and nothing below them.

pub mod agreement;
pub mod application;
pub mod article;
pub mod audit;
pub mod bank_line;
mod beats;
mod carried;
pub mod clock;
mod commit;
pub mod complaint;
pub mod conformance;
pub mod credential;
pub mod credit_line;
pub mod day_close;
pub mod delivery;
mod dispatch;
pub mod document;
pub mod error;
pub mod glyphs;
pub mod guarantee;
pub mod identity;
pub mod institution;
pub mod instruction;
pub mod invoice;
pub mod ledger;
pub mod listing;
pub mod lot;
pub mod mandate;
pub mod manual;
pub mod membership;
pub mod message;
pub mod notice;
pub mod notice_template;
pub mod onboarding;
pub mod paper_copy;
pub mod phone_code;
pub mod platform;
pub mod portal;
pub mod product;
pub mod profile;
pub mod qr;
mod ran;
pub mod rating;
pub mod reader;
pub mod readiness;
pub mod report;
pub mod representative;
pub mod saved_search;
pub mod session;
pub mod site;
pub mod special_form;
pub mod staff;
pub mod statement;
mod text_message;
pub mod ticket;
pub mod vault;
pub mod voucher;
pub mod wording;
pub mod work;
pub mod world;

pub use clock::Clock;
pub use error::{AppError, FieldError};
pub use world::{Caller, Parts, World};
