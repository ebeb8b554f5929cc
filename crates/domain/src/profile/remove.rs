//! Taking a file out. That it was there stays in the history; its bytes do not.

use super::{EnterpriseProfile, ProfileEvent, forbidden};
use crate::id::FileId;
use crate::refusal::Refusal;

/// Takes the file out.
///
/// # Errors
/// [`Refusal::ProfileStateForbids`] when it does not stand.
pub fn remove(profile: &EnterpriseProfile, file: FileId) -> Result<ProfileEvent, Refusal> {
    match profile.files.iter().find(|known| known.id == file) {
        Some(known) => Ok(ProfileEvent::Removed { file, item: known.kind.item() }),
        None => forbidden(),
    }
}
