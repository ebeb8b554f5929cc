//! The papers of what a guarantee secures: judged and scanned like those of a profile, kept under the applicant's key, seen by both sides.

use super::decide::both;
use super::load::load;
use crate::commit::commit;
use crate::document::judge::{Handed, Judged, judge};
use crate::document::{self, attachment};
use crate::error::{AppError, FieldError};
use crate::lot::known::known;
use crate::profile::conceal::Safe;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::attach as rule;
use domain::id::{ApplicationId, FileId, OrganisationId};
use domain::underlying::{UnderlyingPaper, UnderlyingPaperKind};

/// The field at which faults of files are shown.
const FIELD: &str = "file";

/// Takes in a paper of this kind, for the organisation whose key it is kept under.
///
/// # Errors
/// [`AppError::Invalid`] at `file`: empty, too large, of another kind than it looks, broken or infected.
pub(super) async fn take(
    world: &World,
    organisation: OrganisationId,
    kind: UnderlyingPaperKind,
    name: &str,
    bytes: Vec<u8>,
) -> Result<UnderlyingPaper, AppError> {
    let id = world.id(FileId::new);
    let safe = Safe::open(world, organisation).await?;
    let (judged, sealed) = judge(world, Handed { field: FIELD, name }, bytes, |bytes| safe.seal(world, id, bytes)).await?;
    let Judged { media, digest, size, scan } = judged;
    let stored = document::store(world, sealed).await?;
    Ok(UnderlyingPaper { id, kind, name: attachment::plain(name), media: media.to_owned(), digest, size, stored, scan })
}

/// Attaches a paper to a draft.
///
/// # Errors
/// [`AppError::Invalid`] for a file that is not taken, or of no kind; [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn attach(world: &World, caller: &Caller, id: ApplicationId, kind: &str, name: &str, bytes: Vec<u8>) -> Result<(), AppError> {
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::DescribeApplication, id).await?;
    let kind = UnderlyingPaperKind::of_code(kind).ok_or_else(|| AppError::Invalid(vec![FieldError::new(FIELD, "请选择材料的种类")]))?;
    // Before the file is kept, so that one too many leaves nothing.
    rule::check(&application, &known(&mut world.store.reader(), &application).await?, world.now())?;
    let paper = take(world, application.facts.applicant.organisation, kind, name, bytes).await?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let (application, lot) = both(w, id).await?;
            let event = rule::attach(&application, &lot, paper, w.now())?;
            w.append(application, &event).map(drop)
        })
    })
    .await
}

/// Removes a paper of a draft; one that is gone stays gone.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn remove(world: &World, caller: &Caller, id: ApplicationId, paper: FileId) -> Result<(), AppError> {
    let (_, stamp) = load(world, &mut world.store.reader(), caller, Action::DescribeApplication, id).await?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let (application, lot) = both(w, id).await?;
            match rule::remove(&application, &lot, paper, w.now())? {
                Some(event) => w.append(application, &event).map(drop),
                None => Ok(()),
            }
        })
    })
    .await
}

/// A paper as it was handed in, for either side; that it was seen is written down.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn paper(world: &World, caller: &Caller, id: ApplicationId, paper: FileId) -> Result<(Vec<u8>, UnderlyingPaper), AppError> {
    let mut reader = world.store.reader();
    let (application, stamp) = load(world, &mut reader, caller, Action::ViewApplication, id).await?;
    let found = application.papers.into_iter().find(|known| known.id == paper).ok_or(AppError::NotFound)?;
    let safe = Safe::find(world, &mut reader, application.facts.applicant.organisation).await?.ok_or(AppError::NotFound)?;
    let plain = safe.unseal(found.id, &document::load(world, &found.stored).await?)?;
    if gm::digest::sm3_hex(&plain) != found.digest {
        return Err(AppError::Bug("a paper of an application is not the one handed in".into()));
    }
    commit(world, stamp.about(paper), |_| Box::pin(async { Ok(()) })).await?;
    Ok((plain, found))
}
