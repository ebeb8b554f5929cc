//! Institutions and their products, loaded from a file until they onboard themselves.

pub mod register;
