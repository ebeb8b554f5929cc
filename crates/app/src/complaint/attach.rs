//! Files that come with a complaint: judged like those of a profile, kept under the complainant's key, and carried by the form until it is
//! filed.

use super::load::complainant;
use crate::carried;
use crate::document::judge::{Handed, Judged, judge};
use crate::document::{self, attachment};
use crate::error::{AppError, FieldError};
use crate::profile::conceal::Safe;
use crate::world::{Caller, World};
use domain::complaint::{ComplaintFile, FILES_MAX};
use domain::id::{FileId, OrganisationId};

/// The field at which faults of files are shown.
const FIELD: &str = "file";
/// What the mark of those that are carried is for.
const PURPOSE: &str = "complaint-files";

/// The files that a form carries, as it carries them: whoever has the text handed them in.
///
/// # Errors
/// [`AppError::Bug`] when it cannot be written.
pub fn carry(world: &World, caller: &Caller, files: &[ComplaintFile]) -> Result<String, AppError> {
    carried::carry(world, PURPOSE, &(caller.actor.organisation, files))
}

/// The files that a form carried; none for anything we did not write for the caller's organisation, or so long ago that they may be swept.
#[must_use]
pub fn carried(world: &World, caller: &Caller, text: &str) -> Vec<ComplaintFile> {
    let read: Option<(Option<OrganisationId>, Vec<ComplaintFile>)> = carried::carried(world, PURPOSE, text);
    let files = read.filter(|(organisation, _)| *organisation == caller.actor.organisation).map(|(_, files)| files).unwrap_or_default();
    files.into_iter().filter(|file| document::is_held(world, &file.stored)).collect()
}

/// Takes one more file beside `before`.
///
/// # Errors
/// [`AppError::Invalid`] at `file`: empty, too large, of another kind than it looks, broken, infected, or one too many; [`AppError::NotFound`]
/// to those who complain about nobody.
pub async fn attach(
    world: &World,
    caller: &Caller,
    before: &[ComplaintFile],
    name: &str,
    bytes: Vec<u8>,
) -> Result<ComplaintFile, AppError> {
    if before.len() >= FILES_MAX {
        return Err(AppError::Invalid(vec![FieldError::new(FIELD, format!("附件最多 {FILES_MAX} 个，“{name}”没有保存"))]));
    }
    let id = world.id(FileId::new);
    let (party, _) = complainant(world, caller, id).await?;
    let safe = Safe::open(world, party.organisation).await?;
    let (judged, sealed) = judge(world, Handed { field: FIELD, name }, bytes, |bytes| safe.seal(world, id, bytes)).await?;
    let Judged { media, digest, size, scan } = judged;
    let stored = document::take_in(world, sealed).await?;
    Ok(ComplaintFile { id, name: attachment::plain(name), media: media.to_owned(), digest, size, stored, scan })
}
