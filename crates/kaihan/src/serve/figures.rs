//! What is counted about the running program. No name, no lot, no bidder (HR-10).

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Counters of this process.
#[derive(Debug, Default)]
pub(super) struct Figures {
    connections: AtomicUsize,
    shed: AtomicU64,
}

impl Figures {
    pub(super) fn connected(&self) {
        self.connections.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn disconnected(&self) {
        self.connections.fetch_sub(1, Ordering::Relaxed);
    }

    /// Connections that are open.
    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// Somebody was told to come again.
    pub(super) fn shed(&self) {
        self.shed.fetch_add(1, Ordering::Relaxed);
    }

    /// How often that was.
    pub(super) fn sheds(&self) -> u64 {
        self.shed.load(Ordering::Relaxed)
    }
}
