//! The onboardings on a centre's site.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::OnboardingId;
use domain::onboarding::Onboarding;

/// Onboardings on one page.
const PAGE: i64 = 20;

/// One page of onboardings.
#[derive(Clone, Debug)]
pub struct Page {
    /// Newest first.
    pub onboardings: Vec<Onboarding>,
    /// Where the next page begins, if there is one.
    pub next: Option<OnboardingId>,
}

/// The onboardings of the caller's site in `state` (empty: all).
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, state: &str, before: Option<OnboardingId>) -> Result<Page, AppError> {
    let scope = scope(&caller.actor);
    let mut onboardings = store::onboarding::list(&mut world.store.reader(), &scope, state, before, PAGE + 1).await?;
    let full = i64::try_from(onboardings.len()).unwrap_or(0) > PAGE;
    onboardings.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = if full { onboardings.last().map(|onboarding| onboarding.facts.id) } else { None };
    Ok(Page { onboardings, next })
}
