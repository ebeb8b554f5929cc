//! Issuing: by the institution's staff, or by its own system's word.

use super::{Invoice, InvoiceEvent, InvoiceState, IssuedInvoice, forbidden};
use crate::money::Cny;
use crate::refusal::Refusal;

/// Whether it waits to be issued.
///
/// # Errors
/// [`Refusal::InvoiceStateForbids`].
pub const fn check(invoice: &Invoice) -> Result<(), Refusal> {
    match invoice.state {
        InvoiceState::Requested { .. } => Ok(()),
        InvoiceState::Issued { .. } | InvoiceState::Returned { .. } | InvoiceState::Cancelled => forbidden(),
    }
}

/// Issues it.
///
/// # Errors
/// As [`check`]; [`Refusal::InvoiceAmountDiffers`] unless it is over what was asked for, or what is left of that, with less tax than that in it.
pub fn issue(invoice: &Invoice, issued: IssuedInvoice) -> Result<InvoiceEvent, Refusal> {
    check(invoice)?;
    let amounts = [invoice.facts.amount, invoice.due()];
    let fits = issued.amount > Cny::ZERO && amounts.contains(&issued.amount) && issued.tax.is_none_or(|tax| tax < issued.amount);
    if fits { Ok(InvoiceEvent::Issued { issued: Box::new(issued) }) } else { Err(Refusal::InvoiceAmountDiffers) }
}
