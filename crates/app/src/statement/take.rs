//! Recording the credits of a confirmed statement: a batch and how far it has come in one transaction, so that a batch counts once however
//! often the job runs.

use super::Kept;
use super::key::{of_serial, reference};
use crate::bank_line::record::Reported;
use crate::commit::commit;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::bank_line::{BankLine, BankLineFacts, LineSource};
use domain::id::{BankLineId, StatementId};
use domain::statement::{Statement, StatementState, advance, ordinal};
use store::Query;
use tables::statement::Credit;

/// Credits in one transaction.
const BATCH: i64 = 200;
/// Transactions in one run of the job, well within its lease; then it is due again.
const BATCHES: usize = 40;
/// Lines of one serial number that are looked at.
const NUMBERED: i64 = 50;

/// Records what is left of the statement's credits.
///
/// # Errors
/// [`AppError::Conflict`] when another run of the job was faster.
pub(crate) async fn take(world: &World, id: StatementId) -> Result<Ran, AppError> {
    for _ in 0..BATCHES {
        if batch(world, id).await? {
            return Ok(Ran::Done);
        }
    }
    Ok(Ran::Later(world.now()))
}

/// The lines that were recorded under this key, in their order.
pub(super) async fn equal(query: &mut impl Query, key: &str) -> Result<Vec<BankLine>, AppError> {
    let mut lines = Vec::new();
    for nth in 1.. {
        match store::bank_line::load_by_bank_reference(query, &reference(key, nth)).await? {
            Some(line) => lines.push(line),
            None => break,
        }
    }
    Ok(lines)
}

/// What another statement says of the bank's own number for `credit`, when that is something else: one movement told twice and differently,
/// or two of a batch; a person sees which (K11).
async fn numbered_otherwise(
    query: &mut impl Query,
    statement: &Statement,
    credit: &Credit,
    key: &str,
) -> Result<Option<BankLineId>, AppError> {
    let Some((from, until)) = of_serial(&statement.facts.account, &credit.serial) else { return Ok(None) };
    let lines = store::bank_line::list_numbered(query, &from, &until, NUMBERED).await?;
    let day = credit.booked_at.date();
    // A number is given once a day; what says the same is another such payment.
    let otherwise = |facts: &&BankLineFacts| {
        facts.statement != Some(statement.facts.id) && facts.booked_at.date() == day && !facts.bank_reference.starts_with(key)
    };
    Ok(lines.iter().map(|line| &line.facts).find(otherwise).map(|facts| facts.id))
}

/// Records one batch; whether that was the last.
async fn batch(world: &World, id: StatementId) -> Result<bool, AppError> {
    let stamp = world.system().stamp(world, Action::ReceiveBankLine, Relation::Platform, id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let statement: Statement = w.load(id).await?;
            let after = match statement.state {
                StatementState::Confirmed { until } => until,
                StatementState::Reading | StatementState::Proposed | StatementState::Taken | StatementState::Discarded => {
                    return Ok(true);
                }
            };
            let credits: Vec<(u64, Kept)> = store::statement::credits(w.tx(), id, after, BATCH).await?;
            let done = i64::try_from(credits.len()).unwrap_or(0) < BATCH;
            let (mut until, mut recorded, mut known) = (after, 0, 0);
            for (number, Kept { credit, key, nth }) in credits {
                until = number;
                let before = equal(w.tx(), &key).await?;
                let balances: Vec<Option<i64>> = before.iter().map(|line| line.facts.balance).collect();
                let Some(ordinal) = ordinal(&balances, nth, credit.balance) else {
                    known += 1;
                    continue;
                };
                let contradicts = numbered_otherwise(w.tx(), &statement, &credit, &key).await?;
                let reported = Reported {
                    reference: reference(&key, ordinal),
                    account: statement.facts.account.clone(),
                    amount: credit.amount,
                    payer_name: credit.payer_name,
                    payer_account: credit.payer_account,
                    remark: credit.remark,
                    booked_at: credit.booked_at,
                    day_only: credit.day_only,
                    statement: Some(id),
                    contradicts,
                    balance: credit.balance,
                    ..Reported::new(w.world(), LineSource::Statement)
                };
                reported.record(w).await?;
                recorded += 1;
            }
            let event = advance(&statement, until, recorded, known, done)?;
            w.append(statement, &event)?;
            Ok(done)
        })
    })
    .await
}
