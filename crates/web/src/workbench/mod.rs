//! The workbench of institutions without a system of their own, and the centre's share of it.

pub(crate) mod calendar;
pub(crate) mod conformance;
pub(crate) mod credentials;
pub(crate) mod desk;
pub(crate) mod exposure;
pub(crate) mod health;
pub(crate) mod instructions;
pub(crate) mod messages;
pub(crate) mod papers;
pub(crate) mod prefectures;
pub(crate) mod products;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod staff;
pub(crate) mod statement;
pub(crate) mod statements;
pub(crate) mod suspense;
