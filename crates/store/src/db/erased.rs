//! A transaction's body without its types, so that both engines' code is compiled once and not for each of its callers (a third of the
//! program's size was this).

use super::{StoreError, Tx};
use futures_util::future::BoxFuture;
use std::any::Any;

/// What a body gives back, whatever it is.
pub(super) type Value = Box<dyn Any + Send>;

/// Why a transaction is not committed.
pub(super) enum Failure {
    /// The engine, or what drives it.
    Store(StoreError),
    /// The body itself, with its own error.
    Body(Value),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A body.
pub(super) type Body = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<Value, Failure>> + Send>;

/// Forgets the types of a body.
pub(super) fn erase<T, E, F>(body: F) -> Body
where
    T: Send + 'static,
    E: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
{
    Box::new(move |tx: &mut Tx| {
        let work = body(tx);
        Box::pin(async move {
            match work.await {
                Ok(value) => Ok(Box::new(value) as Value),
                Err(error) => Err(Failure::Body(Box::new(error))),
            }
        })
    })
}

/// Remembers them.
pub(super) fn restore<T, E>(done: Result<Value, Failure>) -> Result<T, E>
where
    T: 'static,
    E: From<StoreError> + 'static,
{
    let strange = |_| E::from(StoreError::Corrupt("a transaction gave back something else".into()));
    match done {
        Ok(value) => value.downcast().map(|value| *value).map_err(strange),
        Err(Failure::Store(error)) => Err(error.into()),
        Err(Failure::Body(error)) => Err(error.downcast().map_or_else(strange, |error| *error)),
    }
}
