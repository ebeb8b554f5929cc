//! Starting a run: by the institution's staff, or by an operator who names its address.

use crate::commit::commit;
use crate::error::AppError;
use crate::institution::connection::target;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::conformance::{ConformanceRun, NUMBER_PREFIX};
use domain::id::{ConformanceId, InstitutionId};
use domain::product::PaymentStyle;
use std::collections::BTreeMap;
use store::job::Job;

/// Starts a run over the caller's own system; `styles` are the ways its products are paid for.
///
/// # Errors
/// [`Refusal::NoOwnSystem`]; [`Refusal::PaymentStyleMissing`]; [`AppError::NotFound`].
pub async fn start(world: &World, caller: &Caller, styles: &[PaymentStyle]) -> Result<ConformanceRun, AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    run(world, caller, Relation::Guarantor, id, styles).await
}

/// Starts a run over the system at this address, for an operator.
///
/// # Errors
/// As [`start`]; [`AppError::NotFound`] when no institution has given this address.
pub async fn start_at(world: &World, address: &str, styles: &[PaymentStyle]) -> Result<ConformanceRun, AppError> {
    let mut reader = world.store.reader();
    for institution in store::institution::list(&mut reader).await? {
        let target = target(&mut reader, &institution).await?;
        if target.is_some_and(|(known, _)| known == address.trim_end_matches('/')) {
            return run(world, &world.system(), Relation::Platform, institution.id, styles).await;
        }
    }
    Err(AppError::NotFound)
}

async fn run(
    world: &World,
    caller: &Caller,
    relation: Relation,
    id: InstitutionId,
    styles: &[PaymentStyle],
) -> Result<ConformanceRun, AppError> {
    let now = world.now();
    let run = world.id(ConformanceId::new);
    let stamp = caller.stamp(world, Action::RunConformance, relation, run)?;
    if styles.is_empty() {
        return Err(Refusal::PaymentStyleMissing.into());
    }
    let mut reader = world.store.reader();
    let institution = store::institution::load(&mut reader, id).await?.ok_or(AppError::NotFound)?;
    let (address, wire) = target(&mut reader, &institution).await?.ok_or(Refusal::NoOwnSystem)?;
    let digits = u64::from_le_bytes(world.random()) % 10_000_000_000_000_000;
    let run = ConformanceRun {
        id: run,
        number: format!("{NUMBER_PREFIX}{digits:016}"),
        institution: institution.id,
        uscc: institution.uscc,
        name: institution.name,
        account: institution.account.number,
        address,
        wire,
        styles: styles.to_vec(),
        started_at: now,
        step: 0,
        waits_until: None,
        receipts: BTreeMap::new(),
        checks: Vec::new(),
        ended_at: None,
        report: None,
        version: 1,
    };
    let started = run.clone();
    commit(world, stamp, move |w| {
        Box::pin(async move {
            store::conformance::create(w.tx(), &run)?;
            w.job(Job::RunConformance(run.id));
            Ok(started)
        })
    })
    .await
}
