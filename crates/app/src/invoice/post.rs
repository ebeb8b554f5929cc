//! The institution's staff says with whom a paper invoice is on its way, and under which number.

use super::load::load_hosted;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::InvoiceId;
use domain::invoice::{Invoice, Post, post as decide};

/// Says it.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn post(world: &World, caller: &Caller, id: InvoiceId, courier: &str, tracking: &str) -> Result<Invoice, AppError> {
    let (invoice, stamp) = load_hosted(world, caller, Action::IssueInvoice, id).await?;
    let post = Post { courier: courier.trim().to_owned(), tracking: tracking.trim().to_owned() };
    let event = decide::post(&invoice, post)?;
    append(world, stamp, invoice, event).await
}
