//! The ledger of the institution's account (资金台账): by day, each posting of a day, and the day's close.

pub(crate) mod close;
pub(crate) mod days;
pub(crate) mod list;
