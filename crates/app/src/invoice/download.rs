//! The files of an invoice, as they came.

use super::load::load;
use crate::document;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::{FileId, InvoiceId};
use domain::invoice::InvoiceFormat;

/// A file.
#[derive(Clone, Debug)]
pub struct Downloaded {
    /// The number of the invoice it is of, plain or red.
    pub number: String,
    /// How it is written.
    pub format: InvoiceFormat,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// One of its files, or of the red invoices that take it back.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn download(world: &World, caller: &Caller, id: InvoiceId, file: FileId) -> Result<Downloaded, AppError> {
    let (invoice, _) = load(world, &mut world.store.reader(), caller, Action::ViewInvoice, id).await?;
    let plain = invoice.state.issued().into_iter();
    let all = plain.chain(invoice.state.reversals().iter().map(|red| &red.invoice));
    let found = all.flat_map(|issued| issued.files.iter().map(move |file| (&issued.number, file)));
    let (number, kept) = found.into_iter().find(|(_, kept)| kept.file.file == file).ok_or(AppError::NotFound)?;
    Ok(Downloaded { number: number.to_string(), format: kept.format, bytes: document::load(world, &kept.file).await? })
}
