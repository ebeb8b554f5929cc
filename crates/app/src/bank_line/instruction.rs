//! The instruction to the bank to send a line back, as the outbox keeps it.

use domain::id::BankLineId;
use partners::bank::wire::RefundOrder;
use serde::{Deserialize, Serialize};

/// Which line, and the request as the bank gets it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RefundInstruction {
    pub(crate) line: BankLineId,
    #[serde(rename = "order")]
    pub(crate) request: RefundOrder,
}
