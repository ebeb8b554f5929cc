use domain::time::Timestamp;
use gm::Entropy;
use partners::phone::mobile::wire::{Carried, Given, Stands, State, Told};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a request is remembered after its end, in seconds.
const KEPT: i64 = 600;
/// Most requests at once.
const REQUESTS_MAX: usize = 10_000;

/// Through which of the cloud's faces a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Face {
    Mobile,
    Licence,
}

/// A request on its way between platform and phone.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) face: Face,
    pub(super) payload: Carried,
    pub(super) until: i64,
    /// What the phone says of itself; empty before it has read the code.
    pub(super) device: String,
    pub(super) answers: u8,
    pub(super) last: Option<Given>,
    pub(super) told: Option<Told>,
    pub(super) declined: bool,
}

impl Request {
    /// The answer that was not judged yet.
    pub(super) fn unjudged(&self) -> Option<&Given> {
        let judged = self.told.as_ref().map(|told| told.attempt);
        self.last.as_ref().filter(|answer| judged != Some(answer.attempt))
    }

    /// How it stands for the platform.
    pub(super) fn state(&self) -> State {
        let answer = self.unjudged().cloned();
        let state = match (self.declined, &answer, self.device.is_empty()) {
            (true, _, _) => Stands::Declined,
            (false, Some(_), _) => Stands::Answered,
            (false, None, false) => Stands::Scanned,
            (false, None, true) => Stands::Waiting,
        };
        State { state, device: self.device.clone(), answer }
    }
}

/// The requests under way, in memory: each is over within minutes.
#[derive(Debug, Default)]
pub(super) struct Requests(Mutex<BTreeMap<String, Request>>);

impl Requests {
    fn current(&self, now: Timestamp) -> MutexGuard<'_, BTreeMap<String, Request>> {
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.retain(|_, request| now.seconds() < request.until + KEPT);
        requests
    }

    /// Opens one under a random name; `None` when there are too many.
    pub(super) fn open(&self, face: Face, payload: Carried, until: i64, now: Timestamp, entropy: &dyn Entropy) -> Option<String> {
        let mut requests = self.current(now);
        if requests.len() >= REQUESTS_MAX {
            return None;
        }
        let id = hex::encode(gm::entropy::bytes::<16>(entropy));
        let request = Request { face, payload, until, device: String::new(), answers: 0, last: None, told: None, declined: false };
        requests.insert(id.clone(), request);
        Some(id)
    }

    /// Lets `change` look at one, and change it.
    pub(super) fn with<T>(&self, id: &str, now: Timestamp, change: impl FnOnce(&mut Request) -> T) -> Option<T> {
        self.current(now).get_mut(id).map(change)
    }
}
