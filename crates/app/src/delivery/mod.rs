//! Messages to institutions' own systems: written in the transaction of what they tell of, sent by a job of a lane of their own.

pub(crate) mod application;
pub mod ask;
pub mod bulkhead;
pub mod health;
pub mod replay;
pub(crate) mod send;

use crate::credential::verify::verifier;
use crate::error::AppError;
use crate::job::SEND_DELIVERY;
use crate::world::World;
use domain::id::{InstitutionId, JobId, OrganisationId, OutboxId};
use domain::time::Timestamp;
use protocol::signed::Verifier;
use serde::Serialize;
use std::collections::BTreeMap;
use store::Tx;
use store::delivery::Delivery;
use store::job::{Lane, NewJob};

/// What verifies the answers of an organisation's system, by serial.
pub(crate) async fn keys(world: &World, organisation: OrganisationId) -> Result<BTreeMap<String, Verifier>, AppError> {
    let held = store::credential::list(&mut world.store.reader(), organisation).await?;
    Ok(held.iter().filter_map(|credential| Some((credential.serial.clone(), verifier(world, credential)?))).collect())
}

/// A message to be written.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    delivery: Delivery,
    job: JobId,
}

/// A message to an institution's own system about `subject`, not written yet.
pub(crate) fn order(
    world: &World,
    institution: InstitutionId,
    subject: &str,
    topic: &str,
    message: &impl Serialize,
) -> Result<Order, AppError> {
    let delivery = Delivery {
        id: world.id(OutboxId::new),
        institution,
        subject: subject.to_owned(),
        topic: topic.to_owned(),
        payload: serde_json::to_string(message).map_err(|error| AppError::Bug(error.to_string()))?,
        created_at: world.now(),
        state: "pending".into(),
        tries: 0,
        error: String::new(),
    };
    Ok(Order { delivery, job: world.id(JobId::new) })
}

/// The job that sends a message.
fn job(id: JobId, delivery: OutboxId, run_at: Timestamp) -> NewJob {
    NewJob { id, kind: SEND_DELIVERY, payload: delivery.to_string(), run_at, lane: Lane::Deliveries }
}

impl Order {
    /// Writes the message and the job that sends it.
    pub(crate) fn write(self, tx: &mut Tx) -> Result<(), AppError> {
        store::delivery::create(tx, &self.delivery)?;
        Ok(store::job::enqueue(tx, job(self.job, self.delivery.id, self.delivery.created_at))?)
    }
}
