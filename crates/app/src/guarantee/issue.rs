//! Making the letter, the agreement and the receipt: typeset, sealed with the institution's keys, time-stamped, stored, recorded.

use crate::agreement::countersign::countersign;
use crate::application::preview;
use crate::document::{Sealer, typeset, wording};
use crate::error::AppError;
use crate::job::FREE_EXPOSURE;
use crate::world::World;
use documents::paper::{Numbering, Receipt};
use documents::typesetting::Pages;
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::application::{Application, ApplicationState, hold, issue};
use domain::document::Documents;
use domain::guarantee::{Guarantee, GuaranteeEvent};
use domain::id::{ApplicationId, GuaranteeId, JobId};
use domain::institution::{Institution, exposure};
use domain::number::{CheckCode, GuaranteeNumber};
use domain::onboarding::Standing;
use domain::party::Party;
use domain::time::{Timestamp, add_days};
use std::sync::Arc;
use store::exposure::Item;
use store::job::{Lane, NewJob};
use store::{Query, Tx};

/// Characters of the payer's account that a receipt shows.
const ACCOUNT_SHOWN: usize = 4;

/// The receipt for the fee, by the bank line that settled it.
async fn receipt(
    world: &World,
    application: &Application,
    institution: &Institution,
    query: &mut impl Query,
) -> Result<Arc<Pages>, AppError> {
    let missing = || AppError::Bug("the fee of an application has no bank line".into());
    let facts = &application.facts;
    let payment = application.payment().ok_or_else(missing)?;
    let lines = store::bank_line::list_of_payment(query, payment).await?;
    let line = lines.iter().find(|line| matches!(line.state.code(), "matched" | "honoured")).ok_or_else(missing)?;
    let account = &line.facts.payer_account;
    let hidden = account.chars().count().saturating_sub(ACCOUNT_SHOWN);
    let receipt = Receipt {
        guarantor: Party { organisation: institution.organisation, name: institution.name.clone(), uscc: institution.uscc.clone() },
        applicant: facts.applicant.clone(),
        order_number: facts.number.to_string(),
        fee: facts.fee,
        paid_on: line.facts.booked_at.date(),
        payer_account: account.chars().skip(hidden).collect(),
    };
    typeset(world, receipt.sheet(wording(world, "receipt")?)?).await
}

/// What stands in the way of issuing, as far as can be told before the letter is made (INV-17).
async fn hindered(world: &World, query: &mut impl Query, application: &Application, institution: &Institution) -> Result<(), AppError> {
    let site = application.facts.site;
    if store::onboarding::load_standing(query, institution.id, site).await? == Standing::Absent {
        return Err(Refusal::InstitutionAbsent.into());
    }
    Ok(institution.licensed(world.now().date())?)
}

/// Issues the guarantee of an application that is ready, or holds it when the institution may not be bound by it any more.
///
/// # Errors
/// As [`make`], apart from refusals.
pub async fn issue(world: &World, id: ApplicationId) -> Result<(), AppError> {
    match make(world, id).await {
        Err(AppError::Refused(refusal)) => hold(world, id, refusal).await,
        other => other,
    }
}

