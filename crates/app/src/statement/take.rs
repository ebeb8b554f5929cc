//! Recording the credits of a confirmed statement: a batch and how far it has come in one transaction, so that a batch counts once however
//! often the job runs.

use super::Kept;
use crate::bank_line::record::Reported;
use crate::commit::commit;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::bank_line::LineSource;
use domain::id::StatementId;
use domain::statement::{Statement, StatementState, advance};

/// Credits in one transaction.
const BATCH: i64 = 200;
/// Transactions in one run of the job, well within its lease; then it is due again.
const BATCHES: usize = 40;

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
            for (number, Kept { credit, key }) in credits {
                until = number;
                let reported = Reported {
                    reference: key,
                    account: statement.facts.account.clone(),
                    amount: credit.amount,
                    payer_name: credit.payer_name,
                    payer_account: credit.payer_account,
                    remark: credit.remark,
                    booked_at: credit.booked_at,
                    ..Reported::new(w.world(), LineSource::Statement)
                };
                if reported.record(w).await? {
                    recorded += 1;
                } else {
                    known += 1;
                }
            }
            let event = advance(&statement, until, recorded, known, done)?;
            w.append(statement, &event)?;
            Ok(done)
        })
    })
    .await
}
