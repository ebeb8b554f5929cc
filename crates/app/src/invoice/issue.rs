//! The institution's staff issues an invoice.

use super::files::issued;
use super::form::IssueForm;
use super::load::load_hosted;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::InvoiceId;
use domain::invoice::{Invoice, InvoiceMedium, issue as decide};

/// Issues it.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`]; [`AppError::NotFound`].
pub async fn issue(world: &World, caller: &Caller, id: InvoiceId, form: &IssueForm) -> Result<Invoice, AppError> {
    let (invoice, stamp) = load_hosted(world, caller, Action::IssueInvoice, id).await?;
    decide::check(&invoice)?;
    let on_paper = invoice.facts.asked.medium == InvoiceMedium::Paper;
    let issued = issued(world, &invoice, form.read(world.now().date())?, &form.kept, on_paper)?;
    let event = decide::issue(&invoice, issued)?;
    append(world, stamp, invoice, event).await
}
