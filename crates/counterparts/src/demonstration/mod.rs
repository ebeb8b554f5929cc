//! The demonstration: a CA that cannot be mistaken for a production one, invented organisations with valid codes, a lot feed whose
//! openings lie ahead of today.

mod authority;
mod clerk;
mod configuration;
mod feed;
mod personas;
mod portal;
mod studio;

pub use authority::{Prepared, prepare};
pub use clerk::{Amiss, Sealer, applications};
pub use configuration::Configuration;
pub use feed::{contracts, lots, province_lots};
pub use personas::{OWN_SYSTEMS, OwnSystem, PERSONAS, Persona, register, register_own_systems};
pub use portal::Portal;
pub use studio::Studio;

/// The PIN of the institutions' seal keys and of the systems' keys in the demonstration.
pub const VAULT_PIN: &str = "kaihan-demo-vault";
