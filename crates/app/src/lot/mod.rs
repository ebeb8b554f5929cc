//! Lots: the trading centre's feed, the search, lots that applicants add and centres confirm.

pub mod confirm;
pub mod correct;
pub mod enter;
pub mod evidence;
pub mod history;
pub mod import;
pub(crate) mod known;
pub(crate) mod list;
mod record;
pub mod search;
pub mod view;

pub use record::LotRecord;
