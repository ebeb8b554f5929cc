//! What the institution says to the platform.

use super::Institution;
use super::book::{BookError, Waiting};
use serde::Serialize;

/// Puts a message out, under a key that follows from what it is about.
pub(super) fn say(
    institution: &Institution,
    topic: &str,
    order_number: &str,
    about: &str,
    message: &impl Serialize,
) -> Result<(), BookError> {
    let body = serde_json::to_vec(message)?;
    let key = format!("{topic}/{about}");
    institution.book().put_out(&Waiting { key, topic: topic.to_owned(), order_number: order_number.to_owned(), body })?;
    institution.0.wake.notify_one();
    Ok(())
}
