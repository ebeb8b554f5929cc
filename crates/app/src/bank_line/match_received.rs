//! Holding a recorded line against the payment it names.

use crate::application::job;
use crate::delivery;
use crate::error::AppError;
use crate::job::ISSUE_GUARANTEE;
use crate::message::wake;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::application::{ApplicationState, settle};
use domain::bank_line::{BankLineEvent, BankLineState, Match, SuspenseReason, match_line};
use domain::id::BankLineId;
use domain::number::PaymentReference;
use domain::payment::{PaymentEvent, Settlement};

/// Matches the line, once. Line, payment and application change together or not at all.
///
/// # Errors
/// [`AppError::Conflict`] when one of them changed meanwhile: the job is run again.
pub async fn match_received(world: &World, id: BankLineId) -> Result<(), AppError> {
    let now = world.now();
    let stamp = world.system().stamp(Action::MatchBankLine, Relation::Stranger, now)?;
    let caller = world.clone();
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                let line = store::bank_line::load(tx, id).await?.ok_or_else(|| AppError::Bug("a bank line is missing".into()))?;
                if line.state != BankLineState::Received {
                    return Ok(());
                }
                // Several references in one remark are as good as none.
                let payment = match PaymentReference::find_in(&line.facts.remark).as_slice() {
                    [reference] => store::payment::load_by_reference(tx, reference).await?,
                    [] | [_, ..] => None,
                };
                let application = match &payment {
                    Some(payment) => store::application::load(tx, payment.application).await?,
                    None => None,
                };
                let applicant = application.as_ref().map_or("", |application| application.facts.applicant.name.as_str());
                store::event::audit(tx, &stamp, &id.to_string())?;
                let event = match match_line(&line, payment.as_ref(), applicant)? {
                    Match::Suspends(event) => event,
                    Match::Settles(event) => {
                        let payment = payment.ok_or_else(|| AppError::Bug("a match without a payment".into()))?;
                        let application = application.ok_or_else(|| AppError::Bug("an application is missing".into()))?;
                        match settle::settle(&application, Settlement::Line(id)) {
                            Ok(settled) => {
                                let application = store::application::append(tx, &stamp, application, &settled)?;
                                store::payment::append(tx, &stamp, payment, &PaymentEvent::Settled { by: Settlement::Line(id) })?;
                                if let Some(order) = delivery::application::paid(&caller, &application, &line)? {
                                    order.write(tx)?;
                                    wake(&caller, tx, application.facts.number.as_str()).await?;
                                } else if matches!(application.state, ApplicationState::Issuing { .. }) {
                                    store::job::enqueue(tx, job(&caller, ISSUE_GUARANTEE, application.facts.id, now))?;
                                }
                                event
                            }
                            Err(_) => BankLineEvent::Suspended { reason: SuspenseReason::PaymentClosed, payment: Some(payment.id) },
                        }
                    }
                };
                store::bank_line::append(tx, &stamp, line, &event)?;
                Ok(())
            })
        })
        .await?;
    world.jobs.notify_one();
    world.deliveries.notify_one();
    Ok(())
}
