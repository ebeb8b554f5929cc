//! Work on many things at a time, whose outcomes come in the order of the things.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

/// How many things a thread may be ahead of the first whose outcome has not been taken: outcomes that wait are kept.
const AHEAD: usize = 16;

/// Which thing is begun next, and how many outcomes have been taken.
struct Window {
    count: usize,
    width: usize,
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    next: usize,
    taken: usize,
    closed: bool,
}

/// Lets nothing more be begun once it is dropped, also by a panic, so that nobody waits for ever.
struct Closing<'a>(&'a Window);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.change(|state| state.closed = true);
    }
}

impl Window {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.moved.notify_all();
    }

    /// The thing to begin, once it is near enough to what was taken last; nothing when there is none.
    fn begin(&self) -> Option<usize> {
        let far = |state: &mut State| !state.closed && state.next < self.count && state.next >= state.taken + self.width;
        let mut state = self.moved.wait_while(self.state(), far).unwrap_or_else(PoisonError::into_inner);
        let index = (!state.closed && state.next < self.count).then_some(state.next)?;
        state.next += 1;
        Some(index)
    }
}

/// Does `work` for the things 0, 1, … below `count` on so many threads, and hands what came of each to `take`, in their order. At most
/// [`AHEAD`] outcomes a thread are kept. What has begun when `take` fails is waited for, and nothing more is begun.
///
/// # Errors
/// The first of `take`.
pub(super) fn side_by_side<T: Send, E>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let window = Window { count, width: threads * AHEAD, state: Mutex::default(), moved: Condvar::new() };
    let (window, work) = (&window, &work);
    std::thread::scope(|scope| {
        let _closing = Closing(window);
        let (say, said) = mpsc::channel();
        for _ in 0..threads.min(count) {
            let say = say.clone();
            scope.spawn(move || {
                let _closing = Closing(window);
                while let Some(index) = window.begin() {
                    if say.send((index, work(index))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(say);
        let (mut early, mut next) = (BTreeMap::new(), 0);
        for (index, outcome) in said {
            early.insert(index, outcome);
            while let Some(outcome) = early.remove(&next) {
                take(outcome)?;
                next += 1;
                window.change(|state| state.taken = next);
            }
        }
        Ok(())
    })
}
