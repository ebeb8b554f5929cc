//! The line before the door: whoever came first is let in first, however often they had to come again.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot::{Receiver, Sender, channel};

/// How often a ticket lets in before those who came meanwhile: a page with what belongs to it, what is done on it, and what that leads to. Beyond
/// that it is a newcomer's, so that nobody keeps others out with one ticket in many hands.
const USES_MAX: u32 = 16;
/// Tickets whose uses are counted; beyond that all are newcomers until some are over.
const TICKETS_MAX: usize = 100_000;

/// A ticket of whoever had to come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Which.
    pub number: u64,
    /// Since when its holder waits, in microseconds.
    pub since: i64,
    /// Until when it counts, in microseconds.
    pub until: i64,
}

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
    /// How often each ticket was used, and until when it counts.
    used: HashMap<u64, (u32, i64)>,
}

impl State {
    /// Since when somebody waits who comes now, with or without a ticket: with one, it is used once more.
    fn since(&mut self, now: i64, ticket: Option<Ticket>) -> i64 {
        let Some(ticket) = ticket else { return now };
        if self.used.len() >= TICKETS_MAX && !self.used.contains_key(&ticket.number) {
            self.used.retain(|_, (_, until)| *until > now);
            if self.used.len() >= TICKETS_MAX {
                return now;
            }
        }
        let (uses, _) = self.used.entry(ticket.number).or_insert((0, ticket.until));
        if *uses >= USES_MAX {
            return now;
        }
        *uses += 1;
        ticket.since
    }

    /// Gives a use back of whoever was not let in.
    fn unused(&mut self, ticket: Option<Ticket>) {
        if let Some((uses, _)) = ticket.and_then(|ticket| self.used.get_mut(&ticket.number)) {
            *uses = uses.saturating_sub(1);
        }
    }
}

/// That somebody is let in; the next one once it is dropped.
#[derive(Debug)]
pub struct Admission(Option<Arc<Line>>);

impl Line {
    /// A line before a door that lets in `most` at a time.
    #[must_use]
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(State { free: most, waiting: BTreeMap::new(), next: 0, used: HashMap::new() }) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a ticket has let in as often as one does: its holder needs another.
    #[must_use]
    pub fn is_used_up(&self, number: u64) -> bool {
        self.state().used.get(&number).is_some_and(|(uses, _)| *uses >= USES_MAX)
    }

    /// Waits to be let in, for at most so long. `now` is in microseconds of a clock that all share, as a ticket's times are. Nothing when it did
    /// not come to that.
    pub async fn admission(self: &Arc<Self>, now: i64, ticket: Option<Ticket>, patience: Duration) -> Option<Admission> {
        let called = {
            let mut state = self.state();
            if state.free > 0 {
                state.free -= 1;
                return Some(Admission(Some(Arc::clone(self))));
            }
            let (sender, receiver) = channel();
            let since = state.since(now, ticket);
            let (place, ticket) = ((since, state.next), ticket.filter(|_| since != now));
            state.next += 1;
            state.waiting.insert(place, sender);
            Waiting { line: self, receiver, ticket }
        };
        called.admission(patience).await
    }
}

/// Somebody in the line, who gives the use of a ticket back on going away.
struct Waiting<'a> {
    line: &'a Arc<Line>,
    receiver: Receiver<Admission>,
    ticket: Option<Ticket>,
}

impl Waiting<'_> {
    async fn admission(mut self, patience: Duration) -> Option<Admission> {
        let admission = tokio::time::timeout(patience, &mut self.receiver).await.ok()?.ok();
        if admission.is_some() {
            self.ticket = None;
        }
        admission
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.ticket.is_some() {
            self.line.state().unused(self.ticket);
        }
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

    fn ticket(since: i64) -> Ticket {
        Ticket { number: 7, since, until: 1_000 }
    }

    /// Whether they are let in before somebody who has waited since 300, one after another.
    async fn before_others(line: &Arc<Line>, ticket: Ticket) -> bool {
        let inside = line.admission(100, None, PATIENCE).await.expect("an open door");
        let (mut other, mut holder) = (pin!(line.admission(300, None, PATIENCE)), pin!(line.admission(400, Some(ticket), PATIENCE)));
        let mut context = Context::from_waker(Waker::noop());
        assert!(other.as_mut().poll(&mut context).is_pending() && holder.as_mut().poll(&mut context).is_pending());
        drop(inside);
        matches!(holder.as_mut().poll(&mut context), Poll::Ready(Some(_)))
    }

    #[tokio::test]
    async fn one_ticket_in_many_hands_keeps_nobody_out_t06() {
        let line = Line::new(1);
        for _ in 0..USES_MAX {
            assert!(before_others(&line, ticket(200)).await);
        }
        assert!(line.is_used_up(7) && !before_others(&line, ticket(200)).await, "it was used as often as a page needs");
        assert!(before_others(&line, Ticket { number: 8, ..ticket(200) }).await, "others' tickets count");
    }

    #[tokio::test]
    async fn a_ticket_is_not_used_up_by_waiting_in_vain() {
        let line = Line::new(1);
        {
            let _inside = line.admission(100, None, PATIENCE).await.expect("an open door");
            for _ in 0..=USES_MAX {
                assert!(line.admission(400, Some(ticket(200)), Duration::ZERO).await.is_none());
            }
        }
        assert!(before_others(&line, ticket(200)).await);
    }

    #[tokio::test]
    async fn whoever_has_to_come_again_is_let_in_before_those_who_came_meanwhile() {
        let line = Line::new(1);
        let inside = line.admission(100, None, PATIENCE).await.expect("an open door");
        let (mut newcomer, mut again) = (pin!(line.admission(300, None, PATIENCE)), pin!(line.admission(400, Some(ticket(200)), PATIENCE)));
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
        let inside = line.admission(100, None, PATIENCE).await.expect("an open door");
        let mut context = Context::from_waker(Waker::noop());
        let mut after = pin!(line.admission(300, None, PATIENCE));
        {
            let mut gone = pin!(line.admission(200, None, PATIENCE));
            assert!(gone.as_mut().poll(&mut context).is_pending());
            assert!(after.as_mut().poll(&mut context).is_pending());
        }
        drop(inside);
        let Poll::Ready(Some(admission)) = after.as_mut().poll(&mut context) else { panic!("the one who went away is in the way") };
        drop(admission);
        assert!(line.admission(400, None, PATIENCE).await.is_some(), "nothing was lost");
    }

    #[tokio::test]
    async fn nobody_waits_for_ever() {
        let line = Line::new(1);
        let _inside = line.admission(100, None, PATIENCE).await.expect("an open door");
        assert!(line.admission(200, None, Duration::ZERO).await.is_none());
    }
}
