//! What is asked, written down for benchmarks: they hold a page against its statements alone.

use super::{Sql, Value};
use std::sync::{Arc, Mutex, PoisonError};

/// A statement that was asked, with its values.
pub type Heard = (&'static Sql, Vec<Value>);

tokio::task_local! {
    static LISTENER: Arc<Mutex<Vec<Heard>>>;
}

/// Does `work`, and gives back what it asked outside transactions, in that order.
pub async fn heard<T>(work: impl Future<Output = T>) -> (T, Vec<Heard>) {
    let listener = Arc::new(Mutex::default());
    let done = LISTENER.scope(Arc::clone(&listener), work).await;
    let heard = std::mem::take(&mut *listener.lock().unwrap_or_else(PoisonError::into_inner));
    (done, heard)
}

/// Writes down what is asked, where somebody listens.
pub(super) fn note(sql: &'static Sql, values: &[Value]) {
    let _ = LISTENER.try_with(|listener| listener.lock().unwrap_or_else(PoisonError::into_inner).push((sql, values.to_vec())));
}
