//! The runs of the caller's institution.

use crate::document;
use crate::error::AppError;
use crate::institution::connection::target;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::conformance::{Check, ConformanceRun};
use domain::id::ConformanceId;
use domain::institution::{Institution, Wire};
use domain::message::MessageState;
use protocol::catalogue::of_topic;
use protocol::message::PaymentPage;

/// The page of an institution's runs.
#[derive(Clone, Debug)]
pub struct ConformanceDetail {
    /// The institution.
    pub institution: Institution,
    /// What would be tried.
    pub target: Option<(String, Wire)>,
    /// The runs, newest first.
    pub runs: Vec<ConformanceRun>,
    /// The cashier's page a person has to pay at for the newest run to go on.
    pub cashier: Option<String>,
}

/// The runs of the caller's institution.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn list(world: &World, caller: &Caller) -> Result<ConformanceDetail, AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ViewInstitution, Relation::Guarantor, "")?;
    let mut reader = world.store.reader();
    let institution = store::institution::load(&mut reader, id).await?.ok_or(AppError::NotFound)?;
    let runs = store::conformance::list(&mut reader, id).await?;
    let cashier = match runs.first() {
        Some(run) => cashier(world, run).await?,
        None => None,
    };
    Ok(ConformanceDetail { target: target(&mut reader, &institution).await?, institution, runs, cashier })
}

/// The cashier's page that a run waits at.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn cashier(world: &World, run: &ConformanceRun) -> Result<Option<String>, AppError> {
    let steps = super::scenario::steps(run);
    let Some(step) = steps.get(run.step).filter(|step| step.topic == "paid" && run.waits_until.is_some()) else { return Ok(None) };
    let said = store::message::list_of_subject(&mut world.store.reader(), &run.application(step.application), MessageState::Done).await?;
    let page = said.into_iter().find(|message| message.topic == "payment.page");
    Ok(page.and_then(|message| serde_json::from_str::<PaymentPage>(&message.payload).ok()).map(|page| page.url))
}

/// A run as an operator follows it.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn load(world: &World, id: ConformanceId) -> Result<ConformanceRun, AppError> {
    store::conformance::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)
}

/// How many steps a run has in all.
#[must_use]
pub fn length(run: &ConformanceRun) -> usize {
    super::scenario::steps(run).len()
}

/// The name of the message a check is about.
#[must_use]
pub fn title(check: &Check) -> &'static str {
    of_topic(&check.topic).map_or("", |entry| entry.title)
}

/// The signed report of a run of the caller's institution.
///
/// # Errors
/// [`AppError::NotFound`] for another institution's, and while there is none.
pub async fn report(world: &World, caller: &Caller, id: ConformanceId) -> Result<Vec<u8>, AppError> {
    let run = load(world, id).await?;
    let relation = if caller.actor.institution == Some(run.institution) { Relation::Guarantor } else { Relation::Stranger };
    caller.stamp(world, Action::ViewInstitution, relation, id)?;
    bytes(world, &run).await
}

/// The bytes of a run's report.
///
/// # Errors
/// [`AppError::NotFound`] while there is none.
pub async fn bytes(world: &World, run: &ConformanceRun) -> Result<Vec<u8>, AppError> {
    document::load(world, run.report.as_ref().ok_or(AppError::NotFound)?).await
}
