//! How the caller's institution's own system answers, what it has not taken, what it said that needs a person.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::delivery::{Delivery, DeliveryState};
use domain::id::InstitutionId;
use domain::institution::Institution;
use domain::institution::health::Health;
use domain::message::Message;
use store::Query;

/// The health page.
#[derive(Clone, Debug)]
pub struct HealthDetail {
    /// The institution.
    pub institution: Institution,
    /// How its system answers.
    pub health: Health,
    /// Messages that wait.
    pub pending: i64,
    /// Messages that were given up, newest first.
    pub dead: Vec<Delivery>,
    /// Messages from it that a person has to look at, newest first.
    pub suspended: Vec<Message>,
}

/// How the caller's institution's own system answers.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn health(world: &World, caller: &Caller) -> Result<HealthDetail, AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ViewInstitution, Relation::Guarantor, id)?;
    let mut reader = world.store.reader();
    Ok(HealthDetail {
        institution: store::institution::load(&mut reader, id).await?.ok_or(AppError::NotFound)?,
        health: store::delivery::health(&mut reader, id).await?,
        pending: store::delivery::count(&mut reader, id, DeliveryState::Pending).await?,
        dead: store::delivery::list(&mut reader, id, DeliveryState::Dead).await?,
        suspended: store::message::list_suspended(&mut reader, id).await?,
    })
}

/// What the trading centre sees of it: numbers, and nobody's applications.
#[derive(Clone, Debug)]
pub struct Overview {
    /// How its system answers.
    pub health: Health,
    /// Messages that wait.
    pub pending: i64,
    /// Messages that were given up.
    pub dead: i64,
    /// Messages from it that a person has to look at.
    pub suspended: i64,
}

/// How an institution's own system answers, in numbers.
pub(crate) async fn overview(query: &mut impl Query, id: InstitutionId) -> Result<Overview, AppError> {
    Ok(Overview {
        health: store::delivery::health(query, id).await?,
        pending: store::delivery::count(query, id, DeliveryState::Pending).await?,
        dead: store::delivery::count(query, id, DeliveryState::Dead).await?,
        suspended: store::message::count_suspended(query, id).await?,
    })
}
