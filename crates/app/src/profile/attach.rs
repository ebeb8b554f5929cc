//! A file is handed in: judged by its content, looked at in the confined reader, scanned, kept under the organisation's key.

use super::conceal::Safe;
use super::load::{begun, load_own};
use super::upload::clear;
use crate::commit::commit;
use crate::document::judge::{Handed, Judged, Turned, judge};
use crate::document::{self, attachment};
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::{FileId, UploadId};
use domain::profile::{EnterpriseProfile, ProfileFile, ProfileFileKind, attach};
use domain::time::{Date, read_date};

/// What comes with a file.
#[derive(Clone, Debug)]
pub struct Brought {
    /// What it shows.
    pub kind: ProfileFileKind,
    /// What it is called.
    pub name: String,
    /// The last day of what it shows, as it was typed; empty for one without end.
    pub until: String,
}

impl Brought {
    pub(super) fn handed(&self) -> Handed<'_> {
        Handed { field: self.kind.code(), name: &self.name }
    }
}

/// What is wrong with a file is said at the field of its kind.
pub(super) fn fault(kind: ProfileFileKind, message: impl std::fmt::Display) -> AppError {
    AppError::Invalid(vec![FieldError::new(kind.code(), message)])
}

/// The last day of what it shows.
fn until(about: &Brought, today: Date) -> Result<Option<Date>, AppError> {
    let text = about.until.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || fault(about.kind, format!("{}的有效期应写作 2031-12-31；长期有效的请留空", about.kind.item().label()));
    let date = read_date(text).ok_or_else(wrong)?;
    if date < today {
        Err(fault(about.kind, format!("{}已于 {date} 到期，请上传在有效期内的材料", about.kind.item().label())))
    } else {
        Ok(Some(date))
    }
}

/// Hands a file in.
///
/// # Errors
/// [`AppError::Invalid`] at the field of its kind: empty, too large, of another kind than it looks, broken, infected, past its last day, or one
/// too many; [`AppError::NotFound`] to those who apply for nothing.
pub async fn attach(world: &World, caller: &Caller, about: Brought, bytes: Vec<u8>) -> Result<EnterpriseProfile, AppError> {
    let id = world.id(FileId::new);
    Ok(take(world, caller, (id, None), about, bytes).await?)
}

/// The same under the name `id`, told apart by whether the file may be taken later. It is counted before it is stored, and what was stored and is
/// refused is taken away again. The upload that brought it is over in the same transaction.
pub(super) async fn take(
    world: &World,
    caller: &Caller,
    (id, upload): (FileId, Option<UploadId>),
    about: Brought,
    bytes: Vec<u8>,
) -> Result<EnterpriseProfile, Turned> {
    let own = load_own(world, caller, Action::ChangeProfile).await?;
    let until = until(&about, world.now().date())?;
    let room = |size: u64| own.profile.as_ref().map_or(Ok(None), |profile| attach::check(profile, about.kind, size));
    room(u64::try_from(bytes.len()).unwrap_or(u64::MAX)).map_err(|refusal| fault(about.kind, refusal))?;
    let safe = Safe::open(world, own.party.organisation).await?;
    let (judged, sealed) = judge(world, about.handed(), bytes, |bytes| safe.seal(world, id, bytes)).await?;
    let Judged { media, digest, size, scan } = judged;
    let stored = document::take_in(world, sealed).await?;
    let kept = stored.file;
    let name = attachment::plain(&about.name);
    let file = ProfileFile { id, kind: about.kind, name, media: media.into(), digest, size, stored, until, scan, at: world.now() };
    let (party, kind) = (own.party, about.kind);
    let attached = commit(world, own.stamp, move |w| {
        Box::pin(async move {
            let profile = begun(w, &party).await?;
            let event = attach::attach(&profile, file).map_err(|refusal| fault(kind, refusal))?;
            if let Some(upload) = upload {
                let now = w.now();
                store::upload::end(w.tx(), upload, now)?;
            }
            w.append(profile, &event)
        })
    })
    .await;
    // Whether it stands after an outage nobody knows: then it stays.
    if matches!(attached, Err(AppError::Invalid(_) | AppError::Conflict)) {
        clear(world, vec![kept]).await;
    }
    Ok(attached?)
}
