//! The whole platform through its router: real database, real certificates, manual clock.

mod access;
mod feed;
mod identity;
mod journey;
mod payment;
mod replay;
mod sites;
mod verify;
