//! Beginning to send a file, or going on where it was left.

use super::{KEPT_MICROS, Progress, UNDER_WAY_MAX};
use crate::commit::quietly;
use crate::error::AppError;
use crate::profile::attach::{Brought, fault};
use crate::profile::load::load_own;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::UploadId;
use domain::profile::FILE_MAX;
use store::upload::Upload;

/// Longest name and mark that are kept, in characters.
const TEXT_MAX: usize = 100;

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect()
}

/// Begins to send a file of so many bytes; `mark` is what the sender's browser tells it by besides its name. The same file of the same
/// sender that was not finished within a day goes on.
///
/// # Errors
/// [`AppError::Invalid`] at the field of its kind for what is empty or too large; [`AppError::NotFound`] to those who apply for nothing.
pub async fn begin(world: &World, caller: &Caller, about: Brought, size: usize, mark: &str) -> Result<Progress, AppError> {
    let own = load_own(world, caller, Action::ChangeProfile).await?;
    about.handed().weighed(size, FILE_MAX)?;
    let (now, organisation) = (world.now(), own.party.organisation);
    let since = now.plus(-KEPT_MICROS);
    let new = Upload {
        id: world.id(UploadId::new),
        organisation,
        certificate: caller.actor.certificate.clone(),
        kind: about.kind.code().to_owned(),
        name: short(&about.name),
        mark: short(&format!("{mark} {}", about.name)),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        arrived: 0,
    };
    if let Some(known) = store::upload::load_same(&mut world.store.reader(), &new, since).await? {
        return Ok((&known).into());
    }
    if store::upload::count(&mut world.store.reader(), organisation, since, UNDER_WAY_MAX).await? >= UNDER_WAY_MAX {
        return Err(fault(about.kind, "未传完的文件太多，请先传完已开始的文件，或明日再试"));
    }
    let progress = Progress::from(&new);
    quietly(world, move |w| Box::pin(async move { Ok(store::upload::create(w.tx(), &new, now)?) })).await?;
    Ok(progress)
}
