//! The applicant's papers and numbers, beside its line: for the grantor's people alone, and each time is written into the audit log.

use super::Drawn;
use super::load::load;
use crate::error::AppError;
use crate::profile::reveal::{file_under, reveal_under};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::{CreditLineId, FileId};
use domain::profile::{ProfileFile, ProfileItem};
use std::collections::BTreeMap;
use store::Stamp;

/// A line whose grantor may read them.
async fn opened(world: &World, caller: &Caller, id: CreditLineId) -> Result<(Drawn, Stamp), AppError> {
    let (drawn, stamp) = load(world, &mut world.store.reader(), caller, Action::ReviewCredit, id).await?;
    if drawn.line.opens_profile() { Ok((drawn, stamp)) } else { Err(AppError::NotFound) }
}

/// What is masked in the profile.
///
/// # Errors
/// [`AppError::NotFound`], also once the line was refused or cancelled.
pub async fn reveal(world: &World, caller: &Caller, id: CreditLineId) -> Result<BTreeMap<ProfileItem, String>, AppError> {
    let (drawn, stamp) = opened(world, caller, id).await?;
    reveal_under(world, stamp, drawn.line.facts.applicant.organisation).await
}

/// A file that stands in the profile, with what it is.
///
/// # Errors
/// [`AppError::NotFound`], also once the line was refused or cancelled.
pub async fn file(world: &World, caller: &Caller, id: CreditLineId, file: FileId) -> Result<(Vec<u8>, ProfileFile), AppError> {
    let (drawn, stamp) = opened(world, caller, id).await?;
    file_under(world, stamp.about(file), drawn.line.facts.applicant.organisation, file).await
}
