//! Who complains, and the files that came with it: each time they are seen is written into the audit log.

use super::file::bound;
use super::load::load;
use crate::commit::commit;
use crate::document;
use crate::error::AppError;
use crate::profile::conceal::Safe;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::ComplaintFile;
use domain::id::{ComplaintId, FileId};
use store::{Query, Stamp};

/// The person who complains.
#[derive(Clone, Debug)]
pub struct Complainant {
    /// 投诉人姓名.
    pub name: String,
    /// 投诉人手机号.
    pub mobile: String,
}

async fn safe(world: &World, query: &mut impl Query, complaint: &domain::complaint::Complaint) -> Result<Safe, AppError> {
    Safe::find(world, query, complaint.facts.complainant.organisation).await?.ok_or(AppError::NotFound)
}

/// Writes down that it was seen.
async fn seen(world: &World, stamp: Stamp) -> Result<(), AppError> {
    commit(world, stamp, |_| Box::pin(async { Ok(()) })).await
}

/// The person behind the masks.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn reveal(world: &World, caller: &Caller, id: ComplaintId) -> Result<Complainant, AppError> {
    let mut reader = world.store.reader();
    let (complaint, stamp) = load(world, &mut reader, caller, Action::RevealComplaint, id).await?;
    let safe = safe(world, &mut reader, &complaint).await?;
    let person = Complainant {
        name: safe.reveal(&bound(id, "name"), &complaint.content.name)?,
        mobile: safe.reveal(&bound(id, "mobile"), &complaint.content.mobile)?,
    };
    seen(world, stamp).await?;
    Ok(person)
}

/// A file that came with it, with what it is.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn file(world: &World, caller: &Caller, id: ComplaintId, file: FileId) -> Result<(Vec<u8>, ComplaintFile), AppError> {
    let mut reader = world.store.reader();
    let (complaint, stamp) = load(world, &mut reader, caller, Action::RevealComplaint, id).await?;
    let found = complaint.content.files.iter().find(|known| known.id == file).cloned().ok_or(AppError::NotFound)?;
    let safe = safe(world, &mut reader, &complaint).await?;
    let plain = unsealed(world, &safe, &found).await?;
    seen(world, stamp.about(file)).await?;
    Ok((plain, found))
}

/// The bytes of a file as they were handed in.
///
/// # Errors
/// [`AppError::Bug`] when they are not those.
pub(crate) async fn unsealed(world: &World, safe: &Safe, file: &ComplaintFile) -> Result<Vec<u8>, AppError> {
    let plain = safe.unseal(file.id, &document::load(world, &file.stored).await?)?;
    if gm::digest::sm3_hex(&plain) == file.digest { Ok(plain) } else { Err(AppError::Bug("a file is not the one handed in".into())) }
}
