//! Keys that were read before. Most messages come from few systems, whose keys hardly ever change: reading one for each message costs as
//! much as verifying it.
//!
//! What is remembered may be out of date, here or because another process has retired a key. It decides nothing by itself: the transaction
//! that records the message reads the key again, once for all messages it records, and what was verified with another state of it is not
//! recorded (`message::record`).

use protocol::signed::Verifier;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::credential::Held;

/// Most keys that are remembered.
const REMEMBERED_MAX: usize = 512;

/// A key that counted when it was read.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// As it was read.
    pub(crate) held: Arc<Held>,
    /// What verifies under it.
    pub(crate) verifier: Verifier,
}

/// The keys, by serial.
#[derive(Debug, Default)]
pub(crate) struct Remembered(Mutex<BTreeMap<String, Known>>);

impl Remembered {
    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, serial: &str) -> Option<Known> {
        self.known().get(serial).cloned()
    }

    pub(crate) fn put(&self, known: Known) {
        let mut all = self.known();
        if all.len() >= REMEMBERED_MAX {
            all.clear();
        }
        all.insert(known.held.credential.serial.clone(), known);
    }

    /// It is not as it was.
    pub(crate) fn forget(&self, serial: &str) {
        self.known().remove(serial);
    }
}
