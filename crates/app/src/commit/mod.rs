//! The only writer. A use case authorises, loads, decides and commits; here the event and its row are written, the audit entry once, and
//! what follows from the event (`domain::consequence`) is carried out as rows of the same transaction: jobs, deliveries, notices, events of
//! other aggregates. The lanes in which something is due are woken by the commit.
//!
//! Architecture Invariant: nothing else in this crate writes a job, a delivery, a notice, an outbox row or an audit entry (`cargo xtask tidy`).

mod aggregate;
mod ask_credit;
mod carry;
mod claim;
mod complaint;
mod credit;
mod deliver;
mod form;
mod instruct;
mod invoice;
mod ledger;
mod notify;
mod rating;
mod refund;
mod settle;
mod tell;
mod wake;
mod writer;

use crate::error::AppError;
use crate::world::World;
pub(crate) use aggregate::Aggregate;
pub(crate) use complaint::LOOK_AGAIN;
pub(crate) use credit::{agreed, choose, is_free, lines};
use futures_util::future::BoxFuture;
pub(crate) use rating::tonight;
pub(crate) use settle::settle;
use store::Stamp;
pub(crate) use wake::wake;
pub(crate) use writer::Writer;

/// Runs `body` in one transaction under `stamp`, and carries out what follows from what it wrote.
///
/// # Errors
/// What `body` returns; [`AppError::Conflict`] when somebody was faster; [`AppError::Refused`] when what follows is not possible.
pub(crate) async fn commit<T, F>(world: &World, stamp: Stamp, body: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: for<'w, 't> FnOnce(&'w mut Writer<'t>) -> BoxFuture<'w, Result<T, AppError>> + Send + 'static,
{
    run(world, Some(stamp), body).await
}

/// The same for what is nobody's act and no aggregate's: how a delivery was answered, how far a run has come.
///
/// # Errors
/// As [`commit`]; [`AppError::Bug`] for an event, which needs a permit.
pub(crate) async fn quietly<T, F>(world: &World, body: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: for<'w, 't> FnOnce(&'w mut Writer<'t>) -> BoxFuture<'w, Result<T, AppError>> + Send + 'static,
{
    run(world, None, body).await
}

async fn run<T, F>(world: &World, stamp: Option<Stamp>, body: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: for<'w, 't> FnOnce(&'w mut Writer<'t>) -> BoxFuture<'w, Result<T, AppError>> + Send + 'static,
{
    let world = world.clone();
    let store = world.store.clone();
    store
        .write(move |tx| {
            Box::pin(async move {
                let mut writer = Writer::new(world, tx, stamp, carry::carry);
                let value = body(&mut writer).await?;
                writer.finish().await?;
                Ok(value)
            })
        })
        .await
}

/// Whether what a person decides about is still what that person looked at: `seen` is the version that the page was made of. A proposal that was
/// exchanged meanwhile is not agreed to by a page that shows the one before.
///
/// # Errors
/// [`AppError::Conflict`].
pub(crate) fn as_seen(version: u32, seen: u32) -> Result<(), AppError> {
    if version == seen { Ok(()) } else { Err(AppError::Conflict) }
}

/// Writes what happened to an aggregate, and what follows.
///
/// # Errors
/// As [`commit`].
pub(crate) async fn append<A: Aggregate>(world: &World, stamp: Stamp, aggregate: A, event: A::Event) -> Result<A, AppError>
where
    A::Event: Send + 'static,
{
    commit(world, stamp, move |w| Box::pin(async move { w.append(aggregate, &event) })).await
}

/// Writes a new aggregate, and what follows.
///
/// # Errors
/// As [`commit`].
pub(crate) async fn create<A: Aggregate>(world: &World, stamp: Stamp, event: A::Event) -> Result<A, AppError>
where
    A::Event: Send + 'static,
{
    commit(world, stamp, move |w| Box::pin(async move { w.create::<A>(&event) })).await
}
