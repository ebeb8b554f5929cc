//! A transaction of the platform under way: what is written in it, and what follows and waits to be carried out.

use super::aggregate::{Aggregate, Known};
use crate::error::AppError;
use crate::world::World;
use domain::consequence::{Consequence, Follows};
use domain::id::{JobId, LotId, OutboxId};
use domain::lot::{Lot, LotEvent};
use domain::time::Timestamp;
use futures_util::future::BoxFuture;
use serde::Serialize;
use std::collections::VecDeque;
use store::job::{Job, NewJob};
use store::{Stamp, Tx};

/// How deep consequences may set off others: a line settles a payment, which has the letter made. More is a defect.
const DEPTH_MAX: usize = 4;

/// A consequence that waits to be carried out.
struct Following {
    consequence: Consequence,
    depth: usize,
}

/// What carries a consequence out. Handed in, so that the writer knows nothing of those who use it.
pub(super) type Carry = for<'w, 't> fn(&'w mut Writer<'t>, Consequence) -> BoxFuture<'w, Result<(), AppError>>;

/// A transaction, and what has been done in it.
pub(crate) struct Writer<'t> {
    world: World,
    tx: &'t mut Tx,
    now: Timestamp,
    /// Under which permits; the last one stamps what is written now. None in what is nobody's act.
    stamps: Vec<Stamp>,
    known: Known,
    waiting: VecDeque<Following>,
    /// Of what is written now.
    depth: usize,
    jobs: Vec<NewJob>,
    carry: Carry,
}

fn unstamped() -> AppError {
    AppError::Bug("an event without a permit".into())
}

impl<'t> Writer<'t> {
    pub(super) fn new(world: World, tx: &'t mut Tx, stamp: Option<Stamp>, carry: Carry) -> Self {
        let now = stamp.as_ref().map_or_else(|| world.now(), Stamp::at);
        Self {
            now,
            world,
            tx,
            stamps: stamp.into_iter().collect(),
            known: Known::default(),
            waiting: VecDeque::new(),
            depth: 0,
            jobs: Vec::new(),
            carry,
        }
    }

    /// The transaction, to ask it, and for rows that are no aggregate's.
    pub(crate) const fn tx(&mut self) -> &mut Tx {
        self.tx
    }

    /// The platform's surroundings; nothing of them is awaited in here.
    pub(crate) const fn world(&self) -> &World {
        &self.world
    }

    /// When all of this happens.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// What is written from here on is another request's, under its own permit: several may share a transaction. What followed from the one
    /// before is carried out first.
    ///
    /// # Errors
    /// As [`Writer::settle`].
    pub(crate) async fn under(&mut self, stamp: Stamp) -> Result<(), AppError> {
        self.settle().await?;
        self.stamps.push(stamp);
        Ok(())
    }

    /// The aggregate as it stands in this transaction.
    ///
    /// # Errors
    /// [`AppError::Bug`] when there is none.
    pub(crate) async fn load<A: Aggregate>(&mut self, id: A::Id) -> Result<A, AppError> {
        self.find(id).await?.ok_or_else(|| AppError::Bug(format!("{id} is missing")))
    }

    /// The same, if it exists.
    ///
    /// # Errors
    /// [`AppError::Unavailable`].
    pub(crate) async fn find<A: Aggregate>(&mut self, id: A::Id) -> Result<Option<A>, AppError> {
        if let Some(known) = A::known(&mut self.known).get(&id) {
            return Ok(Some(known.clone()));
        }
        let found = A::load(self.tx, id).await?;
        if let Some(found) = &found {
            self.note(found);
        }
        Ok(found)
    }

    /// Remembers what was read otherwise, so that it need not be read again.
    pub(crate) fn note<A: Aggregate>(&mut self, aggregate: &A) {
        A::known(&mut self.known).insert(aggregate.id(), aggregate.clone());
    }

    /// Writes what happened to an aggregate. What follows is carried out before the transaction ends.
    ///
    /// # Errors
    /// [`AppError::Conflict`] when it changed since it was read.
    pub(crate) fn append<A: Aggregate>(&mut self, aggregate: A, event: &A::Event) -> Result<A, AppError> {
        let follows = aggregate.follows(event);
        let stamp = self.stamps.last().ok_or_else(unstamped)?;
        let after = A::append(self.tx, stamp, aggregate, event)?;
        self.note(&after);
        self.set_off(follows);
        Ok(after)
    }

