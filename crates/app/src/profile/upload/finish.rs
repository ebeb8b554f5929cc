//! A file has arrived in whole: it is put together, looked at like one that came at once, and its parts are taken away.

use super::{becomes, clear, own};
use crate::commit::quietly;
use crate::document::judge::Turned;
use crate::error::AppError;
use crate::profile::attach::{Brought, fault, take};
use crate::profile::conceal::Safe;
use crate::profile::load::load_own;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::{FileId, UploadId};
use domain::profile::{EnterpriseProfile, ProfileFileKind};

/// Hands it in; `until` is the last day of what it shows, as it was typed.
///
/// # Errors
/// As [`crate::profile::attach::attach`]; a file that was turned away is forgotten, as it would be turned away again.
pub async fn finish(world: &World, caller: &Caller, id: UploadId, until: &str) -> Result<EnterpriseProfile, AppError> {
    let file = becomes(id)?;
    let upload = match own(world, caller, id).await {
        Err(AppError::NotFound) => return ended(world, caller, file).await,
        other => other?,
    };
    let kind = ProfileFileKind::of_code(&upload.kind).ok_or_else(|| AppError::Bug("an upload of no known kind".into()))?;
    if upload.arrived != upload.size {
        return Err(fault(kind, "文件还没有传完，请继续上传"));
    }
    let mut reader = world.store.reader();
    let safe = Safe::find(world, &mut reader, upload.organisation).await?.ok_or(AppError::NotFound)?;
    let parts = store::upload::parts(&mut reader, id).await?;
    let mut bytes = Vec::with_capacity(usize::try_from(upload.size).unwrap_or(0));
    for part in &parts {
        bytes.extend(safe.unseal(*part, &world.files.get(*part).await?)?);
    }
    let about = Brought { kind, name: upload.name, until: until.to_owned() };
    match take(world, caller, (file, Some(id)), about, bytes).await {
        // A scanner that is away, a date that is mistyped: what has arrived stays, and need not be sent again.
        Err(Turned::ForNow(AppError::Conflict)) | Err(Turned::ForGood(AppError::Conflict)) => ended(world, caller, file).await,
        Err(Turned::ForNow(error)) => Err(error),
        Ok(profile) => {
            clear(world, parts).await;
            Ok(profile)
        }
        outcome => {
            let now = world.now();
            quietly(world, move |w| Box::pin(async move { Ok(store::upload::delete(w.tx(), id, now)?) })).await?;
            clear(world, parts).await;
            outcome.map_err(AppError::from)
        }
    }
}

/// The profile in which the file stands that the upload became: whoever asks once more, after an answer that was lost, hears the same.
async fn ended(world: &World, caller: &Caller, file: FileId) -> Result<EnterpriseProfile, AppError> {
    let own = load_own(world, caller, Action::ChangeProfile).await?;
    own.profile.filter(|profile| profile.files.iter().any(|known| known.id == file)).ok_or(AppError::NotFound)
}
