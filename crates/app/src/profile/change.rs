//! The organisation's people fill in what it says of itself.

use super::conceal::Safe;
use super::form::{Form, read, stands};
use super::load::{begun, load_own};
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::profile::{EnterpriseProfile, ProfileContent, change};

/// Fills it in.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`Refusal::ProfileEditedMeanwhile`] when another of its people did since the form was
/// opened, and [`AppError::Conflict`] when one does at this moment; [`AppError::NotFound`] to those who apply for nothing.
pub async fn change(world: &World, caller: &Caller, form: &Form) -> Result<EnterpriseProfile, AppError> {
    let own = load_own(world, caller, Action::ChangeProfile).await?;
    let safe = Safe::open(world, own.party.organisation).await?;
    let before = own.profile.as_ref().map(|profile| profile.content.clone()).unwrap_or_default();
    let content = read(world, &safe, form, &before)?;
    let (party, read_at, seen) = (own.party, own.profile.map_or(0, |profile| profile.version), form.stands.clone());
    commit(world, own.stamp, move |w| {
        Box::pin(async move {
            let profile = begun(w, &party).await?;
            if !seen.is_empty() && seen != stands(&profile.content)? {
                return Err(Refusal::ProfileEditedMeanwhile.into());
            }
            // What was left empty stays what it was when it was read: nobody else's change is taken back.
            let changed = if read_at == 0 { profile.content != ProfileContent::default() } else { profile.version != read_at };
            if changed {
                return Err(Refusal::ProfileEditedMeanwhile.into());
            }
            match change::change(&profile, content) {
                Some(event) => w.append(profile, &event),
                None => Ok(profile),
            }
        })
    })
    .await
}