    /// Writes a new aggregate.
    ///
    /// # Errors
    /// [`AppError::Conflict`] when it exists.
    pub(crate) fn create<A: Aggregate>(&mut self, event: &A::Event) -> Result<A, AppError> {
        let stamp = self.stamps.last().ok_or_else(unstamped)?;
        let born = A::create(self.tx, stamp, event)?;
        self.note(&born);
        self.set_off(born.follows(event));
        Ok(born)
    }

    /// Writes what happened to a lot, at the place it has in the order of arrival.
    ///
    /// # Errors
    /// [`AppError::Conflict`] when its number is taken, or somebody else changed it at the same time.
    pub(crate) async fn lot(&mut self, before: Option<Lot>, event: &LotEvent, id: LotId, seq: i64) -> Result<(), AppError> {
        let of = before.clone().or_else(|| event.apply(None));
        let follows = of.map(|lot| lot.follows(event)).unwrap_or_default();
        let stamp = self.stamps.last().ok_or_else(unstamped)?;
        store::lot::append(self.tx, stamp, before, event, id, seq).await?;
        self.set_off(follows);
        Ok(())
    }

    /// Puts down what is to be carried out, one level deeper than what is written now.
    fn set_off(&mut self, follows: Vec<Consequence>) {
        let depth = self.depth + 1;
        self.waiting.extend(follows.into_iter().map(|consequence| Following { consequence, depth }));
    }

    /// Carries out what follows from what was written so far.
    ///
    /// # Errors
    /// [`AppError::Refused`] when it is not possible; [`AppError::Bug`] when it does not end.
    pub(crate) async fn settle(&mut self) -> Result<(), AppError> {
        while let Some(Following { consequence, depth }) = self.waiting.pop_front() {
            if depth > DEPTH_MAX {
                return Err(AppError::Bug(format!("consequences of consequences: {}", consequence.label())));
            }
            self.depth = depth;
            (self.carry)(self, consequence).await?;
        }
        self.depth = 0;
        Ok(())
    }

    /// Enqueues a job that is due at once, once for its subject.
    pub(crate) fn job(&mut self, job: Job) {
        let id = self.world.id(JobId::new);
        self.jobs.push(NewJob::now(id, job, self.now()));
    }

    /// Enqueues a job that may have run before, for `at` or for now.
    ///
    /// # Errors
    /// [`AppError::Unavailable`].
    pub(crate) fn job_again(&mut self, job: Job, at: Option<Timestamp>) -> Result<(), AppError> {
        let id = self.world.id(JobId::new);
        let again = at.map_or_else(|| NewJob::now(id, job, self.now()), |at| NewJob::at(id, job, at));
        Ok(store::job::enqueue_again(self.tx, again)?)
    }

    /// Writes what goes outside, and the job that sends it.
    ///
    /// # Errors
    /// [`AppError::Unavailable`].
    pub(crate) fn send(&mut self, topic: &str, payload: &impl Serialize, job: fn(OutboxId) -> Job, id: OutboxId) -> Result<(), AppError> {
        let now = self.now();
        store::outbox::create(self.tx, id, topic, payload, now)?;
        self.job(job(id));
        Ok(())
    }

    /// Writes one more audit entry for each use of a key.
    ///
    /// # Errors
    /// [`AppError::Unavailable`].
    pub(crate) fn uses(&mut self, uses: &[String]) -> Result<(), AppError> {
        let stamp = self.stamps.last().ok_or_else(unstamped)?;
        Ok(store::event::audit_uses(self.tx, stamp, uses)?)
    }

    /// Carries out what waits, then writes jobs and audit entries.
    pub(super) async fn finish(mut self) -> Result<(), AppError> {
        self.settle().await?;
        match self.jobs.as_slice() {
            [] => {}
            [job] => store::job::enqueue(self.tx, *job)?,
            jobs => store::job::enqueue_all(self.tx, jobs)?,
        }
        match self.stamps.as_slice() {
            [] => Ok(()),
            [stamp] => Ok(store::event::audit(self.tx, stamp)?),
            stamps => Ok(store::event::audit_all(self.tx, stamps)?),
        }
    }
}
