//! Files that the institution's staff hands in for an invoice: scanned, looked at in the confined reader, stored, and carried along when the form
//! comes back with faults.

use super::form::Said;
use super::load::load_hosted;
use crate::carried;
use crate::document;
use crate::document::attachment::FILE_MAX;
use crate::document::judge::Handed;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::InvoiceId;
use domain::invoice::{Invoice, InvoiceFile, InvoiceFormat, InvoiceSays, IssuedInvoice};
use serde::{Deserialize, Serialize};
use tables::invoice::format;
use tables::reading::{Kind, Part};

/// What the mark of files that were taken is for.
const PURPOSE: &str = "invoice";

/// A file as it was chosen.
#[derive(Clone, Debug)]
pub struct Brought {
    /// At which field.
    pub format: InvoiceFormat,
    /// What it is called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Files that were taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Taken {
    /// For which invoice.
    invoice: InvoiceId,
    files: Vec<InvoiceFile>,
    /// What the XML says.
    says: InvoiceSays,
}

fn taken(world: &World, invoice: InvoiceId, kept: &str) -> Taken {
    let known = carried::carried(world, PURPOSE, kept).filter(|taken: &Taken| taken.invoice == invoice);
    known.unwrap_or_else(|| Taken { invoice, files: Vec::new(), says: InvoiceSays::default() })
}

/// The formats of files that were taken before.
#[must_use]
pub fn formats(world: &World, invoice: InvoiceId, kept: &str) -> Vec<InvoiceFormat> {
    taken(world, invoice, kept).files.iter().map(|file| file.format).collect()
}

/// Takes files, beside those that were taken before, and gives back the mark of all of them; one of a format takes the place of the one before.
/// `action` is what they are brought for.
///
/// # Errors
/// [`AppError::Invalid`] at its field for one that is empty, too large, of another format, broken or infected, with the rest left out;
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn take(
    world: &World,
    caller: &Caller,
    action: Action,
    id: InvoiceId,
    kept: &str,
    brought: Vec<Brought>,
) -> Result<String, AppError> {
    load_hosted(world, caller, action, id).await?;
    let mut all = taken(world, id, kept);
    for one in brought {
        let (wanted, handed) = (one.format, Handed { field: one.format.code(), name: &one.name });
        handed.weighed(one.bytes.len(), FILE_MAX)?;
        if format(&one.bytes) != Some(wanted) {
            return Err(handed.fault(format!("“{}”不是 {} 文件（按文件内容判断，改扩展名无效）", one.name, wanted.label())));
        }
        handed.scanned(world, &one.bytes).await?;
        if let Part::Invoice(says) = handed.read(world, Kind::Invoice, one.bytes.clone()).await?
            && wanted == InvoiceFormat::Xml
        {
            all.says = says;
        }
        let file = document::take_in(world, one.bytes).await?;
        all.files.retain(|known| known.format != wanted);
        all.files.push(InvoiceFile { format: wanted, file });
    }
    all.files.sort_by_key(|file| file.format);
    carried::carry(world, PURPOSE, &all)
}

/// What was issued, of what staff says of it and the files that were taken: one that is handed over has a file, and what its XML says is what
/// staff says.
///
/// # Errors
/// [`AppError::Invalid`] at the XML that contradicts, or at the files that are missing.
pub(super) fn issued(world: &World, invoice: &Invoice, said: Said, kept: &str, on_paper: bool) -> Result<IssuedInvoice, AppError> {
    let Taken { files, says, .. } = taken(world, invoice.facts.id, kept);
    if files.is_empty() && !on_paper {
        return Err(AppError::Invalid(vec![FieldError::new("pdf", "请上传发票文件：XML、OFD、PDF 至少一个")]));
    }
    let Said { number, amount, tax, issued_on } = said;
    let mut issued = IssuedInvoice { number, amount, tax: Some(tax), issued_on, files, checked: false };
    let wrong = says.contradicts(&invoice.facts, &issued);
    if !wrong.is_empty() {
        let told = format!("XML 中的{}与填写的内容或开票申请不一致，请核对后重新上传或改正", wrong.join("、"));
        return Err(AppError::Invalid(vec![FieldError::new("xml", told)]));
    }
    issued.checked = says.is_known();
    Ok(issued)
}
