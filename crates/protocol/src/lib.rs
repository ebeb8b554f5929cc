//! The open interface between the platform and institutions, both directions, and what trading centres report: one specification.
//!
//! Everything about a message stands in one place: its type with its meaning, its row in the [`catalogue`], its sample. The
//! platform's routes, the OpenAPI document, the reference pages, the conformance run and the client are made from these.
//! Nothing here knows the platform's domain, so that an institution can use it as it is.

pub mod catalogue;
pub mod message;
pub mod problem;
pub mod signed;
pub mod specification;

/// The version of the interface, in every path. A change that old receivers would misread makes a new one; added fields do not.
pub const VERSION: &str = "v1";
