//! What the applicant is told before applying (投保须知): shown as a page and as PDF, and remembered of the session that was shown it.

use super::load::load;
use crate::document::letter::verify_at;
use crate::document::{typeset_when, wording};
use crate::error::AppError;
use crate::world::{Caller, World};
use documents::paper::Notice;
use documents::typesetting::{Pages, Sheet, Urgency};
pub use documents::wording::Clauses;
use domain::access::{Action, Role};
use domain::application::{Application, BriefingOpening, BriefingText};
use domain::id::{ApplicationId, SessionId};
use domain::party::Party;
use gm::digest::sm3_hex;
use std::sync::Arc;

/// The kind of its wording.
const KIND: &str = "notice";

/// The notice of an application's guarantor. It is dated like the draft, so that it stays the same while somebody reads it.
fn notice(world: &World, application: &Application) -> Notice {
    let facts = &application.facts;
    let guarantor = &facts.guarantor;
    // An institution's organisation is of no matter on paper: its name and code are.
    let by = Party { organisation: facts.applicant.organisation, name: guarantor.name.clone(), uscc: guarantor.uscc.clone() };
    Notice { guarantor: by, verify_at: verify_at(world), dated: facts.drafted_at.date() }
}

/// What it says now, and what that is known by.
pub(super) fn text(world: &World, application: &Application) -> Result<(Clauses, BriefingText), AppError> {
    let wording = wording(world, KIND)?;
    let clauses = notice(world, application).text(wording)?;
    let digest = sm3_hex(format!("{}\n{}", wording.id, clauses.to_text()).as_bytes());
    let version = wording.id.rsplit('/').next().unwrap_or_default().to_owned();
    Ok((clauses, BriefingText { document: KIND.to_owned(), version, digest }))
}

/// The notice as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Of which application.
    pub application: Application,
    /// What it says.
    pub clauses: Clauses,
    /// SM3 of that, hexadecimal.
    pub digest: String,
}

/// Shows it. Of a draft it is remembered that the applicant's session was shown it.
///
/// # Errors
/// [`AppError::NotFound`] to strangers.
pub async fn show(world: &World, caller: &Caller, session: SessionId, id: ApplicationId) -> Result<Shown, AppError> {
    let (application, _) = load(world, &mut world.store.reader(), caller, Action::ViewApplication, id).await?;
    let (clauses, BriefingText { digest, .. }) = text(world, &application)?;
    if application.is_draft() && caller.actor.role == Role::Applicant {
        let opening = BriefingOpening { digest: digest.clone(), at: world.now() };
        let save = world
            .store
            .write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::briefing_opening::save(tx, session, id, &opening)?) }));
        save.await?;
    }
    Ok(Shown { application, clauses, digest })
}

/// The same as PDF, to be taken away.
///
/// # Errors
/// As [`show`].
pub async fn pdf(world: &World, caller: &Caller, id: ApplicationId) -> Result<Arc<Pages>, AppError> {
    let (application, _) = load(world, &mut world.store.reader(), caller, Action::ViewApplication, id).await?;
    let sheet = Sheet { ofd: false, ..notice(world, &application).sheet(wording(world, KIND)?)? };
    typeset_when(world, sheet, Urgency::WhenFree).await
}
