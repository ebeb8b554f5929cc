//! One onboarding with all that the centre decides by.

use super::load::{load, relation};
use crate::delivery::health::{Overview, overview};
use crate::document::attachment;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, may};
use domain::document::Attachment;
use domain::id::OnboardingId;
use domain::institution::{Connection, Institution};
use domain::onboarding::{DecisionKind, Onboarding, decide};
pub use store::event::Entry;

/// An onboarding as its page shows it.
#[derive(Clone, Debug)]
pub struct OnboardingDetail {
    /// The onboarding.
    pub onboarding: Onboarding,
    /// The institution it became.
    pub institution: Option<Institution>,
    /// How the institution's own system answers, if it has one.
    pub system: Option<Overview>,
    /// What happened, oldest first.
    pub history: Vec<Entry>,
    /// What this viewer can decide now.
    pub decisions: Vec<DecisionKind>,
    /// Whether what waits for a second person was proposed by this one.
    pub is_proposer: bool,
}

/// The onboarding in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: OnboardingId) -> Result<OnboardingDetail, AppError> {
    let now = world.now();
    let mut reader = world.store.reader();
    let (onboarding, _) = load(world, &mut reader, caller, Action::ViewOnboarding, id).await?;
    let institution = match onboarding.institution {
        Some(id) => store::institution::load(&mut reader, id).await?,
        None => None,
    };
    let system = match &institution {
        Some(institution) if institution.connection != Connection::Hosted => Some(overview(&mut reader, institution.id).await?),
        Some(_) | None => None,
    };
    let history = store::event::history(&mut reader, &id.to_string()).await?;
    let permitted = may(&caller.actor, Action::DecideOnboarding, relation(&caller.actor, &onboarding)).is_ok();
    let decisions = if permitted { decide::available(&onboarding, now) } else { Vec::new() };
    let is_proposer = onboarding.proposal.as_ref().is_some_and(|proposal| proposal.by == caller.actor.certificate);
    Ok(OnboardingDetail { onboarding, institution, system, history, decisions, is_proposer })
}

/// A file that was handed in: number `number` of the application's, then of the acceptance's, then the logo.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn file(world: &World, caller: &Caller, id: OnboardingId, number: usize) -> Result<(Vec<u8>, Attachment), AppError> {
    let (onboarding, _) = load(world, &mut world.store.reader(), caller, Action::ViewOnboarding, id).await?;
    let attachment = files(&onboarding).get(number).map(|file| (*file).clone()).ok_or(AppError::NotFound)?;
    Ok((attachment::load(world, &attachment).await?, attachment))
}

/// The signed report of the last conformance run.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn report(world: &World, caller: &Caller, id: OnboardingId) -> Result<Vec<u8>, AppError> {
    let (onboarding, _) = load(world, &mut world.store.reader(), caller, Action::ViewOnboarding, id).await?;
    crate::document::load(world, &onboarding.report.ok_or(AppError::NotFound)?.file).await
}

/// The files that were handed in, in the order of their numbers.
#[must_use]
pub fn files(onboarding: &Onboarding) -> Vec<&Attachment> {
    let acceptance = onboarding.acceptance.iter().flat_map(|acceptance| acceptance.attachments.iter().chain(&acceptance.logo));
    onboarding.profile.attachments.iter().chain(acceptance).collect()
}
