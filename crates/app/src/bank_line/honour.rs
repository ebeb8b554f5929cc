//! Accepting a payment that came too late, or one that another person has named by a voucher.

use super::load::load;
use crate::commit::commit;
use crate::error::AppError;
use crate::lot::known::known;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::application::Application;
use domain::bank_line::{BankLine, honour as decide};
use domain::id::BankLineId;
use domain::payment::Payment;
use std::collections::BTreeSet;

/// Which of these lines the caller can honour now: the guard of the command itself is asked.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn honourable(world: &World, caller: &Caller, lines: &[BankLine]) -> Result<BTreeSet<BankLineId>, AppError> {
    let (mut reader, mut found) = (world.store.reader(), BTreeSet::new());
    for line in lines {
        let Some(payment) = line.payment else { continue };
        let Some(payment) = store::payment::load(&mut reader, payment).await? else { continue };
        let Some(application) = store::application::load(&mut reader, payment.application).await? else { continue };
        if decide(line, &payment, &application, &known(&mut reader, &application).await?, &caller.actor.certificate, world.now()).is_ok() {
            found.insert(line.facts.id);
        }
    }
    Ok(found)
}

/// Honours a line for the application it names. One that had ended unpaid then waits for review.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn honour(world: &World, caller: &Caller, id: BankLineId) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::HonourBankLine, id).await?;
    let by = caller.actor.certificate.clone();
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let payment: Payment = w.load(line.payment.ok_or(Refusal::NotHonourable)?).await?;
            let application: Application = w.load(payment.application).await?;
            let event = decide(&line, &payment, &application, &known(w.tx(), &application).await?, &by, w.now())?;
            w.append(line, &event)
        })
    })
    .await
}
