//! Messages from institutions and trading centres. Recorded first, under the sender's own key, then acted on by a job: what comes
//! twice changes nothing, what comes too early waits, what can never be is left to a person (INV-05).

pub(crate) mod act;
mod application;
pub mod ask;
pub(crate) mod content;
mod credit_line;
pub mod credit_paper;
mod credit_word;
mod fields;
pub(crate) mod guarantee;
pub mod hear;
mod instruction;
mod invoice;
pub mod list;
mod lot;
pub mod material;
mod pushed;
pub mod query;
pub mod receive;
pub mod record;
pub mod resolve;
mod result;
pub(crate) mod trial;
pub mod waiting;
