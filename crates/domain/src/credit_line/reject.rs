//! Not agreeing, as the second person: the first looks at it again.

use super::{CreditLine, CreditLineEvent, confirm};
use crate::refusal::Refusal;

/// Does not agree.
///
/// # Errors
/// As [`confirm::check`].
pub fn reject(line: &CreditLine, by: &str) -> Result<CreditLineEvent, Refusal> {
    confirm::check(line, by).map(|_| CreditLineEvent::Rejected)
}
