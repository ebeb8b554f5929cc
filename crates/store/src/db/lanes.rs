//! Waking whoever waits for jobs: a transaction notes the lanes it makes something due in, its commit wakes them. Nobody has to think of it.

use tokio::sync::Notify;

/// Jobs of different lanes do not wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The platform's own work.
    Work,
    /// Messages that were received, to be acted on: short, many, and taken together.
    Messages,
    /// Messages to systems that may be slow or sick.
    Deliveries,
}

impl Lane {
    /// Every lane.
    pub(crate) const ALL: [Self; 3] = [Self::Work, Self::Messages, Self::Deliveries];

    /// Its name, as rows have it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Messages => "messages",
            Self::Deliveries => "deliveries",
        }
    }
}

/// Where the workers of this process wait.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    work: Notify,
    messages: Notify,
    deliveries: Notify,
}

/// The lanes that a transaction wakes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Woken {
    work: bool,
    messages: bool,
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
            Lane::Work => self.work = true,
            Lane::Messages => self.messages = true,
            Lane::Deliveries => self.deliveries = true,
        }
    }
}

impl Lanes {
    pub(super) fn wake(&self, woken: &Woken) {
        if woken.work {
            self.work.notify_one();
        }
        if woken.messages {
            self.messages.notify_one();
        }
        if woken.deliveries {
            self.deliveries.notify_one();
        }
    }

    pub(super) async fn woken(&self, lane: Lane) {
        match lane {
            Lane::Work => self.work.notified().await,
            Lane::Messages => self.messages.notified().await,
            Lane::Deliveries => self.deliveries.notified().await,
        }
    }
}
