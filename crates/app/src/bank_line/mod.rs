//! Bank lines: recorded when the bank reports them, matched by a job, resolved by people when they match nothing.

pub mod honour;
pub mod list;
pub(crate) mod load;
pub mod match_received;
pub(crate) mod order;
pub mod receive;
pub(crate) mod record;
pub mod refund;
