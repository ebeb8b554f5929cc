//! Outward connectors and the wire formats shared with the other side. One folder a partner; wire types never leave this crate
//! for the domain, they are mapped.

pub mod bank;
pub mod signed;
pub mod timestamp;
