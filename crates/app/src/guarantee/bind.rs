//! Whether an institution may be bound by a letter, asked before it is made and for certain in the transaction that counts (T-29).

use crate::commit::Writer;
use crate::error::AppError;
use crate::lot::known::known;
use crate::world::World;
use domain::Refusal;
use domain::application::{Application, ApplicationEvent, issue};
use domain::guarantee::{Guarantee, GuaranteeEvent, reach};
use domain::institution::{Institution, exposure};
use domain::lot::KnownLot;
use domain::onboarding::Presence;
use domain::time::Timestamp;
use store::exposure::Item;
use store::{Query, Tx};

/// What stands in the way of issuing, as far as can be told before the letter is made (INV-17).
pub(super) async fn hindered(
    world: &World,
    query: &mut impl Query,
    application: &Application,
    institution: &Institution,
    now: Timestamp,
) -> Result<(), AppError> {
    issue::check(application, &known(query, application).await?, now)?;
    let outlet = world.sites.outlet(application.facts.site);
    if store::onboarding::load_presence(query, institution.id, outlet).await? == Presence::Absent {
        return Err(Refusal::InstitutionAbsent.into());
    }
    Ok(institution.licensed(now.date())?)
}

/// Whether an institution is bound by a letter.
pub(crate) enum Bound {
    /// It is; this is noted once the guarantee is written.
    Yes(Item),
    /// It may not be.
    No(Refusal),
}

/// Binds an institution by a letter, where it may be: nothing is changed otherwise.
pub(crate) async fn bind(
    world: &World,
    tx: &mut Tx,
    application: &Application,
    institution: &Institution,
    guarantee: &Guarantee,
    now: Timestamp,
) -> Result<Bound, AppError> {
    match hindered(world, tx, application, institution, now).await {
        Err(AppError::Refused(refusal)) => return Ok(Bound::No(refusal)),
        other => other?,
    }
    let applicant = guarantee.applicant.uscc.clone();
    let group = store::exposure::load_group(tx, institution.id, &applicant).await?;
    let item = Item { guarantee: guarantee.id, institution: institution.id, applicant, group, amount: guarantee.amount };
    let caps = exposure::caps(&institution.limits, world.sites.exposure(institution.kind));
    let bound = store::exposure::bind(tx, &item).await?;
    match caps.and_then(|caps| caps.check(&bound)) {
        Ok(()) => Ok(Bound::Yes(item)),
        Err(refusal) => {
            store::exposure::unbind(tx, &item)?;
            Ok(Bound::No(refusal))
        }
    }
}

/// Writes a letter that an institution is bound by, and the end of its application. It hears at once what has become of its lot since the
/// applicant signed: one that ends too early is out, and to be extended.
pub(crate) fn write(
    w: &mut Writer<'_>,
    guarantee: Guarantee,
    application: Application,
    issued: &ApplicationEvent,
    lot: &KnownLot,
) -> Result<(), AppError> {
    let site = guarantee.site;
    let guarantee = w.create::<Guarantee>(&GuaranteeEvent::Issued { guarantee: Box::new(guarantee) })?;
    w.append(application, issued)?;
    let heard = w.world().sites.get(site).and_then(|site| reach::reach(&guarantee, lot, &site.rules));
    if let Some(heard) = heard {
        w.append(guarantee, &heard)?;
    }
    Ok(())
}
