//! Failing on purpose, for tests: the database is gone from a certain write on.

use super::StoreError;
use std::sync::atomic::{AtomicI64, Ordering};

/// How many writes still succeed; none when negative, all when there is no end.
#[derive(Debug)]
pub(super) struct Faults(AtomicI64);

impl Default for Faults {
    fn default() -> Self {
        Self(AtomicI64::new(i64::MAX))
    }
}

impl Faults {
    pub(super) fn from(&self, nth: Option<u64>) {
        self.0.store(nth.and_then(|nth| i64::try_from(nth).ok()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    pub(super) fn strike(&self) -> Result<(), StoreError> {
        if self.0.load(Ordering::SeqCst) == i64::MAX || self.0.fetch_sub(1, Ordering::SeqCst) > 0 {
            Ok(())
        } else {
            Err(StoreError::Unavailable("failed on purpose".into()))
        }
    }
}
