//! Making the letter, the agreement and the receipt: typeset, sealed with the institution's keys, time-stamped, stored, recorded.

use crate::agreement::countersign::countersign;
use crate::application::preview;
use crate::document::{Sealer, typeset, wording};
use crate::error::AppError;
use crate::world::World;
use documents::paper::{Numbering, Receipt};
use documents::typesetting::Pages;
use domain::access::{Action, Relation};
use domain::application::{Application, ApplicationState, issue};
use domain::document::Documents;
use domain::guarantee::{Guarantee, GuaranteeEvent};
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

/// Issues the guarantee of an application that is ready. Safe to run twice: what was made before a crash and not recorded is
/// never referred to.
///
/// # Errors
/// [`AppError::Bug`] when the terms are not those the applicant signed (INV-21); [`AppError::Unavailable`] for what passes.
pub async fn issue(world: &World, id: ApplicationId) -> Result<(), AppError> {
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
    let (_, terms_digest) = preview::terms(world, &application).await?;
    if application.signed_terms.as_deref() != Some(terms_digest.as_str()) {
        return Err(AppError::Bug("the letter's terms are not those that were signed".into()));
    }
    let number = GuaranteeNumber::new(facts.site, u64::from_le_bytes(world.random()));
    let check_code = CheckCode::new(u128::from_le_bytes(world.random()));
    let numbering = Numbering { number: number.clone(), check_code: check_code.clone(), issued_on: now.date() };
    let mut sealer = Sealer::new(world, &institution.seal_key)?;
    let letter = sealer.pair(&*preview::letter(world, &application, Some(numbering)).await?).await?;
    let agreement = countersign(world, &application, &mut sealer).await?;
    let receipt = sealer.pair(&*receipt(world, &application, &institution, &mut reader).await?).await?;
    let documents = Documents { letter, agreement, receipt, fingerprint: sealer.fingerprint() };
    let used = preview::wording(world, &application).await?;
    let wordings =
        [&*used, wording(world, "agreement")?, wording(world, "receipt")?].map(|wording| (wording.id.clone(), wording.digest.clone()));
    let guarantee = Guarantee {
        id: world.id(GuaranteeId::new),
        number,
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
    let issued = issue::issue(&application, guarantee.id)?;
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &guarantee.id.to_string())?;
                store::event::audit_uses(tx, &stamp, &uses)?;
                for (id, digest) in &wordings {
                    store::wording::note(tx, id, digest, now)?;
                }
                store::guarantee::create(tx, &stamp, &GuaranteeEvent::Issued { guarantee: Box::new(guarantee) })?;
                store::application::append(tx, &stamp, application, &issued)?;
                Ok(())
            })
        })
        .await
}
