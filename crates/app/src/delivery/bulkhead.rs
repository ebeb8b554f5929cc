//! How many messages to one institution are under way in this process: one that does not answer must not use up what the others need.

use domain::id::InstitutionId;
use domain::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Messages to one institution under way side by side.
const PLACES: usize = 24;
/// How long a place is waited for at an institution that answers.
const PATIENCE: Duration = Duration::from_millis(200);
/// An institution answers when it did so within this time.
const ANSWERS: i64 = Timestamp::SECOND;

struct Places {
    free: Arc<Semaphore>,
    /// When the last of them was given back, in microseconds.
    moved: AtomicI64,
}

/// The places of every institution.
#[derive(Default)]
pub struct Bulkheads(Mutex<BTreeMap<InstitutionId, Arc<Places>>>);

/// A place taken; given back when dropped.
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    places: Arc<Places>,
}

impl std::fmt::Debug for Bulkheads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bulkheads")
    }
}

impl Place {
    /// Notes that the institution is through with a message, well or not.
    pub(super) fn leave(self, now: Timestamp) {
        self.places.moved.store(now.micros(), Ordering::Relaxed);
    }
}

impl Bulkheads {
    fn of(&self, institution: InstitutionId, now: Timestamp) -> Arc<Places> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = || Arc::new(Places { free: Arc::new(Semaphore::new(PLACES)), moved: AtomicI64::new(now.micros()) });
        Arc::clone(all.entry(institution).or_insert_with(fresh))
    }

    /// A place at the institution; `None` when all are taken and it is not worth waiting for one.
    pub(super) async fn enter(&self, institution: InstitutionId, now: Timestamp) -> Option<Place> {
        let places = self.of(institution, now);
        let free = Arc::clone(&places.free);
        let permit = match Arc::clone(&free).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) if now.micros() - places.moved.load(Ordering::Relaxed) < ANSWERS => {
                tokio::time::timeout(PATIENCE, free.acquire_owned()).await.ok()?.ok()?
            }
            Err(_) => return None,
        };
        Some(Place { _permit: permit, places })
    }
}
