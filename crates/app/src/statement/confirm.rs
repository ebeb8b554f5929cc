//! Holding a statement against the bank's balances, as the second person.

use super::take::equal;
use super::{Kept, load};
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::id::StatementId;
use domain::statement::{Balances, Statement, StatementEvent, StatementState, adjoining, confirm as decide};
use std::collections::BTreeSet;

/// Statements of the account that it is held against: some months of them.
const OTHERS: i64 = 200;
/// Credits that are read at once.
const BATCH: i64 = 500;

/// Confirms; the credits are recorded by a job from then on.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`]; [`Refusal::RowsUndecided`] rather than that a payment is taken for another one.
pub async fn confirm(world: &World, caller: &Caller, id: StatementId, told: Option<Balances>) -> Result<Statement, AppError> {
    let (statement, stamp) = load(world, &mut world.store.reader(), caller, Action::ConfirmStatement, id).await?;
    let event = decide(&statement, &caller.actor.certificate, told)?;
    if let StatementEvent::Confirmed { balances, .. } = &event
        && undecided(world, &statement, *balances).await?
    {
        return Err(Refusal::RowsUndecided.into());
    }
    append(world, stamp, statement, event).await
}

/// Whether it has a row that is equal to one of a statement with which it can have none in common, and no balance that tells them apart.
/// The same file again has all of them in common.
async fn undecided(world: &World, statement: &Statement, balances: Balances) -> Result<bool, AppError> {
    let mut reader = world.store.reader();
    let others = store::statement::list_of_institution(&mut reader, statement.facts.institution, OTHERS).await?;
    let counts = |other: &Statement| {
        let recorded = matches!(other.state, StatementState::Confirmed { .. } | StatementState::Taken);
        (recorded && other.facts.digest != statement.facts.digest).then_some(other.facts.id).zip(other.totals.balances)
    };
    let (ids, spans): (Vec<StatementId>, Vec<Balances>) = others.iter().filter_map(counts).unzip();
    let beside: BTreeSet<StatementId> = ids.into_iter().zip(adjoining(balances, &spans)).filter_map(|(id, is)| is.then_some(id)).collect();
    let mut after = 0;
    while !beside.is_empty() {
        let credits: Vec<(u64, Kept)> = store::statement::credits(&mut reader, statement.facts.id, after, BATCH).await?;
        let Some((last, _)) = credits.last() else { break };
        after = *last;
        for (_, Kept { credit, key, .. }) in credits {
            let known = equal(&mut reader, &key).await?;
            let apart = |balance: Option<i64>| credit.balance.is_some() && balance.is_some();
            let taken = |line: &domain::bank_line::BankLine| line.facts.statement.is_some_and(|id| beside.contains(&id));
            if known.iter().any(|line| taken(line) && !apart(line.facts.balance)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
