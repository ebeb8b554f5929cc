//! The order to send a line back, as the outbox keeps it.

use domain::id::BankLineId;
use partners::bank::wire::RefundOrder;
use serde::{Deserialize, Serialize};

/// Which line, and the order as the bank gets it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RefundMessage {
    pub(crate) line: BankLineId,
    pub(crate) order: RefundOrder,
}
