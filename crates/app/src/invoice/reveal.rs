//! The numbers of an invoice's buyer, for whoever asks for them and may: each time is written into the audit log.

use super::load::load;
use super::title::texts;
use crate::error::AppError;
use crate::profile::reveal::seen;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::InvoiceId;
use domain::invoice::InvoiceItem;
use std::collections::BTreeMap;

/// What is masked in an invoice.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn reveal(world: &World, caller: &Caller, id: InvoiceId) -> Result<BTreeMap<InvoiceItem, String>, AppError> {
    let mut reader = world.store.reader();
    let (invoice, stamp) = load(world, &mut reader, caller, Action::RevealInvoice, id).await?;
    let texts = texts(world, &mut reader, &invoice).await?;
    seen(world, stamp).await?;
    Ok(texts)
}