/// Hands an application whose letter cannot be issued to a person.
async fn hold(world: &World, id: ApplicationId, refusal: Refusal) -> Result<(), AppError> {
    let stamp = world.system().stamp(Action::IssueGuarantee, Relation::Stranger, world.now())?;
    let application = store::application::load(&mut world.store.reader(), id).await?;
    let application = application.ok_or_else(|| AppError::Bug("an application is missing".into()))?;
    let held = hold::hold(&application, refusal)?;
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                store::application::append(tx, &stamp, application, &held)?;
                Ok(())
            })
        })
        .await
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
) -> Result<Bound, AppError> {
    match hindered(world, tx, application, institution).await {
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

/// The job that frees the institution when a guarantee has expired: the day after its last.
pub(crate) fn free(world: &World, guarantee: &Guarantee) -> NewJob {
    let run_at = Timestamp::from_civil(add_days(guarantee.expiry, 1).at(0, 0, 0, 0)).unwrap_or(guarantee.issued_at);
    NewJob { id: world.id(JobId::new), kind: FREE_EXPOSURE, payload: guarantee.id.to_string(), run_at, lane: Lane::Work }
}

/// Makes the guarantee of an application that is ready. Safe to run twice: what was made before a crash and not recorded is
/// never referred to.
///
/// # Errors
/// [`AppError::Refused`] when the institution may not be bound; [`AppError::Bug`] when the terms are not those the applicant signed
/// (INV-21); [`AppError::Unavailable`] for what passes.
async fn make(world: &World, id: ApplicationId) -> Result<(), AppError> {
    let now = world.now();
    let mut reader = world.store.reader();
    let stamp = world.system().stamp(Action::IssueGuarantee, Relation::Stranger, now)?;
    let application = store::application::load(&mut reader, id).await?.ok_or_else(|| AppError::Bug("an application is missing".into()))?;
    if !matches!(application.state, ApplicationState::Issuing { .. }) {
        return Ok(());
    }
    let facts = application.facts.clone();
    let institution = store::institution::load(&mut reader, facts.guarantor.institution).await?;
    let institution = institution.ok_or_else(|| AppError::Bug("an institution is missing".into()))?;
    hindered(world, &mut reader, &application, &institution).await?;
    let (_, terms_digest) = preview::terms(world, &application).await?;
    if application.signed_terms.as_deref() != Some(terms_digest.as_str()) {
        return Err(AppError::Bug("the letter's terms are not those that were signed".into()));
    }
    let number = GuaranteeNumber::new(facts.site, u64::from_le_bytes(world.random()));
    let check_code = CheckCode::new(u128::from_le_bytes(world.random()));
    let numbering = Numbering { number: number.clone(), check_code: check_code.clone(), issued_on: now.date() };
    let mut sealer = Sealer::new(world, &institution.uscc)?;
    let letter = sealer.pair(&*preview::letter(world, &application, Some(numbering)).await?).await?;
    let agreement = countersign(world, &application, &mut sealer).await?;
    let receipt = sealer.pair(&*receipt(world, &application, &institution, &mut reader).await?).await?;
    let documents = Documents { letter, agreement: Some(agreement), receipt: Some(receipt), fingerprint: sealer.fingerprint() };
    let used = preview::wording(world, &application).await?;
    let wordings =
        [&*used, wording(world, "agreement")?, wording(world, "receipt")?].map(|wording| (wording.id.clone(), wording.digest.clone()));
    let guarantee = Guarantee {
        id: world.id(GuaranteeId::new),
        number,
        issuer_number: None,
        check_code,
        application: id,
        site: facts.site,
        kind: facts.kind,
        applicant: facts.applicant,
        guarantor: facts.guarantor,
        lot: facts.lot,
        amount: facts.amount,
        terms_digest,
        issued_at: now,
        expiry: facts.expiry,
        documents,
        version: 1,
    };
    let uses = sealer.uses;
    let (shared, free) = (world.clone(), free(world, &guarantee));
    let issued = issue::issue(&application, guarantee.id)?;
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                // Once more, and for certain: what was true before the letter was made need not be true when it counts (T-29).
                let item = match bind(&shared, tx, &application, &institution, &guarantee).await? {
                    Bound::Yes(item) => item,
                    Bound::No(refusal) => return Err(refusal.into()),
                };
                store::event::audit(tx, &stamp, &guarantee.id.to_string())?;
                store::event::audit_uses(tx, &stamp, &uses)?;
                for (id, digest) in &wordings {
                    store::wording::note(tx, id, digest, now)?;
                }
                store::guarantee::create(tx, &stamp, &GuaranteeEvent::Issued { guarantee: Box::new(guarantee) })?;
                store::application::append(tx, &stamp, application, &issued)?;
                store::job::enqueue(tx, free)?;
                store::exposure::note(tx, &item)?;
                Ok(())
            })
        })
        .await
}
