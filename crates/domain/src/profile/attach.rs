//! Handing in a file: in the place of the one of its kind, or beside those of its kind.

use super::{EnterpriseProfile, FILES_BYTES_MAX, ProfileEvent, ProfileFile, ProfileFileKind};
use crate::id::FileId;
use crate::refusal::Refusal;

/// Whether there is room for another file of this kind, `size` bytes long: known before anything of it is stored. Gives back the one whose place it
/// takes.
///
/// # Errors
/// [`Refusal::ProfileFilesTooMany`] when there are as many of its kind as may be; [`Refusal::ProfileFilesTooLarge`] when all of them together
/// would be larger than [`FILES_BYTES_MAX`].
pub fn check(profile: &EnterpriseProfile, kind: ProfileFileKind, size: u64) -> Result<Option<FileId>, Refusal> {
    let of_kind: Vec<&ProfileFile> = profile.files.iter().filter(|known| known.kind == kind).collect();
    let instead_of = if kind.most() == 1 { of_kind.first().map(|known| known.id) } else { None };
    if instead_of.is_none() && of_kind.len() >= kind.most() {
        return Err(Refusal::ProfileFilesTooMany);
    }
    let others = profile.files.iter().filter(|known| Some(known.id) != instead_of).map(|known| known.size).sum::<u64>();
    if others.saturating_add(size) > FILES_BYTES_MAX { Err(Refusal::ProfileFilesTooLarge) } else { Ok(instead_of) }
}

/// Hands in `file`.
///
/// # Errors
/// As [`check`].
pub fn attach(profile: &EnterpriseProfile, file: ProfileFile) -> Result<ProfileEvent, Refusal> {
    let instead_of = check(profile, file.kind, file.size)?;
    Ok(ProfileEvent::Attached { file: Box::new(file), instead_of })
}
