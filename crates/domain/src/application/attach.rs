//! Attaching and removing the papers of an underlying relationship, while the application is a draft.

use super::{Application, ApplicationEvent, describe, forbidden};
use crate::id::FileId;
use crate::lot::KnownLot;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use crate::underlying::{PAPERS_MAX, Underlying, UnderlyingPaper};

/// Whether one more paper is taken.
///
/// # Errors
/// As [`describe::check`]; [`Refusal::ApplicationStateForbids`] for a kind that asks for none; [`Refusal::PapersTooMany`].
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    describe::check(application, lot, now)?;
    if !Underlying::is_asked_of(application.facts.kind) {
        return forbidden();
    }
    if application.papers.len() >= PAPERS_MAX { Err(Refusal::PapersTooMany) } else { Ok(()) }
}

/// Attaches a paper.
///
/// # Errors
/// As [`check`].
pub fn attach(application: &Application, lot: &KnownLot, paper: UnderlyingPaper, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now).map(|()| ApplicationEvent::PaperAttached { paper: Box::new(paper) })
}

/// Removes a paper; `None` where it is gone already.
///
/// # Errors
/// As [`describe::check`].
pub fn remove(application: &Application, lot: &KnownLot, paper: FileId, now: Timestamp) -> Result<Option<ApplicationEvent>, Refusal> {
    describe::check(application, lot, now)?;
    let stands = application.papers.iter().any(|known| known.id == paper);
    Ok(stands.then_some(ApplicationEvent::PaperRemoved { paper }))
}
