//! Text messages (短信): written to the outbox with what they are about, put into words only when they are sent.

pub(crate) mod send;

use crate::error::AppError;
use crate::job::SEND_TEXT_MESSAGE;
use crate::world::World;
use domain::id::{JobId, OutboxId, PhoneCodeId};
use domain::party::Mobile;
use domain::phone_code::Purpose;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::job::{Lane, NewJob};

/// What a message says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub(crate) enum TextMessage {
    /// A code.
    PhoneCode {
        /// Which.
        code: PhoneCodeId,
        /// For what.
        purpose: Purpose,
    },
}

/// A message on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Addressed {
    mobile: Mobile,
    message: TextMessage,
}

/// A message to be written.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    id: OutboxId,
    job: JobId,
    addressed: Addressed,
}

/// A message to `mobile`, not written yet.
pub(crate) fn order(world: &World, mobile: &Mobile, message: TextMessage) -> Order {
    Order { id: world.id(OutboxId::new), job: world.id(JobId::new), addressed: Addressed { mobile: mobile.clone(), message } }
}

impl Order {
    /// Writes the message and the job that sends it.
    pub(crate) fn write(self, tx: &mut Tx, now: Timestamp) -> Result<(), AppError> {
        store::outbox::create(tx, self.id, "text_message", &self.addressed, now)?;
        Ok(store::job::enqueue(
            tx,
            NewJob { id: self.job, kind: SEND_TEXT_MESSAGE, payload: self.id.to_string(), run_at: now, lane: Lane::Work },
        )?)
    }
}
