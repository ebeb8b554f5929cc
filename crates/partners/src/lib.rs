//! Outward connectors and the wire formats shared with the other side. One folder a partner; wire types never leave this crate
//! for the domain, they are mapped.

pub mod bank;
pub mod http;
pub mod institution;
pub mod mail;
pub mod phone;
pub mod portal;
pub mod signed_client;
pub mod text_message;
pub mod timestamp;
pub mod virus_scanner;
