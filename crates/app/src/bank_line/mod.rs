//! Bank lines: recorded when the bank reports them, matched by a job, resolved by people when they match nothing.

pub mod aside;
pub mod desk;
pub mod honour;
pub(crate) mod instruction;
pub mod list;
pub(crate) mod load;
pub mod match_received;
pub mod receive;
pub(crate) mod record;
pub mod refund;
