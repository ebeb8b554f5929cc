//! The files of an invoice that an institution's own system has pushed, and what its XML says of itself.

use super::said::SaidInvoice;
use crate::document;
use crate::error::AppError;
use crate::message::pushed::pushed;
use crate::world::World;
use domain::invoice::{InvoiceFile, InvoiceFormat, InvoiceSays};
use domain::message::Message;
use protocol::message::{FileFormat, FileKind};
use tables::reading::{Kind, Part};

/// What the files of an invoice turned out to be.
pub(crate) enum Found {
    /// Not all of them have come.
    Missing,
    /// They are here.
    Here {
        /// The files.
        files: Vec<InvoiceFile>,
        /// What the XML says; nothing where there is none, or where it cannot be read.
        says: InvoiceSays,
    },
}

/// Looks for the files that the message names.
pub(crate) async fn find(world: &World, message: &Message, said: &SaidInvoice) -> Result<Found, AppError> {
    let kind = if said.reverses.is_some() { FileKind::RedInvoice } else { FileKind::Invoice };
    let pushed = pushed(&mut world.store.reader(), message).await?;
    let (mut files, mut says) = (Vec::new(), InvoiceSays::default());
    for named in &said.files {
        let Some(found) = pushed.iter().find(|file| file.is(kind, named)) else { return Ok(Found::Missing) };
        let format = match named.format {
            FileFormat::Xml => InvoiceFormat::Xml,
            FileFormat::Ofd => InvoiceFormat::Ofd,
            FileFormat::Pdf => InvoiceFormat::Pdf,
        };
        if format == InvoiceFormat::Xml {
            says = read(world, document::load(world, &found.file).await?).await?;
        }
        files.push(InvoiceFile { format, file: found.file.clone() });
    }
    files.sort_by_key(|file| file.format);
    Ok(Found::Here { files, says })
}

/// What an XML says, read in the confined reader. One that cannot be read says nothing: it is shown as unchecked.
async fn read(world: &World, bytes: Vec<u8>) -> Result<InvoiceSays, AppError> {
    match world.reader.read(Kind::Invoice, bytes).await?.recv().await {
        Some(Part::Invoice(says)) => Ok(says),
        Some(Part::Unreadable(_)) => Ok(InvoiceSays::default()),
        Some(Part::Lines(_) | Part::Rows(_) | Part::Read(_) | Part::End) | None => {
            Err(AppError::Unavailable("the reader ended before its answer".into()))
        }
    }
}
