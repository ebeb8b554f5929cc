use super::{Balances, Statement, StatementEvent, StatementState};
use crate::refusal::Refusal;

/// A second person, `by` the fingerprint of the certificate, holds the statement's totals against the bank's balances: those that the
/// file tells, else those that the person read off and `told`.
///
/// # Errors
/// [`Refusal::StatementStateForbids`]; [`Refusal::SecondPersonNeeded`] to whoever took it in; [`Refusal::TotalsUnknown`] when a row does
/// not say how it changes the balance; [`Refusal::BalancesMissing`], [`Refusal::BalancesDiffer`].
pub fn confirm(statement: &Statement, by: &str, told: Option<Balances>) -> Result<StatementEvent, Refusal> {
    match statement.state {
        StatementState::Proposed => {}
        StatementState::Reading | StatementState::Confirmed { .. } | StatementState::Taken | StatementState::Discarded => {
            return Err(Refusal::StatementStateForbids);
        }
    }
    if statement.facts.by == by {
        return Err(Refusal::SecondPersonNeeded);
    }
    let net = statement.totals.net.ok_or(Refusal::TotalsUnknown)?;
    let balances = statement.totals.balances.or(told).ok_or(Refusal::BalancesMissing)?;
    let differs = told.is_some_and(|told| told != balances) || balances.opening.checked_add(net) != Some(balances.closing);
    if differs { Err(Refusal::BalancesDiffer) } else { Ok(StatementEvent::Confirmed { by: by.to_owned(), balances }) }
}
