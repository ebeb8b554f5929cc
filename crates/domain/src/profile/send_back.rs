//! Sending back: something does not agree with the papers.

use super::{EnterpriseProfile, ProfileEvent, verify};
use crate::refusal::Refusal;
use std::ops::RangeInclusive;

/// Characters of a reason.
pub const REASON_LENGTH: RangeInclusive<usize> = 2..=200;

/// Sends it back for `reason`.
///
/// # Errors
/// As [`verify::check`]; [`Refusal::ReasonMissing`].
pub fn send_back(profile: &EnterpriseProfile, seen: u32, reason: &str) -> Result<ProfileEvent, Refusal> {
    verify::check(profile, seen)?;
    let reason = reason.trim();
    if !REASON_LENGTH.contains(&reason.chars().count()) {
        return Err(Refusal::ReasonMissing);
    }
    Ok(ProfileEvent::SentBack { reason: reason.to_owned() })
}
