//! Lists of applications: an applicant's orders, a guarantor's desk.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::scope;
use domain::application::Application;
use domain::id::ApplicationId;

/// Applications on one page.
pub const PAGE: i64 = 20;

/// One page of applications.
#[derive(Clone, Debug)]
pub struct Page {
    /// The applications, newest first.
    pub applications: Vec<Application>,
    /// Where the next page begins, if there is one.
    pub next: Option<ApplicationId>,
}

/// The caller's applications in `state` (empty: all).
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, state: &str, before: Option<ApplicationId>) -> Result<Page, AppError> {
    let scope = scope(&caller.actor);
    let mut applications = store::application::list(&mut world.store.reader(), &scope, state, before, PAGE + 1).await?;
    let full = i64::try_from(applications.len()).unwrap_or(0) > PAGE;
    applications.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = if full { applications.last().map(|application| application.facts.id) } else { None };
    Ok(Page { applications, next })
}
