//! Reversing (冲红): a red invoice takes back what was issued, in whole or in part, and never more.

use super::{Invoice, InvoiceEvent, InvoiceState, RedInvoice};
use crate::money::Cny;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Reverses it; the same red invoice again changes nothing (`None`).
///
/// # Errors
/// [`Refusal::InvoiceIrreversible`] when no such invoice was issued, or more would be taken back than is left of it;
/// [`Refusal::RedUnconfirmed`] while a confirmation that was begun does not allow it.
pub fn reverse(invoice: &Invoice, red: RedInvoice, now: Timestamp) -> Result<Option<InvoiceEvent>, Refusal> {
    let (issued, wanted, reversals) = match &invoice.state {
        InvoiceState::Issued { issued, wanted, reversals, .. } => (issued, wanted, reversals),
        InvoiceState::Requested { .. } | InvoiceState::Returned { .. } | InvoiceState::Cancelled => {
            return Err(Refusal::InvoiceIrreversible);
        }
    };
    if reversals.contains(&red) {
        return Ok(None);
    }
    let known =
        reversals.iter().map(|reversal| &reversal.invoice.number).chain([&issued.number]).any(|number| *number == red.invoice.number);
    let fits = red.invoice.amount > Cny::ZERO && red.invoice.amount <= invoice.state.left();
    if red.reverses != issued.number || known || !fits {
        return Err(Refusal::InvoiceIrreversible);
    }
    let confirming = wanted.and_then(|wanted| wanted.confirming);
    if confirming.is_some_and(|confirming| !confirming.standing(now).allows()) {
        return Err(Refusal::RedUnconfirmed);
    }
    Ok(Some(InvoiceEvent::Reversed { red: Box::new(red) }))
}
