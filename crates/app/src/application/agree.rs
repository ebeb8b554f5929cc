//! Agreeing to what the applicant is told before applying, and proving the phone it names.

use super::briefing::text;
use super::decide::both;
use super::load::load;
use crate::commit::commit;
use crate::error::AppError;
use crate::phone_code::prove::prove;
use crate::phone_code::send::{CodeWanted, send};
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::application::{Application, agree};
use domain::id::{ApplicationId, SessionId};
use domain::party::Mobile;
use domain::phone_code::{CodeAddress, Purpose};

/// The phone that a draft names, while it still has to be proved.
fn awaited(application: &Application) -> Result<Option<Mobile>, Refusal> {
    let named = application.representative.as_ref().ok_or(Refusal::DetailsMissing)?;
    Ok(application.awaits_proof().then(|| named.mobile.clone()))
}

/// Sends a code to the phone that a draft names; nothing where it need not be proved. Codes are counted by organisation.
///
/// # Errors
/// [`AppError::Refused`] when too many were asked for; [`AppError::NotFound`].
pub async fn ask(world: &World, caller: &Caller, id: ApplicationId) -> Result<Option<Mobile>, AppError> {
    let (application, _) = load(world, &mut world.store.reader(), caller, Action::DescribeApplication, id).await?;
    let Some(mobile) = awaited(&application)? else { return Ok(None) };
    let facts = application.facts;
    let (uscc, address) = (facts.applicant.uscc, facts.applicant.organisation.to_string());
    let wanted =
        CodeWanted { site: facts.site, purpose: Purpose::Handle, uscc, to: CodeAddress::Phone(mobile.clone()), address, entitled: true };
    send(world, wanted).await?;
    Ok(Some(mobile))
}

/// Agrees for a draft, in the session that was shown the notice; `code` is what was sent to the phone, where that has to be proved. The code is used
/// up with it.
///
/// # Errors
/// [`AppError::Refused`] as the domain says, or [`Refusal::CodeWrong`]; [`AppError::NotFound`].
pub async fn agree(world: &World, caller: &Caller, session: SessionId, id: ApplicationId, code: &str) -> Result<Application, AppError> {
    agree_with(world, caller, session, id, code, &mut None).await
}

/// The same for one of several drafts that are agreed to in one go: what `proved` holds was proved for one of them, and needs no code again.
pub(super) async fn agree_with(
    world: &World,
    caller: &Caller,
    session: SessionId,
    id: ApplicationId,
    code: &str,
    proved: &mut Option<Mobile>,
) -> Result<Application, AppError> {
    let mut reader = world.store.reader();
    let (application, stamp) = load(world, &mut reader, caller, Action::DescribeApplication, id).await?;
    let opening = store::briefing_opening::load(&mut reader, session, id).await?;
    let (_, text) = text(world, &application)?;
    let applicant = &application.facts.applicant;
    let wanted = awaited(&application)?;
    let code = match wanted.clone() {
        Some(mobile) if proved.as_ref() == Some(&mobile) => None,
        Some(_) if code.trim().is_empty() => return Err(Refusal::ContactUnproved.into()),
        Some(mobile) => Some(prove(world, Purpose::Handle, &applicant.uscc, &mobile, code).await?),
        None => None,
    };
    let by = caller.actor.certificate.clone();
    let holds = wanted.clone();
    let agreed = commit(world, stamp, move |w| {
        Box::pin(async move {
            let (application, lot) = both(w, id).await?;
            let Some(event) = agree::agree(&application, &lot, w.now(), text, opening.as_ref(), holds, by)? else {
                return Ok(application);
            };
            let application = w.append(application, &event)?;
            if let Some(code) = code {
                store::phone_code::use_up(w.tx(), &code)?;
            }
            Ok(application)
        })
    });
    let agreed = agreed.await;
    if agreed.is_ok() && wanted.is_some() {
        *proved = wanted;
    }
    match agreed {
        // Twice at once: the code was used up by the other one.
        Err(AppError::Conflict) => {
            let (application, _) = load(world, &mut world.store.reader(), caller, Action::DescribeApplication, id).await?;
            if application.consent.is_some() && !application.awaits_proof() { Ok(application) } else { Err(AppError::Conflict) }
        }
        other => other,
    }
}
