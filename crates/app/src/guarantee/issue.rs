//! Making the letter, the agreement and the receipt: typeset, sealed with the institution's keys, time-stamped, stored, recorded.

use super::bind::{Bound, bind, hindered, write};
use crate::agreement::countersign::countersign;
use crate::application::close::close;
use crate::commit::commit;
use crate::document::{Sealer, letter, typeset, wording, wording_about};
use crate::error::AppError;
use crate::lot::known::known;
use crate::ran::Ran;
use crate::world::World;
use documents::paper::{Numbering, Receipt};
use documents::typesetting::Pages;
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::application::{Application, ApplicationState, Numbered, hold, issue};
use domain::bank_line::BankLineState;
use domain::document::Documents;
use domain::guarantee::Guarantee;
use domain::id::{ApplicationId, GuaranteeId};
use domain::institution::Institution;
use domain::number::{CheckCode, GuaranteeNumber};
use domain::party::Party;
use std::sync::Arc;
use store::Query;

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
    let line =
        lines.iter().find(|line| matches!(line.state, BankLineState::Matched | BankLineState::Honoured { .. })).ok_or_else(missing)?;
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

/// Issues the guarantee of an application that is ready. When the institution may not be bound by it any more a person decides; when bids
/// are opened the application is closed by rule.
///
/// # Errors
/// As [`make`], apart from refusals.
pub(crate) async fn issue(world: &World, id: ApplicationId) -> Result<Ran, AppError> {
    match make(world, id).await {
        Err(AppError::Refused(Refusal::LotOpened | Refusal::LotAborted)) => close(world, id).await,
        Err(AppError::Refused(refusal)) => hold(world, id, refusal).await.map(|()| Ran::Done),
        other => other.map(|()| Ran::Done),
    }
}

/// Hands an application whose letter cannot be issued to a person.
async fn hold(world: &World, id: ApplicationId, refusal: Refusal) -> Result<(), AppError> {
    let stamp = world.system().stamp(world, Action::IssueGuarantee, Relation::Platform, id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let application: Application = w.load(id).await?;
            let held = hold::hold(&application, refusal)?;
            w.append(application, &held).map(drop)
        })
    })
    .await
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
    let application = store::application::load(&mut reader, id).await?.ok_or_else(|| AppError::Bug("an application is missing".into()))?;
    if !matches!(application.state, ApplicationState::Issuing { .. }) {
        return Ok(());
    }
    let facts = &application.facts;
    let institution = store::institution::load(&mut reader, facts.guarantor.institution).await?;
    let institution = institution.ok_or_else(|| AppError::Bug("an institution is missing".into()))?;
    hindered(world, &mut reader, &application, &institution, now).await?;
    let (_, terms_digest) = letter::terms(world, &application).await?;
    if application.signed_terms.as_deref() != Some(terms_digest.as_str()) {
        return Err(AppError::Bug("the letter's terms are not those that were signed".into()));
    }
    let numbered = Numbered {
        number: GuaranteeNumber::new(facts.site, u64::from_le_bytes(world.random())),
        check_code: CheckCode::new(u128::from_le_bytes(world.random())),
    };
    let numbering = Numbering { number: numbered.number.clone(), check_code: numbered.check_code.clone(), issued_on: now.date() };
    let sealer = Sealer::new(world, &institution.uscc)?;
    // Side by side: each waits for its pages and its time stamps only.
    let (letter, agreement, receipt) = tokio::try_join!(
        async { sealer.pair(&*letter::issued(world, &application, numbering).await?).await },
        countersign(world, &application, &sealer),
        async { sealer.pair(&*receipt(world, &application, &institution, &mut reader).await?).await },
    )?;
    let documents = Documents { letter, agreement: Some(agreement), receipt: Some(receipt), fingerprint: sealer.fingerprint() };
    let used = letter::wording(world, &application).await?;
    let agreement = wording_about(world, "agreement", application.facts.lot.subject())?;
    let wordings = [&*used, agreement, wording(world, "receipt")?].map(|wording| (wording.id.clone(), wording.digest.clone()));
    let guarantee = Guarantee::of(world.id(GuaranteeId::new), &application, numbered, documents, now);
    let uses = sealer.used();
    let stamp = world.system().stamp(world, Action::IssueGuarantee, Relation::Platform, guarantee.id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            // Once more, and for certain: what was true before the letter was made need not be true when it counts (T-29).
            let (world, now) = (w.world().clone(), w.world().now());
            let item = match bind(&world, w.tx(), &application, &institution, &guarantee, now).await? {
                Bound::Yes(item) => item,
                Bound::No(refusal) => return Err(refusal.into()),
            };
            let lot = known(w.tx(), &application).await?;
            let event = issue::issue(&application, &lot, guarantee.id, now)?;
            w.uses(&uses)?;
            for (id, digest) in &wordings {
                store::wording::note(w.tx(), id, digest, now)?;
            }
            write(w, guarantee, application, &event, &lot)?;
            Ok(store::exposure::note(w.tx(), &item)?)
        })
    })
    .await
}
