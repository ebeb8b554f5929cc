//! What an institution's own system says of an invoice, parsed at the edge.

use crate::error::AppError;
use crate::message::fields::{Fields, read};
use domain::id::InstructionId;
use domain::invoice::{InvoiceNumber, RedReason};
use domain::money::Cny;
use domain::time::Date;
use protocol::message as wire;
use protocol::message::Required;

/// An invoice by what is said of it; its files are pushed by themselves.
#[derive(Clone, Debug)]
pub(crate) struct SaidInvoice {
    /// The instruction that asked for it, or for the one it takes back.
    pub(crate) instruction: InstructionId,
    pub(crate) number: InvoiceNumber,
    pub(crate) amount: Cny,
    pub(crate) issued_on: Date,
    pub(crate) files: Vec<wire::IssuedFile>,
    /// What it takes back and why, of a red one.
    pub(crate) reverses: Option<(InvoiceNumber, RedReason)>,
}

fn number(fields: &mut Fields, field: &'static str, text: &str) -> Option<InvoiceNumber> {
    text.parse().map_err(|error| fields.fault(field, error)).ok()
}

/// The instruction, number, amount and day, and the files.
fn said(
    fields: &mut Fields,
    (instruction_id, invoice_number, amount, issued_on): (&str, &str, &str, &str),
    files: &[wire::IssuedFile],
    reverses: Option<(InvoiceNumber, RedReason)>,
) -> Option<SaidInvoice> {
    let instruction = instruction_id.parse().map_err(|_| fields.fault("instruction_id", "不是平台发出的指令编号")).ok();
    let number = number(fields, "invoice_number", invoice_number);
    let (amount, issued_on) = (fields.amount("amount", amount), fields.day("issued_on", issued_on));
    let mut formats: Vec<_> = files.iter().map(|file| file.format).collect();
    formats.sort_unstable();
    formats.dedup();
    if files.is_empty() || formats.len() != files.len() {
        fields.fault("files", "应有发票文件，XML、OFD、PDF 各至多一个");
    }
    for file in files {
        fields.digest("files", &file.digest);
    }
    Some(SaidInvoice { instruction: instruction?, number: number?, amount, issued_on, files: files.to_vec(), reverses })
}

/// Parses an invoice that was issued; with the number of the order it is about.
///
/// # Errors
/// [`AppError::Invalid`] for a body that is no such message.
pub(crate) fn plain(body: &[u8], fields: &mut Fields) -> Result<(String, Option<SaidInvoice>), AppError> {
    let message: wire::InvoiceFile = read(body)?;
    fields.lacking = message.lacking();
    let words = (message.instruction_id.as_str(), message.invoice_number.as_str(), message.amount.as_str(), message.issued_on.as_str());
    let said = said(fields, words, message.named(), None);
    Ok((message.order_number, said))
}

/// Parses a red invoice, likewise.
///
/// # Errors
/// As [`plain`].
pub(crate) fn red(body: &[u8], fields: &mut Fields) -> Result<(String, Option<SaidInvoice>), AppError> {
    let message: wire::RedInvoice = read(body)?;
    let reverses = number(fields, "reverses", &message.reverses);
    let reason = match message.reason {
        wire::RedReason::Mistaken => RedReason::Mistaken,
        wire::RedReason::Returned => RedReason::Returned,
        wire::RedReason::Ended => RedReason::Ended,
        wire::RedReason::Allowed => RedReason::Allowed,
    };
    let words = (message.instruction_id.as_str(), message.invoice_number.as_str(), message.amount.as_str(), message.issued_on.as_str());
    let said = said(fields, words, &message.files, reverses.map(|number| (number, reason)));
    Ok((message.order_number, said))
}
