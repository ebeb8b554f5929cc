//! The line before the door: whoever came first is let in first, however often they had to come again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot::{Sender, channel};

/// A line before a door that lets in a number at a time.
#[derive(Debug)]
pub struct Line {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    free: usize,
    /// Who waits, by since when and, of the same instant, in the order they came. One who went away stands here until it is called.
    waiting: BTreeMap<(i64, u64), Sender<Admission>>,
    next: u64,
}

/// That somebody is let in; the next one once it is dropped.
#[derive(Debug)]
pub struct Admission(Option<Arc<Line>>);

impl Line {
    /// A line before a door that lets in `most` at a time.
    #[must_use]
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(State { free: most, waiting: BTreeMap::new(), next: 0 }) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits to be let in, for at most so long. `since` is since when, in microseconds of a clock that all share. Nothing when it did not come
    /// to that.
    pub async fn admission(self: &Arc<Self>, since: i64, patience: Duration) -> Option<Admission> {
        let called = {
            let mut state = self.state();
            if state.free > 0 {
                state.free -= 1;
                return Some(Admission(Some(Arc::clone(self))));
            }
            let (sender, receiver) = channel();
            let place = (since, state.next);
            state.next += 1;
            state.waiting.insert(place, sender);
            receiver
        };
        tokio::time::timeout(patience, called).await.ok()?.ok()
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        let Some(line) = self.0.take() else { return };
        let mut state = line.state();
        while let Some((_, waiting)) = state.waiting.pop_first() {
            // Whoever went away gives it back, unused.
            match waiting.send(Self(Some(Arc::clone(&line)))) {
                Ok(()) => return,
                Err(mut unused) => drop(unused.0.take()),
            }
        }
        state.free += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    const PATIENCE: Duration = Duration::from_secs(3_600);

    #[tokio::test]
    async fn whoever_has_to_come_again_is_let_in_before_those_who_came_meanwhile() {
        let line = Line::new(1);
        let inside = line.admission(100, PATIENCE).await.expect("an open door");
        let (mut newcomer, mut again) = (pin!(line.admission(300, PATIENCE)), pin!(line.admission(200, PATIENCE)));
        let mut context = Context::from_waker(Waker::noop());
        assert!(newcomer.as_mut().poll(&mut context).is_pending() && again.as_mut().poll(&mut context).is_pending());
        drop(inside);
        assert!(newcomer.as_mut().poll(&mut context).is_pending(), "since 300");
        let Poll::Ready(Some(admission)) = again.as_mut().poll(&mut context) else { panic!("since 200") };
        drop(admission);
        assert!(matches!(newcomer.as_mut().poll(&mut context), Poll::Ready(Some(_))));
    }

    #[tokio::test]
    async fn one_who_went_away_keeps_nobody_out() {
        let line = Line::new(1);
        let inside = line.admission(100, PATIENCE).await.expect("an open door");
        let mut context = Context::from_waker(Waker::noop());
        let mut after = pin!(line.admission(300, PATIENCE));
        {
            let mut gone = pin!(line.admission(200, PATIENCE));
            assert!(gone.as_mut().poll(&mut context).is_pending());
            assert!(after.as_mut().poll(&mut context).is_pending());
        }
        drop(inside);
        let Poll::Ready(Some(admission)) = after.as_mut().poll(&mut context) else { panic!("the one who went away is in the way") };
        drop(admission);
        assert!(line.admission(400, PATIENCE).await.is_some(), "nothing was lost");
    }

    #[tokio::test]
    async fn nobody_waits_for_ever() {
        let line = Line::new(1);
        let _inside = line.admission(100, PATIENCE).await.expect("an open door");
        assert!(line.admission(200, Duration::ZERO).await.is_none());
    }
}
