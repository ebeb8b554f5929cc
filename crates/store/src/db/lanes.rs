//! Waking whoever waits for jobs: a transaction notes the lanes it makes something due in, its commit wakes them. Nobody has to think of it.

use crate::job::Lane;
use tokio::sync::Notify;

/// Where the workers of this process wait. Messages are taken by those who do the platform's own work.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    work: Notify,
    deliveries: Notify,
}

/// The lanes that a transaction wakes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Woken {
    work: bool,
    deliveries: bool,
}

impl Woken {
    pub(super) fn one(lane: Lane) -> Self {
        let mut woken = Self::default();
        woken.note(lane);
        woken
    }

    pub(super) const fn note(&mut self, lane: Lane) {
        match lane {
            Lane::Work | Lane::Messages => self.work = true,
            Lane::Deliveries => self.deliveries = true,
        }
    }
}

impl Lanes {
    pub(super) fn wake(&self, woken: &Woken) {
        if woken.work {
            self.work.notify_one();
        }
        if woken.deliveries {
            self.deliveries.notify_one();
        }
    }

    pub(super) async fn woken(&self, lane: Lane) {
        match lane {
            Lane::Work | Lane::Messages => self.work.notified().await,
            Lane::Deliveries => self.deliveries.notified().await,
        }
    }
}
