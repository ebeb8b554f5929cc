//! Payments.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use domain::id::PaymentId;
use domain::number::PaymentReference;
use domain::payment::{Payment, PaymentEvent};

statements! {
    INSERT = "INSERT INTO payment (id, application, reference, state, version, body) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE payment SET state = $1, version = $2, body = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM payment WHERE id = $1";
    SELECT_BY_REFERENCE = "SELECT body FROM payment WHERE reference = $1";
}

/// Writes a payment that fell due.
///
/// # Errors
/// [`StoreError::Conflict`] when its reference is taken; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &PaymentEvent) -> Result<Payment, StoreError> {
    let payment = Payment::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = payment.id.to_string();
    let values = vec![
        id.as_str().into(),
        payment.application.to_string().into(),
        payment.reference.as_str().into(),
        payment.state.code().into(),
        payment.version.into(),
        json(&payment)?,
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, payment.version, event.name(), event)?;
    Ok(payment)
}

/// Applies `event` to `payment` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when the payment has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut payment: Payment, event: &PaymentEvent) -> Result<Payment, StoreError> {
    let read = payment.version;
    payment.apply(event);
    let id = payment.id.to_string();
    let values = vec![payment.state.code().into(), payment.version.into(), json(&payment)?, id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, payment.version, event.name(), event)?;
    Ok(payment)
}

/// The payment, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: PaymentId) -> Result<Option<Payment>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The payment with this reference, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_reference(query: &mut impl Query, reference: &PaymentReference) -> Result<Option<Payment>, StoreError> {
    query.first(&SELECT_BY_REFERENCE, vec![reference.as_str().into()]).await?.map(|row| row.json(0)).transpose()
}
