//! Documents: sealed with an institution's keys, time-stamped, stored.

pub mod attachment;
mod hold;
pub(crate) mod judge;
mod keep;
pub(crate) mod letter;
mod seal;
pub(crate) mod special;
pub mod sweep;
pub mod trust;
mod typeset;

pub(crate) use hold::{hold, is_held, take_in};
pub(crate) use keep::{KeptSignature, load, load_signature, store};
pub(crate) use seal::Sealer;
pub(crate) use typeset::{typeset, typeset_when, wording, wording_about};
