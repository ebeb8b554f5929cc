//! The institution's staff sends a request back with a reason.

use super::load::load_hosted;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::InvoiceId;
use domain::invoice::{Invoice, send_back as decide};

/// Sends it back.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn send_back(world: &World, caller: &Caller, id: InvoiceId, reason: &str) -> Result<Invoice, AppError> {
    let (invoice, stamp) = load_hosted(world, caller, Action::IssueInvoice, id).await?;
    let event = decide::send_back(&invoice, reason)?;
    append(world, stamp, invoice, event).await
}
