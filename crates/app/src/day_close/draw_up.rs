//! Drawing a day's close up, as the first person: the bank is asked for its balance, or a person has read it from the bank's statement.

use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::day_close::draw_up::{check, draw_up as decide};
use domain::day_close::{BalanceSource, Closed, DayClose, DayCloseFacts};
use domain::id::{DayCloseId, InstitutionId};
use domain::ledger::LedgerAccount;
use domain::time::Date;

/// Draws it up; `told` is the balance in fen that a person has read, `None` to ask the bank.
///
/// # Errors
/// [`AppError::Invalid`] at `balance` when the bank does not say it; [`AppError::Refused`], also when the two sides differ and `reason` does
/// not say why; [`AppError::NotFound`].
pub async fn draw_up(world: &World, caller: &Caller, day: Date, told: Option<i64>, reason: &str) -> Result<DayClose, AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    let id = world.id(DayCloseId::new);
    let stamp = caller.stamp(world, Action::DrawUpDay, Relation::Guarantor, id)?;
    let last = store::day_close::load_last_of(&mut world.store.reader(), institution).await?;
    check(day, world.now().date(), last.map(|close| close.facts.closed.day))?;
    let (bank, source) = match told {
        Some(bank) => (bank, BalanceSource::Statement),
        None => (ask(world, institution, day).await?, BalanceSource::Bank),
    };
    let (by, reason) = (caller.actor.certificate.clone(), reason.to_owned());
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let before = store::day_close::load_last_of(w.tx(), institution).await?.map(|close| close.facts.closed);
            let ledger = store::ledger::sum_up_to(w.tx(), institution, day).await?.balance(LedgerAccount::Bank);
            let facts = DayCloseFacts { id, institution, closed: Closed { day, bank, ledger }, before, source, reason, by, at: w.now() };
            w.create::<DayClose>(&decide(facts)?)
        })
    })
    .await
}

/// What the bank says was on the account when the day ended.
async fn ask(world: &World, institution: InstitutionId, day: Date) -> Result<i64, AppError> {
    let institution = store::institution::load(&mut world.store.reader(), institution).await?.ok_or(AppError::NotFound)?;
    world.bank.balance(&institution.account.number, day, world.now()).await.map_err(|error| {
        tracing::warn!(%error, "the bank does not say what was on an account");
        AppError::Invalid(vec![FieldError::new("balance", "银行没有答复该日余额。请按银行对账单填写当日日终余额，如 12,345.67")])
    })
}
