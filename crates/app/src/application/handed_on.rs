//! Whether a draft waits for another person of its applicant's to sign it.

use crate::error::AppError;
use crate::world::Caller;
use domain::Refusal;
use domain::access::Role;
use domain::application::Application;
use domain::duty::Duty;
use domain::representative::may_sign;
use store::Query;

/// Why the caller may not sign a draft that somebody else of its enterprise may; `None` for what is no draft, and to those who do not apply.
pub(super) async fn handed_on(query: &mut impl Query, caller: &Caller, application: &Application) -> Result<Option<Refusal>, AppError> {
    if !application.is_draft() || application.representative.is_none() || caller.actor.role != Role::Applicant {
        return Ok(None);
    }
    if !caller.actor.duties.has(Duty::Signer) {
        return Ok(Some(Refusal::RightMissing));
    }
    let people = store::representative::load(query, application.facts.applicant.organisation).await?;
    Ok(may_sign(people.as_ref(), application, &caller.actor.certificate).err())
}
