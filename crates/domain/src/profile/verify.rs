//! Verifying: a person of the trading centre has held it against its papers.

use super::{EnterpriseProfile, ProfileEvent, ProfileNeed, ProfileState, VERIFIED_MONTHS, forbidden};
use crate::refusal::Refusal;
use crate::time::{Timestamp, add_months};

/// Whether there is something to verify, and it is what the person saw: version `seen`.
///
/// # Errors
/// [`Refusal::ProfileStateForbids`]; [`Refusal::ProfileChanged`] when it has changed since it was looked at.
pub const fn check(profile: &EnterpriseProfile, seen: u32) -> Result<(), Refusal> {
    match &profile.state {
        ProfileState::Submitted { .. } if profile.version != seen => Err(Refusal::ProfileChanged),
        ProfileState::Submitted { .. } => Ok(()),
        ProfileState::Open | ProfileState::Returned { .. } | ProfileState::Verified { .. } => forbidden(),
    }
}

/// Verifies it: for twelve months, and no longer than the certificate counts that it was handed in with.
///
/// # Errors
/// As [`check`]; [`Refusal::ProfileIncomplete`] when a paper has ended meanwhile.
pub fn verify(profile: &EnterpriseProfile, seen: u32, now: Timestamp) -> Result<ProfileEvent, Refusal> {
    check(profile, seen)?;
    if !profile.missing(ProfileNeed::Credit, now.date()).is_empty() {
        return Err(Refusal::ProfileIncomplete);
    }
    let year = add_months(now.date(), VERIFIED_MONTHS);
    let certificate = if let ProfileState::Submitted { certificate_ends, .. } = &profile.state { *certificate_ends } else { None };
    Ok(ProfileEvent::Verified { at: now, until: certificate.map_or(year, |ends| ends.min(year)) })
}
