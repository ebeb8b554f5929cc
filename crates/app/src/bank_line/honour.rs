//! Accepting a payment that came too late.

use super::relation;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::application::honour as application_honour;
use domain::bank_line::{BankLine, honour as line_honour};
use domain::id::BankLineId;
use domain::payment::{PaymentEvent, Settlement};

/// Honours a late line for the application it names; the application then waits for review.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn honour(world: &World, caller: &Caller, id: BankLineId) -> Result<BankLine, AppError> {
    let now = world.now();
    let line = store::bank_line::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(Action::HonourBankLine, relation(&caller.actor, &line), now)?;
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                let payment = line.payment.ok_or(Refusal::NotHonourable)?;
                let missing = || AppError::Bug("a payment or application is missing".into());
                let payment = store::payment::load(tx, payment).await?.ok_or_else(missing)?;
                let application = store::application::load(tx, payment.application).await?.ok_or_else(missing)?;
                let event = line_honour(&line, &payment, &application, now)?;
                let reopened = application_honour::honour(&application, id, now)?;
                store::application::append(tx, &stamp, application, &reopened)?;
                store::payment::append(tx, &stamp, payment, &PaymentEvent::Settled { by: Settlement::Line(id) })?;
                store::event::audit(tx, &stamp, &id.to_string())?;
                Ok(store::bank_line::append(tx, &stamp, line, &event)?)
            })
        })
        .await
}
