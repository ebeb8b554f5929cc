//! Pages for people: server-rendered, in plain HTML that works without scripts except where a certificate must sign.
//!
//! Architecture Invariant: every route is added through [`routes::Table`] with the action it performs; there is no other way to
//! the router. Pages call `app` and hold no rule.

mod account;
mod application;
mod article;
mod assets;
mod audit;
mod complaint;
mod credit;
mod docs;
mod guarantee;
mod help;
mod history;
mod identity;
mod institution;
mod invoice;
mod listing;
mod lot;
mod mandate;
mod membership;
mod notice;
mod onboarding;
mod profile;
mod rating;
mod representative;
pub mod routes;
mod session;
mod shell;
mod site;
mod special_form;
mod workbench;

pub use routes::{Route, table};
pub use shell::{Arrived, COME_AGAIN, Package, Web, address, give_ticket, is_plain_form, takes_no_turn, ticket, wait};
