//! From wording and data to laid-out pages: PDF/A-3b letters, their previews as pictures.
//!
//! Architecture Invariant: the bytes of a letter are a pure function of its wording, its terms and its numbering. Nothing here
//! reads the clock, the network, or a file after start-up.

mod letter;
mod typeset;
mod wording;

pub use letter::{Letter, Numbering};
pub use typeset::{Rendered, TypesetError, Typesetter};
pub use wording::{Wording, WordingError};
