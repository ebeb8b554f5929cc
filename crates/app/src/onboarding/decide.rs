//! What the trading centre decides, and what follows from it: an admitted institution can log in, an accepted one works as it asked.

use super::load::load;
use crate::commit::{Writer, as_seen, commit};
use crate::error::AppError;
use crate::identity::NAMED;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Role};
use domain::id::{OnboardingId, OrganisationId};
use domain::institution::Connection;
use domain::onboarding::{Decision, DecisionKind, Onboarding, OnboardingEvent, decide};
use store::organisation::Organisation;
use store::turn::{Contested, take};

/// Decides about what was `seen`, or proposes where the site asks for two persons.
///
/// # Errors
/// [`AppError::Refused`] as the domain says, and when a hosted institution has no seal in the vault; [`AppError::Conflict`],
/// [`AppError::NotFound`].
pub async fn decide(
    world: &World,
    caller: &Caller,
    (id, seen): (OnboardingId, u32),
    kind: DecisionKind,
    words: &str,
) -> Result<Onboarding, AppError> {
    let now = world.now();
    let (onboarding, stamp) = load(world, &mut world.store.reader(), caller, Action::DecideOnboarding, id).await?;
    let two_persons = world.sites.get(onboarding.facts.site).ok_or(AppError::NotFound)?.rules.two_persons;
    let decision = kind.with(words)?;
    if decision == Decision::Accept {
        sealed(world, &onboarding)?;
    }
    let event = decide::decide(&onboarding, decision, &caller.actor.certificate, two_persons, now)?;
    as_seen(onboarding.version, seen)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            if let OnboardingEvent::Decided { decision } = &event {
                match decision {
                    Decision::Admit => admit(w, &onboarding).await?,
                    Decision::Accept => accept(w, &onboarding).await?,
                    Decision::Refuse { .. }
                    | Decision::Return { .. }
                    | Decision::PutLive
                    | Decision::Pause { .. }
                    | Decision::TakeDown { .. } => {}
                }
            }
            w.append(onboarding, &event)
        })
    })
    .await
}

/// A hosted institution signs with a seal of the platform's vault.
fn sealed(world: &World, onboarding: &Onboarding) -> Result<(), Refusal> {
    match onboarding.acceptance.as_ref().map(|acceptance| &acceptance.connection) {
        Some(Connection::Hosted) if world.vault.of(&onboarding.facts.uscc).is_err() => Err(Refusal::SealMissing),
        Some(Connection::Hosted | Connection::OwnSystem { .. }) | None => Ok(()),
    }
}

/// From here on the holders of the institution's certificates are its staff.
async fn admit(w: &mut Writer<'_>, onboarding: &Onboarding) -> Result<(), AppError> {
    let uscc = &onboarding.facts.uscc;
    take(w.tx(), Contested::Organisation(uscc))?;
    match store::organisation::load_by_uscc(w.tx(), uscc).await? {
        Some(known) if known.role == Role::GuarantorStaff => {}
        Some(known) => {
            store::organisation::become_role(w.tx(), known.id, Role::GuarantorStaff, None)?;
            store::session::delete_of_organisation(w.tx(), known.id)?;
        }
        None => {
            let organisation = Organisation {
                id: w.world().id(OrganisationId::new),
                uscc: uscc.clone(),
                name: onboarding.profile.name.clone(),
                role: Role::GuarantorStaff,
                site: None,
            };
            let now = w.now();
            store::organisation::create(w.tx(), &organisation, Some(NAMED), now)?;
        }
    }
    Ok(())
}

/// The institution works as it asked to.
async fn accept(w: &mut Writer<'_>, onboarding: &Onboarding) -> Result<(), AppError> {
    let missing = || AppError::Bug("an onboarding under acceptance has no institution".into());
    let (Some(id), Some(acceptance)) = (onboarding.institution, &onboarding.acceptance) else { return Err(missing()) };
    take(w.tx(), Contested::Institution(id))?;
    let mut institution = store::institution::load(w.tx(), id).await?.ok_or_else(missing)?;
    let acceptance = acceptance.clone();
    institution.name = onboarding.profile.name.clone();
    institution.introduction.clone_from(&onboarding.profile.introduction);
    institution.short_name = acceptance.short_name;
    institution.logo = acceptance.logo.or(institution.logo);
    institution.account = acceptance.account;
    institution.connection = acceptance.connection;
    institution.interface = onboarding.report.as_ref().map(|report| report.proved).unwrap_or_default();
    Ok(store::institution::save(w.tx(), &institution)?)
}
