//! From wording and data to documents people can rely on: sheets for the typesetter, seals and signatures inside PDF and OFD, and the
//! strict verifier.
//!
//! Architecture Invariant: the bytes of a letter are a pure function of its wording, its terms and its numbering, and of the
//! signatures handed in. Nothing here reads the clock, the network, or a file after start-up.

pub mod elements;
pub mod manual;
pub mod ofd;
pub mod package;
pub mod paper;
pub mod pdf;
pub mod typesetting;
pub mod verify;
pub mod wording;
pub mod xml;

/// A document's identifier inside OFD: 32 hexadecimal digits from what makes it one of a kind.
#[must_use]
pub fn identity(name: &str) -> String {
    let mut digest = gm::digest::sm3_hex(name.as_bytes());
    digest.truncate(32);
    digest
}
