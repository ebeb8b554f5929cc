//! A profile with its history.

use super::form::stands;
use super::load::{load, load_own, party};
use crate::error::AppError;
use crate::listing::recent;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::OrganisationId;
use domain::party::Party;
use domain::profile::{EnterpriseProfile, ProfileItem, ProfileNeed, ProfileStanding, submit};
use domain::time::Date;
pub use store::event::Entry;

/// A profile as its page shows it.
#[derive(Clone, Debug)]
pub struct ProfileDetail {
    /// Whose, as its certificate says now.
    pub party: Party,
    /// The profile, if it has been begun.
    pub profile: Option<EnterpriseProfile>,
    /// Where it stands.
    pub standing: ProfileStanding,
    /// How much of what is needed for anything is there, in percent.
    pub filled: usize,
    /// What is missing for what.
    pub missing: Vec<(ProfileNeed, Vec<ProfileItem>)>,
    /// Whether it can be handed to a centre now.
    pub can_submit: bool,
    /// What it says now, in short, as the form carries it.
    pub stands: String,
    /// Today, to tell which papers have ended.
    pub today: Date,
    /// What happened last, the newest first.
    pub history: Vec<Entry>,
    /// Whether there is more of it.
    pub earlier: bool,
}

pub(crate) async fn detail(world: &World, party: Party, profile: Option<EnterpriseProfile>) -> Result<ProfileDetail, AppError> {
    let now = world.now();
    let today = now.date();
    let (history, earlier) = recent(&mut world.store.reader(), &party.organisation.to_string(), ["", ""]).await?;
    let missing = ProfileNeed::ALL.map(|need| {
        let items = profile.as_ref().map_or_else(|| need.items().to_vec(), |profile| profile.missing(need, today));
        (need, items)
    });
    Ok(ProfileDetail {
        standing: profile.as_ref().map_or(ProfileStanding::Incomplete, |profile| profile.standing(&party.name, now)),
        filled: profile.as_ref().map_or(0, |profile| profile.filled(today)),
        can_submit: profile.as_ref().is_some_and(|profile| submit::check(profile, &party.name, now).is_ok()),
        missing: missing.into(),
        stands: stands(&profile.as_ref().map(|profile| profile.content.clone()).unwrap_or_default())?,
        party,
        profile,
        today,
        history,
        earlier,
    })
}

/// The profile of the caller's organisation.
///
/// # Errors
/// [`AppError::NotFound`] to those who apply for nothing.
pub async fn own(world: &World, caller: &Caller) -> Result<ProfileDetail, AppError> {
    let own = load_own(world, caller, Action::ViewProfile).await?;
    detail(world, own.party, own.profile).await
}

/// An organisation's profile, to the centre it was handed to.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn of(world: &World, caller: &Caller, organisation: OrganisationId) -> Result<ProfileDetail, AppError> {
    let mut reader = world.store.reader();
    let (profile, _) = load(world, &mut reader, caller, Action::ViewProfile, organisation).await?;
    detail(world, party(&mut reader, organisation).await?, Some(profile)).await
}
