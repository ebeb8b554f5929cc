//! Giving an application up before payment.

use super::load;
use crate::delivery;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::{Application, ApplicationEvent, withdraw};
use domain::id::ApplicationId;
use domain::payment::PaymentEvent;
use protocol::message::Status;
use store::{Stamp, StoreError, Tx};

/// Withdraws. A payment that was due is closed with it; money that comes later goes to suspense.
///
/// # Errors
/// [`AppError::Refused`] once paid, [`AppError::NotFound`].
pub async fn withdraw(world: &World, caller: &Caller, id: ApplicationId) -> Result<Application, AppError> {
    let now = world.now();
    let (application, stamp) = load(&mut world.store.reader(), caller, Action::WithdrawApplication, id, now).await?;
    let event = withdraw::withdraw(&application)?;
    let told = application.payment().map(|_| delivery::application::ended(world, &application, Status::Withdrawn)).transpose()?;
    let withdrawn = world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                if let Some(order) = told.flatten() {
                    order.write(tx)?;
                }
                Ok(close(tx, &stamp, application, &event).await?)
            })
        })
        .await?;
    world.deliveries.notify_one();
    Ok(withdrawn)
}

/// Ends an unpaid application and its payment together.
pub(crate) async fn close(
    tx: &mut Tx,
    stamp: &Stamp,
    application: Application,
    event: &ApplicationEvent,
) -> Result<Application, StoreError> {
    if let Some(payment) = application.payment() {
        let payment = store::payment::load(tx, payment).await?.ok_or_else(|| StoreError::Corrupt("a payment is missing".into()))?;
        store::payment::append(tx, stamp, payment, &PaymentEvent::Closed)?;
    }
    store::application::append(tx, stamp, application, event)
}
