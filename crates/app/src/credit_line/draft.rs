//! The applicant says what it needs, and whom it asks.

use super::form::WantedForm;
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role};
use domain::credit_line::{CreditLine, CreditLineFacts, Grantor, draft};
use domain::id::CreditLineId;
use domain::onboarding::Presence;
use domain::party::Party;
use domain::site::SiteCode;
use store::turn::{Contested, take};

/// What a grantor on a site is called.
///
/// # Errors
/// [`AppError::NotFound`] for an institution that is not on the site, or a site that grants none.
pub(super) async fn name(world: &World, site: SiteCode, grantor: Grantor) -> Result<String, AppError> {
    let found = world.sites.get(site).ok_or(AppError::NotFound)?;
    match grantor {
        Grantor::Institution(id) => {
            let mut reader = world.store.reader();
            if store::onboarding::load_presence(&mut reader, id, world.sites.outlet(site)).await? == Presence::Absent {
                return Err(AppError::NotFound);
            }
            Ok(store::institution::load(&mut reader, id).await?.ok_or(AppError::NotFound)?.name.to_string())
        }
        Grantor::Site(code) if code == site && found.rules.grants_credit => Ok(found.centre.clone()),
        Grantor::Site(_) => Err(AppError::NotFound),
    }
}

/// Drafts a line.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`] when one of the same grantor is not over;
/// [`AppError::NotFound`].
pub async fn draft(world: &World, caller: &Caller, site: SiteCode, grantor: Grantor, form: &WantedForm) -> Result<CreditLine, AppError> {
    let organisation = caller.actor.organisation.filter(|_| caller.actor.role == Role::Applicant).ok_or(AppError::NotFound)?;
    let id = world.id(CreditLineId::new);
    let stamp = caller.stamp(world, Action::ApplyForCredit, Relation::Applicant, id)?;
    let grantor_name = name(world, site, grantor).await?;
    let wanted = form.read()?;
    let organisation = store::organisation::load(&mut world.store.reader(), organisation).await?.ok_or(AppError::NotFound)?;
    let applicant = Party { organisation: organisation.id, name: organisation.name, uscc: organisation.uscc };
    let facts = CreditLineFacts { id, applicant, grantor, grantor_name, site, drafted_at: world.now() };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Drafts(facts.applicant.organisation))?;
            let known = store::credit_line::list_of(w.tx(), facts.applicant.organisation, grantor).await?;
            let known: Vec<CreditLine> = known.into_iter().map(|drawn| drawn.line).collect();
            let event = draft::draft(&known, facts, wanted, w.now().date())?;
            w.create::<CreditLine>(&event)
        })
    })
    .await
}
