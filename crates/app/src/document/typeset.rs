//! Laying papers out.

use crate::error::AppError;
use crate::world::World;
use documents::typesetting::{Pages, Sheet, Urgency, Wanted};
use documents::wording::Wording;
use domain::lot::Subject;
use std::sync::Arc;

/// Lays a sheet out, off the asynchronous threads, before every preview.
pub(crate) async fn typeset(world: &World, sheet: Sheet) -> Result<Arc<Pages>, AppError> {
    typeset_when(world, sheet, Urgency::First).await
}

/// Lays a sheet out when its turn comes. A caller that goes away before that, as a person who closes a preview does, is not waited for.
pub(crate) async fn typeset_when(world: &World, sheet: Sheet, urgency: Urgency) -> Result<Arc<Pages>, AppError> {
    let (typesetter, wanted) = (Arc::clone(&world.typesetter), Wanted::default());
    let _waiting = wanted.waiting();
    let task = tokio::task::spawn_blocking(move || typesetter.typeset_for(&sheet, urgency, &wanted));
    Ok(task.await.map_err(|error| AppError::Bug(error.to_string()))??)
}

/// The newest wording of a kind of document that is the same whatever it is about.
pub(crate) fn wording<'a>(world: &'a World, kind: &str) -> Result<&'a Wording, AppError> {
    wording_about(world, kind, Subject::default())
}

/// The newest wording of a kind of document about this.
pub(crate) fn wording_about<'a>(world: &'a World, kind: &str, subject: Subject) -> Result<&'a Wording, AppError> {
    world.wordings.newest(kind, subject).ok_or_else(|| AppError::Bug(format!("there is no wording for {kind}")))
}
