//! Starting a run: by the institution's staff, or by an operator who names its address.

use super::job;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::conformance::{ConformanceRun, ORDER_PREFIX};
use domain::id::{ConformanceId, InstitutionId, JobId};
use domain::institution::{Connection, Institution, Wire};
use domain::onboarding::OnboardingState;
use domain::product::PaymentStyle;
use std::collections::BTreeMap;
use store::Query;

/// Where an institution's system is: as it asks to be accepted, or as it works.
pub(crate) async fn target(query: &mut impl Query, institution: &Institution) -> Result<Option<(String, Wire)>, AppError> {
    let asked = store::onboarding::list_of_institution(query, institution.id).await?.into_iter();
    let asked = asked.filter(|onboarding| onboarding.state == OnboardingState::UnderAcceptance);
    let connections = asked.filter_map(|onboarding| onboarding.acceptance).map(|acceptance| acceptance.connection);
    Ok(connections.chain(std::iter::once(institution.connection.clone())).find_map(|connection| match connection {
        Connection::OwnSystem { address, wire } => Some((address, wire)),
        Connection::Hosted => None,
    }))
}

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
            return run(world, &world.system(), Relation::Stranger, institution.id, styles).await;
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
    let stamp = caller.stamp(Action::RunConformance, relation, now)?;
    if styles.is_empty() {
        return Err(Refusal::PaymentStyleMissing.into());
    }
    let mut reader = world.store.reader();
    let institution = store::institution::load(&mut reader, id).await?.ok_or(AppError::NotFound)?;
    let (address, wire) = target(&mut reader, &institution).await?.ok_or(Refusal::NoOwnSystem)?;
    let digits = u64::from_le_bytes(world.random()) % 10_000_000_000_000_000;
    let run = ConformanceRun {
        id: world.id(ConformanceId::new),
        number: format!("{ORDER_PREFIX}{digits:016}"),
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
    let (first, started) = (job(world.id(JobId::new), run.id, now), run.clone());
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &run.id.to_string())?;
                store::conformance::create(tx, &run)?;
                Ok(store::job::enqueue(tx, first)?)
            })
        })
        .await?;
    world.deliveries.notify_one();
    Ok(started)
}
