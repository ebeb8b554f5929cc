//! The whole platform through its router: real database, real certificates, manual clock.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

mod access;
mod article;
mod browser_check;
mod callbacks;
mod claim;
mod codings;
mod conformance;
mod consequences;
mod enveloped;
mod examples;
mod exposure;
mod feed;
mod hostile;
mod identity;
mod instruction;
mod interface;
mod interface_version;
mod journey;
mod lists;
mod lot_facts;
mod material;
mod matrix;
mod messages;
mod migrations;
mod onboarding;
mod outage;
mod own_system;
mod payment;
mod people;
mod products;
mod races;
mod replay;
mod report;
mod scale;
mod sites;
mod special_form;
mod staff;
mod statement;
mod subjects;
mod templates;
mod ticket;
mod together;
mod verify;
mod weight;
