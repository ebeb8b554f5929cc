//! Turns at the public verifier: fair by address, bounded, and honest about how long it takes (L2).

use crate::clock::Clock;
use domain::time::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// Files that wait, whosever.
const WAITING_MAX: usize = 64;
/// Their bytes, all together.
const WAITING_BYTES_MAX: usize = 256 << 20;
/// Files of one address that wait or are looked at.
const EACH_MAX: usize = 8;
/// What a file is taken to cost before any was looked at, in microseconds.
const FIRST_GUESS: i64 = 100_000;
/// Longest wait that is told, in seconds.
const TOLD_MAX: i64 = 120;

/// There is no turn now; try again after so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy(pub u32);

/// The turns. At most `places` files are looked at at a time, and one address has at most all but one of the places, so that a newcomer
/// waits for nobody's slow files. Who waits is served address by address.
pub struct Turns {
    places: usize,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    running: BTreeMap<String, usize>,
    /// A line for each address that waits; the first line is next.
    lines: VecDeque<(String, VecDeque<Waiting>)>,
    /// What a file has cost lately, in microseconds of the clock.
    mean: i64,
}

struct Waiting {
    tell: oneshot::Sender<Admission>,
    bytes: usize,
}

/// A turn; it ends when it is dropped.
pub struct Admission {
    turns: Option<Arc<Turns>>,
    from: String,
    since: Timestamp,
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turns").field("places", &self.places).finish_non_exhaustive()
    }
}

impl fmt::Debug for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Admission")
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        if let Some(turns) = self.turns.take() {
            turns.end(&self.from, self.since);
        }
    }
}

/// Who counts as one: an address, or the 64 bits of an IPv6 address that name a site.
fn one(address: &str) -> String {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_none() => hex::encode(&v6.octets()[..8]),
        Ok(IpAddr::V6(_) | IpAddr::V4(_)) | Err(_) => address.to_owned(),
    }
}

impl State {
    fn running(&self) -> usize {
        self.running.values().sum()
    }

    fn waiting(&self) -> impl Iterator<Item = &Waiting> {
        self.lines.iter().flat_map(|(_, line)| line)
    }

    /// Turns before the next of `from`: everybody else's up to its place in its own line.
    fn ahead(&self, from: &str) -> usize {
        let own = self.lines.iter().find(|(name, _)| name == from).map_or(0, |(_, line)| line.len());
        let others = self.lines.iter().filter(|(name, _)| name != from);
        own + others.map(|(_, line)| line.len().min(own + 1)).sum::<usize>()
    }
}

impl Turns {
    /// As many turns at a time as there are processors, and never fewer than two.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::with(std::thread::available_parallelism().map_or(2, usize::from).max(2), clock)
    }

    /// So many turns at a time.
    #[must_use]
    pub fn with(places: usize, clock: Arc<dyn Clock>) -> Self {
        let state = State { running: BTreeMap::new(), lines: VecDeque::new(), mean: FIRST_GUESS };
        Self { places, clock, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn for a file of so many bytes from this address. A caller that goes away while it waits leaves the line.
    ///
    /// # Errors
    /// [`Busy`] when too much waits already, in all or from this address.
    pub async fn take(self: &Arc<Self>, address: &str, bytes: usize) -> Result<Admission, Busy> {
        let from = one(address);
        let told = {
            let mut state = self.state();
            state.lines.iter_mut().for_each(|(_, line)| line.retain(|waiting| !waiting.tell.is_closed()));
            state.lines.retain(|(_, line)| !line.is_empty());
            let own = state.lines.iter().find(|(name, _)| *name == from).map_or(0, |(_, line)| line.len());
            let running = state.running.get(&from).copied().unwrap_or(0);
            let held: usize = state.waiting().map(|waiting| waiting.bytes).sum();
            if own + running >= EACH_MAX || state.waiting().count() >= WAITING_MAX || held + bytes > WAITING_BYTES_MAX {
                return Err(self.busy(&state, &from));
            }
            let (tell, told) = oneshot::channel();
            let waiting = Waiting { tell, bytes };
            match state.lines.iter_mut().find(|(name, _)| *name == from) {
                Some((_, line)) => line.push_back(waiting),
                None => state.lines.push_back((from, VecDeque::from([waiting]))),
            }
            self.serve(&mut state);
            told
        };
        // Nobody drops a line without telling; if it were so, the caller may try again.
        told.await.map_err(|_| Busy(1))
    }

    fn busy(&self, state: &State, from: &str) -> Busy {
        let turns = i64::try_from(state.ahead(from) + state.running()).unwrap_or(i64::MAX);
        let places = i64::try_from(self.places).unwrap_or(1);
        let seconds = state.mean.saturating_mul(turns) / places / Timestamp::SECOND + 1;
        Busy(u32::try_from(seconds.clamp(1, TOLD_MAX)).unwrap_or(1))
    }

    /// Gives what is free to the next in line.
    fn serve(self: &Arc<Self>, state: &mut State) {
        while state.running() < self.places {
            let each = self.places - 1;
            let may = |(name, _): &(String, VecDeque<Waiting>)| state.running.get(name).is_none_or(|running| *running < each);
            let Some(place) = state.lines.iter().position(may) else { return };
            let Some((from, mut line)) = state.lines.remove(place) else { return };
            let next = line.pop_front();
            if !line.is_empty() {
                state.lines.push_back((from.clone(), line));
            }
            let Some(Waiting { tell, .. }) = next else { continue };
            let turn = Admission { turns: Some(Arc::clone(self)), from: from.clone(), since: self.clock.now() };
            match tell.send(turn) {
                Ok(()) => *state.running.entry(from).or_default() += 1,
                // Whoever waited has gone away: the turn never began.
                Err(mut turn) => turn.turns = None,
            }
        }
    }

    fn end(self: &Arc<Self>, from: &str, since: Timestamp) {
        let took = self.clock.now().micros().saturating_sub(since.micros()).max(0);
        let mut state = self.state();
        state.mean = (state.mean.saturating_mul(7).saturating_add(took)) / 8;
        if let Some(running) = state.running.get_mut(from) {
            *running -= 1;
            if *running == 0 {
                state.running.remove(from);
            }
        }
        self.serve(&mut state);
    }
}
