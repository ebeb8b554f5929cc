//! Handing it in: once the profile lacks nothing (Henan manual 2.1).

use super::{CreditLine, CreditLineEvent, change};
use crate::profile::{EnterpriseProfile, ProfileNeed};
use crate::refusal::Refusal;
use crate::time::Date;

/// Hands it in.
///
/// # Errors
/// As [`change::check`]; [`Refusal::ProfileIncomplete`].
pub fn submit(line: &CreditLine, profile: Option<&EnterpriseProfile>, today: Date) -> Result<CreditLineEvent, Refusal> {
    change::check(line)?;
    match profile {
        Some(profile) if profile.missing(ProfileNeed::Credit, today).is_empty() => Ok(CreditLineEvent::Submitted),
        Some(_) | None => Err(Refusal::ProfileIncomplete),
    }
}
