//! The state of the platform: SQL for SQLite and PostgreSQL, event log, audit log, outbox, jobs, files. Holds no decision.
//!
//! Architecture Invariant: an aggregate's row and its event are written by the same function in the same transaction, and
//! that function takes a [`Stamp`], which only a `domain::access::Permit` makes.

pub mod application;
pub mod article;
pub mod audit;
pub mod bank_line;
pub mod briefing_opening;
pub mod complaint;
pub mod conformance;
pub mod credential;
pub mod credit_line;
pub mod day_close;
pub mod db;
pub mod delivery;
pub mod dispatch;
pub mod event;
pub mod exposure;
pub mod files;
pub mod filter;
pub mod guarantee;
pub mod institution;
pub mod instruction;
pub mod invoice;
pub mod job;
pub mod ledger;
pub mod loose;
pub mod lot;
pub mod mandate;
pub mod membership;
pub mod message;
pub mod notice;
pub mod notice_choice;
pub mod notice_template;
pub mod onboarding;
pub mod organisation;
pub mod outbox;
pub mod paper_copy;
pub mod payment;
pub mod phone_code;
pub mod portal;
pub mod product;
pub mod profile;
pub mod qr;
pub mod rating;
pub mod received;
pub mod representative;
pub mod saved_search;
pub mod session;
pub mod signature;
pub mod site_figures;
pub mod special_form;
pub mod staff;
pub mod statement;
pub mod turn;
pub mod turnaround;
pub mod typed;
pub mod upload;
pub mod voucher;
pub mod wording;
pub mod words;

pub use db::{Dialect, Engine, Flight, Query, Reader, Store, StoreError, Tx};
pub use event::Stamp;

/// Every statement of the crate: prepared before it is needed, and held to a plan by a test.
pub fn statements() -> impl Iterator<Item = &'static db::Sql> {
    [
        application::ALL,
        article::ALL,
        audit::ALL,
        bank_line::ALL,
        complaint::ALL,
        conformance::ALL,
        credential::ALL,
        credit_line::ALL,
        day_close::ALL,
        delivery::ALL,
        dispatch::ALL,
        event::ALL,
        exposure::ALL,
        guarantee::ALL,
        institution::ALL,
        instruction::ALL,
        invoice::ALL,
        job::ALL,
        ledger::ALL,
        loose::ALL,
        lot::ALL,
        lot::search::ALL,
        mandate::ALL,
        membership::ALL,
        message::ALL,
        notice::ALL,
        notice_choice::ALL,
        briefing_opening::ALL,
        notice_template::ALL,
        onboarding::ALL,
        organisation::ALL,
        outbox::ALL,
        paper_copy::ALL,
        payment::ALL,
        phone_code::ALL,
        portal::ALL,
        product::ALL,
        profile::ALL,
        qr::ALL,
        rating::ALL,
        received::ALL,
        representative::ALL,
        saved_search::ALL,
        session::ALL,
        signature::ALL,
        site_figures::ALL,
        special_form::ALL,
        staff::ALL,
        statement::ALL,
        turn::ALL,
        turnaround::ALL,
        typed::ALL,
        upload::ALL,
        voucher::ALL,
        wording::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}
