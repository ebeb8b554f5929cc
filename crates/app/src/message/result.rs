//! What an institution answers to an instruction, parsed at the edge.

use super::fields::{Fields, read};
use crate::error::AppError;
use domain::id::InstructionId;
use domain::instruction::{Answer, Done, InstructionKind, Invoice, InvoiceFile, InvoiceFormat, RedInvoice, RedReason};
use protocol::message as wire;
use protocol::message::Required;

/// What an institution says of an instruction.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// It is answered.
    Answered { instruction: InstructionId, kind: InstructionKind, answer: Answer },
    /// The invoice that was the answer is taken back.
    Reversed { instruction: InstructionId, red: Box<RedInvoice> },
}

fn answer(fields: &mut Fields, outcome: wire::Outcome, reason: &str, done: Done) -> Answer {
    match outcome {
        wire::Outcome::Done => Answer::Done { done },
        wire::Outcome::Refused => Answer::Refused { reason: fields.words("reason", reason) },
    }
}

fn instruction(fields: &mut Fields, text: &str) -> Option<InstructionId> {
    text.parse().map_err(|_| fields.fault("instruction_id", "不是平台发出的指令编号")).ok()
}

/// A result: which application it is about, what it answers, and what that comes to when it is done.
fn decided(
    fields: &mut Fields,
    (order_number, instruction_id): (String, &str),
    (outcome, reason): (wire::Outcome, &str),
    done: Done,
) -> (String, Option<Reply>) {
    let kind = done.kind();
    let answer = answer(fields, outcome, reason, done);
    let content = instruction(fields, instruction_id).map(|instruction| Reply::Answered { instruction, kind, answer });
    (order_number, content)
}

fn file(fields: &mut Fields, file: &wire::IssuedFile) -> InvoiceFile {
    fields.digest("files", &file.digest);
    let format = match file.format {
        wire::FileFormat::Xml => InvoiceFormat::Xml,
        wire::FileFormat::Ofd => InvoiceFormat::Ofd,
        wire::FileFormat::Pdf => InvoiceFormat::Pdf,
    };
    InvoiceFile { format, digest: file.digest.clone(), size: file.size }
}

/// An invoice by what it says: number, amount, day, files.
fn invoice(fields: &mut Fields, (number, amount, issued_on): (&str, &str, &str), files: &[wire::IssuedFile]) -> Invoice {
    let mut formats: Vec<_> = files.iter().map(|file| file.format).collect();
    formats.sort_unstable();
    formats.dedup();
    if files.is_empty() || formats.len() != files.len() {
        fields.fault("files", "应有发票文件，XML、OFD、PDF 各至多一个");
    }
    Invoice {
        number: fields.foreign("invoice_number", number),
        amount: fields.amount("amount", amount),
        issued_on: fields.day("issued_on", issued_on),
        files: files.iter().map(|each| file(fields, each)).collect(),
    }
}

fn red(fields: &mut Fields, message: &wire::RedInvoice) -> RedInvoice {
    let said = (message.invoice_number.as_str(), message.amount.as_str(), message.issued_on.as_str());
    RedInvoice {
        reverses: fields.foreign("reverses", &message.reverses),
        reason: match message.reason {
            wire::RedReason::Mistaken => RedReason::Mistaken,
            wire::RedReason::Returned => RedReason::Returned,
            wire::RedReason::Ended => RedReason::Ended,
            wire::RedReason::Allowed => RedReason::Allowed,
        },
        invoice: invoice(fields, said, &message.files),
    }
}

/// Parses the result of this topic.
///
/// # Errors
/// [`AppError::Invalid`] for a body that is no such message; [`AppError::NotFound`] for a topic that is no result.
pub(super) fn result(topic: &str, body: &[u8], fields: &mut Fields) -> Result<(String, Option<Reply>), AppError> {
    Ok(match topic {
        "surrender.result" => {
            let message: wire::SurrenderResult = read(body)?;
            let done = Done::Surrendered { refund: fields.amount("refund", &message.refund) };
            decided(fields, (message.order_number, &message.instruction_id), (message.outcome, &message.reason), done)
        }
        "extension.result" => {
            let message: wire::ExtensionResult = read(body)?;
            let done = Done::Extended { expiry: fields.day("new_expiry", &message.new_expiry) };
            decided(fields, (message.order_number, &message.instruction_id), (message.outcome, &message.reason), done)
        }
        "claim.result" => {
            let message: wire::ClaimResult = read(body)?;
            let done = Done::Claimed { paid: fields.amount("paid_amount", &message.paid_amount) };
            decided(fields, (message.order_number, &message.instruction_id), (message.outcome, &message.reason), done)
        }
        "invoice" => {
            let message: wire::InvoiceFile = read(body)?;
            fields.lacking = message.lacking();
            let said = (message.invoice_number.as_str(), message.amount.as_str(), message.issued_on.as_str());
            let done = Done::Invoiced { invoice: Box::new(invoice(fields, said, message.named())) };
            decided(fields, (message.order_number.clone(), &message.instruction_id), (wire::Outcome::Done, ""), done)
        }
        "invoice.red" => {
            let message: wire::RedInvoice = read(body)?;
            let red = Box::new(red(fields, &message));
            let content = instruction(fields, &message.instruction_id).map(|instruction| Reply::Reversed { instruction, red });
            (message.order_number, content)
        }
        _ => return Err(AppError::NotFound),
    })
}
