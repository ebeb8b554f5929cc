//! Handing in a file: in the place of the one of its kind, or beside those of its kind.

use super::{EnterpriseProfile, FILES_BYTES_MAX, ProfileEvent, ProfileFile};
use crate::refusal::Refusal;

/// Hands in `file`.
///
/// # Errors
/// [`Refusal::ProfileFilesTooMany`] when there are as many of its kind as may be; [`Refusal::ProfileFilesTooLarge`] when all of them together
/// would be larger than [`FILES_BYTES_MAX`].
pub fn attach(profile: &EnterpriseProfile, file: ProfileFile) -> Result<ProfileEvent, Refusal> {
    let of_kind: Vec<&ProfileFile> = profile.files.iter().filter(|known| known.kind == file.kind).collect();
    let instead_of = if file.kind.most() == 1 { of_kind.first().map(|known| known.id) } else { None };
    if instead_of.is_none() && of_kind.len() >= file.kind.most() {
        return Err(Refusal::ProfileFilesTooMany);
    }
    let others = profile.files.iter().filter(|known| Some(known.id) != instead_of).map(|known| known.size).sum::<u64>();
    if others.saturating_add(file.size) > FILES_BYTES_MAX {
        return Err(Refusal::ProfileFilesTooLarge);
    }
    Ok(ProfileEvent::Attached { file: Box::new(file), instead_of })
}
