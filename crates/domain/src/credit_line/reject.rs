//! Not agreeing, as the second person: the first looks at it again.

use super::{CreditLine, CreditLineEvent, confirm};
use crate::refusal::Refusal;
use crate::time::Date;

/// Does not agree.
///
/// # Errors
/// As [`confirm::check`].
pub fn reject(line: &CreditLine, by: &str, today: Date) -> Result<CreditLineEvent, Refusal> {
    confirm::check(line, by, today).map(|_| CreditLineEvent::Rejected)
}
