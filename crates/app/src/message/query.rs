//! An institution asks how an application stands here, before it says something again.

use crate::credential::verify::{Sender, use_nonce};
use crate::error::AppError;
use crate::world::World;
use domain::access::Role;
use domain::application::ApplicationState;
use protocol::message::{ApplicationReport, ApplicationState as Reported};

/// How an application of the sender's stands.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no institution; an application that is not the sender's is answered as unknown.
pub async fn application(world: &World, sender: &Sender, order_number: &str) -> Result<ApplicationReport, AppError> {
    let institution = sender.institution.filter(|_| sender.role == Role::GuarantorStaff).ok_or(AppError::NotFound)?;
    let mut reader = world.store.reader();
    let application = store::application::load_by_number(&mut reader, order_number).await?;
    let own = application.filter(|application| application.facts.guarantor.institution == institution && application.payment().is_some());
    let (now, nonce, app) = (world.now(), sender.nonce.clone(), sender.app.clone());
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { use_nonce(tx, &app, &nonce, now).await })).await?;
    let state = own.as_ref().map_or(Reported::Unknown, |application| match &application.state {
        ApplicationState::Draft { .. } => Reported::Unknown,
        ApplicationState::AwaitingPayment { .. } if application.accepted => Reported::Accepted,
        ApplicationState::AwaitingPayment { .. } => Reported::Received,
        ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => Reported::Paid,
        ApplicationState::Issued { .. } => Reported::Issued,
        ApplicationState::Declined { .. } => Reported::Refused,
        ApplicationState::Withdrawn { .. } | ApplicationState::Lapsed { .. } => Reported::Closed,
    });
    Ok(ApplicationReport { order_number: order_number.to_owned(), state, paid: None, guarantee: None })
}
