//! The guarantor's staff refuses a paid application; the fee goes back to the payer.

use super::load;
use crate::bank_line::refund;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::{Application, decline};
use domain::bank_line::{BankLineState, RefundGround};
use domain::id::ApplicationId;

/// Declines, and orders the refund in the same transaction.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn decline(world: &World, caller: &Caller, id: ApplicationId, reason: &str) -> Result<Application, AppError> {
    let now = world.now();
    let mut reader = world.store.reader();
    let (application, stamp) = load(&mut reader, caller, Action::DeclineApplication, id, now).await?;
    let event = decline::decline(&application, reason)?;
    let payment = application.payment().ok_or_else(|| AppError::Bug("a paid application has no payment".into()))?;
    let lines = store::bank_line::list_of_payment(&mut reader, payment).await?;
    let paid = lines.into_iter().find(|line| matches!(line.state, BankLineState::Matched | BankLineState::Honoured { .. }));
    let line = paid.ok_or_else(|| AppError::Bug("a settled payment has no bank line".into()))?;
    let order = refund::order(world, &line, RefundGround::Declined, &format!("保函申请 {} 审核退回", application.facts.number))?;
    let application = world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                order.write(tx, &stamp, line)?;
                Ok(store::application::append(tx, &stamp, application, &event)?)
            })
        })
        .await?;
    world.jobs.notify_one();
    Ok(application)
}
