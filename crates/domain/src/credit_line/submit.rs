//! Handing it in: once the profile lacks nothing (Henan manual 2.1).

use super::{CreditLine, CreditLineEvent, change};
use crate::profile::{EnterpriseProfile, ProfileNeed};
use crate::refusal::Refusal;
use crate::time::Date;

/// Hands it in, to the grantor's people or, when `by_system`, to its own system.
///
/// # Errors
/// As [`change::check`]; [`Refusal::ProfileIncomplete`].
pub fn submit(line: &CreditLine, profile: Option<&EnterpriseProfile>, by_system: bool, today: Date) -> Result<CreditLineEvent, Refusal> {
    change::check(line)?;
    match profile {
        Some(profile) if profile.missing(ProfileNeed::Credit, today).is_empty() => Ok(CreditLineEvent::Submitted { by_system }),
        Some(_) | None => Err(Refusal::ProfileIncomplete),
    }
}
