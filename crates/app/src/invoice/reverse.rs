//! The institution's staff records a red invoice.

use super::files::issued;
use super::form::IssueForm;
use super::load::load_hosted;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::id::InvoiceId;
use domain::invoice::{Invoice, InvoiceMedium, RedInvoice, reverse as decide};

/// Records it; the same again changes nothing.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`]; [`AppError::NotFound`].
pub async fn reverse(world: &World, caller: &Caller, id: InvoiceId, form: &IssueForm) -> Result<Invoice, AppError> {
    let (invoice, stamp) = load_hosted(world, caller, Action::ReverseInvoice, id).await?;
    let reverses = invoice.state.issued().map(|issued| issued.number.clone()).ok_or(Refusal::InvoiceIrreversible)?;
    let reason = form.reason()?;
    let on_paper = invoice.facts.asked.medium == InvoiceMedium::Paper;
    let red = issued(world, &invoice, form.read(world.now().date())?, &form.kept, on_paper)?;
    match decide::reverse(&invoice, RedInvoice { reverses, reason, invoice: red }, world.now())? {
        Some(event) => append(world, stamp, invoice, event).await,
        None => Ok(invoice),
    }
}
