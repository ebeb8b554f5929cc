//! Handing it to a trading centre to be verified.

use super::{EnterpriseProfile, ProfileEvent, ProfileStanding, forbidden};
use crate::party::OrganisationName;
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::{Date, Timestamp};

/// Whether it can be handed in now, while its organisation's certificate says `holder`.
///
/// # Errors
/// [`Refusal::ProfileIncomplete`]; [`Refusal::ProfileStateForbids`] while a centre looks at it, or has verified it.
pub fn check(profile: &EnterpriseProfile, holder: &OrganisationName, now: Timestamp) -> Result<(), Refusal> {
    let whole = profile.missing(super::ProfileNeed::Credit, now.date()).is_empty();
    match profile.standing(holder, now) {
        ProfileStanding::Incomplete => Err(Refusal::ProfileIncomplete),
        ProfileStanding::Complete | ProfileStanding::Returned | ProfileStanding::Stale if whole => Ok(()),
        ProfileStanding::Complete | ProfileStanding::Returned | ProfileStanding::Stale => Err(Refusal::ProfileIncomplete),
        ProfileStanding::Submitted | ProfileStanding::Verified => forbidden(),
    }
}

/// Hands it to the centre of `site`, with a certificate that names `holder` and whose last day this is.
///
/// # Errors
/// As [`check`].
pub fn submit(
    profile: &EnterpriseProfile,
    site: SiteCode,
    holder: &OrganisationName,
    certificate_ends: Option<Date>,
    now: Timestamp,
) -> Result<ProfileEvent, Refusal> {
    check(profile, holder, now)?;
    Ok(ProfileEvent::Submitted { site, certificate_ends, holder: Some(holder.clone()) })
}
