//! The ledger of an institution's account (资金台账): by day, and each posting of a day. It is posted by consequences alone (`commit::ledger`).

pub mod days;
pub mod list;
