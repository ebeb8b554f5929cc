//! The messages that wait to be recorded, and the keys their senders were last seen with.

use crate::credential::remember::Remembered;
use crate::error::AppError;
use domain::message::Message;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::credential::Held;
use tokio::sync::oneshot;

/// Messages in one transaction.
const TOGETHER_MAX: usize = 64;
/// Transactions under way at a time in one process: with one, all that comes while it is written shares the next, so that a message costs
/// the least processor time when there are most of them.
const FLIGHTS_MAX: usize = 1;

/// A message to be recorded.
pub(crate) struct Arrival {
    pub(crate) message: Message,
    /// The nonce it was signed with.
    pub(crate) nonce: String,
    /// The key it was verified with, as it was read then.
    pub(crate) held: Option<Arc<Held>>,
    /// Why it does not read, if it does not: it is answered so unless its key is known.
    pub(crate) fault: Option<AppError>,
}

/// What became of it: the message that is recorded under its key, or `None` when a conformance run turned it away.
pub(super) type Recorded = Result<Option<Message>, AppError>;

pub(super) struct Waiting {
    pub(super) arrival: Arrival,
    pub(super) tell: oneshot::Sender<Recorded>,
}

/// The messages that wait to be recorded.
#[derive(Default)]
pub struct Recorder {
    queue: Mutex<Queue>,
    /// Their senders' keys.
    pub(crate) keys: Remembered,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    flights: usize,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

impl Recorder {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins those who wait; whether that begins a flight.
    pub(super) fn join(&self, waiting: Waiting) -> bool {
        let mut queue = self.queue();
        queue.waiting.push(waiting);
        let begins = queue.flights < FLIGHTS_MAX;
        queue.flights += usize::from(begins);
        begins
    }

    /// What is written next; ends the flight when nothing waits.
    pub(super) fn next(&self) -> Option<Vec<Waiting>> {
        let mut queue = self.queue();
        let count = queue.waiting.len().min(TOGETHER_MAX);
        if count == 0 {
            queue.flights -= 1;
            return None;
        }
        Some(queue.waiting.drain(..count).collect())
    }
}
