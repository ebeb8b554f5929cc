//! Who waits for a process, and who comes first.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often whoever waits looks whether the work is still wanted.
const LOOK: Duration = Duration::from_millis(50);

/// Whether anybody still waits for a piece of work. Work that is no longer wanted is not begun.
#[derive(Clone, Debug)]
pub struct Wanted(Arc<AtomicBool>);

impl Default for Wanted {
    fn default() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }
}

/// Says so when it is dropped: its owner waits no longer.
#[derive(Debug)]
pub struct Waiting(Wanted);

impl Wanted {
    /// To be held by whoever waits.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        Waiting(self.clone())
    }

    /// Whether somebody still waits.
    #[must_use]
    pub fn still(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Relaxed);
    }
}

/// Who comes first when all processes are busy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Urgency {
    /// Work that others wait for: a letter that is issued.
    #[default]
    First,
    /// Work for somebody who looks on, and may look away: a preview. It leaves the last place to what comes first.
    WhenFree,
}

/// At most so many processes, each doing one thing at a time.
pub struct Pool<P> {
    most: usize,
    state: Mutex<State<P>>,
    returned: Condvar,
}

struct State<P> {
    idle: Vec<P>,
    /// Places that are taken, by a process at work or the right to start one.
    taken: usize,
    /// Who waits for one and comes first.
    first_waiting: usize,
}

/// A place in the pool; given back when it is dropped, without a process unless one is left in it.
pub struct Place<'a, P> {
    pool: &'a Pool<P>,
    idle: Option<P>,
}

impl<P> fmt::Debug for Pool<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("most", &self.most).finish_non_exhaustive()
    }
}

impl<P> fmt::Debug for Place<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Place")
    }
}

impl<P> Pool<P> {
    /// A pool of at most so many processes; none is started yet.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { most, state: Mutex::new(State { idle: Vec::new(), taken: 0, first_waiting: 0 }), returned: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State<P>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a place; nothing when the work is no longer wanted by then.
    pub fn take(&self, urgency: Urgency, wanted: &Wanted) -> Option<Place<'_, P>> {
        let mut state = self.state();
        if urgency == Urgency::First {
            state.first_waiting += 1;
        }
        let free = |state: &State<P>| match urgency {
            Urgency::First => state.taken < self.most,
            Urgency::WhenFree => state.taken < self.most && state.first_waiting == 0,
        };
        while wanted.still() && !free(&state) {
            let (woken, _) = self.returned.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner);
            state = woken;
        }
        if urgency == Urgency::First {
            state.first_waiting -= 1;
        }
        let place = wanted.still().then(|| {
            state.taken += 1;
            Place { pool: self, idle: state.idle.pop() }
        });
        drop(state);
        // Whoever gave way to this one looks again.
        self.returned.notify_all();
        place
    }
}

impl<P> Place<'_, P> {
    /// The process that is idle here, if one is; otherwise one may be started.
    pub fn process(&mut self) -> Option<P> {
        self.idle.take()
    }

    /// Leaves a process for the next.
    pub fn leave(mut self, process: P) {
        self.idle = Some(process);
    }
}

impl<P> Drop for Place<'_, P> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        state.idle.extend(self.idle.take());
        state.taken -= 1;
        drop(state);
        self.pool.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn what_is_issued_goes_before_every_preview_that_waits() {
        let pool = Arc::new(Pool::<u8>::new(1));
        let place = pool.take(Urgency::First, &Wanted::default()).expect("a place");
        let (say, said) = mpsc::channel();
        let begin = |urgency, name| {
            let (pool, say) = (Arc::clone(&pool), say.clone());
            std::thread::spawn(move || {
                let place = pool.take(urgency, &Wanted::default()).expect("a place");
                say.send(name).expect("heard");
                drop(place);
            })
        };
        let previews: Vec<_> = (0..8).map(|_| begin(Urgency::WhenFree, "preview")).collect();
        let letter = begin(Urgency::First, "letter");
        while pool.state().first_waiting == 0 {
            std::thread::yield_now();
        }
        drop(place);
        assert_eq!(said.recv(), Ok("letter"));
        letter.join().expect("an end");
        previews.into_iter().for_each(|preview| preview.join().expect("an end"));
        assert_eq!(said.try_iter().filter(|name| *name == "preview").count(), 8);
    }

    #[test]
    fn whoever_went_away_takes_no_place() {
        let pool = Pool::<u8>::new(1);
        let place = pool.take(Urgency::First, &Wanted::default()).expect("a place");
        let wanted = Wanted::default();
        drop(wanted.waiting());
        assert!(pool.take(Urgency::WhenFree, &wanted).is_none());
        place.leave(7);
        assert!(pool.take(Urgency::First, &wanted).is_none());
        assert_eq!(pool.take(Urgency::WhenFree, &Wanted::default()).expect("a place").process(), Some(7));
        assert_eq!(pool.state().first_waiting, 0);
    }
}
