//! An enveloped wire, as core systems of banks have it: `data`, `encrypt`, `nonceStr`, `timeStamp`, `sign` in one JSON object, a name for
//! every interface, fields of its own with codes of its own (FD-8). Everything that is peculiar to it is
//! here: [`envelope`] is what goes over the wire, [`interface`] says which message is which, [`field`] how one is written as
//! the other, [`message`] what else stands in `data`.
//!
//! What the original leaves unsaid is fixed so that nothing can be taken for something else: `data` names its interface and carries
//! the sender's serial, which is the idempotency key; ciphertext is C1C3C2; the user ID is the standard one; `timeStamp` may be off by
//! 300 seconds and a `nonceStr` counts once; a request that does not verify is answered by 401 and nothing else.

pub mod envelope;
pub mod field;
pub mod interface;
mod inward;
pub mod message;
mod outward;

pub(super) use inward::{hear, reply};
pub(super) use outward::{ask, send};
