//! The institution's invoices, plain and red: texts that say that they are none.

use super::Institution;
use super::book::{BookError, Waiting};
use super::say::say;
use protocol::message as wire;
use protocol::message::{FileFormat, FileKind};

/// An invoice that was said to the platform.
type Said = wire::InvoiceFile;

fn number(institution: &Institution) -> String {
    let digits = u64::from_be_bytes(gm::entropy::bytes::<8>(institution.0.setup.entropy.as_ref())) % 10_000_000_000;
    format!("2643200000{digits:010}")
}

/// Puts a file out for the platform, and says what it is known by.
fn file(
    institution: &Institution,
    (order_number, about): (&str, &str),
    (kind, format): (FileKind, FileFormat),
    words: &str,
) -> Result<wire::IssuedFile, BookError> {
    let body = match format {
        FileFormat::Pdf => format!("%PDF-1.4\n% {words}\n%%EOF\n"),
        FileFormat::Xml | FileFormat::Ofd => format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Invoice>{words}</Invoice>\n"),
    }
    .into_bytes();
    let known = wire::IssuedFile { format, digest: gm::digest::sm3_hex(&body), size: u64::try_from(body.len()).unwrap_or(u64::MAX) };
    let topic = format!("file/{}/{}", kind.code(), format.code());
    let key = format!("{topic}/{about}");
    institution.book().put_out(&Waiting { key, topic, order_number: order_number.to_owned(), body })?;
    Ok(known)
}

/// Issues what is asked for: XML and PDF, or PDF alone to a platform of the first version.
pub(super) fn invoice(institution: &Institution, request: &wire::InvoiceRequest) -> Result<(), BookError> {
    let words = format!("演示发票，非真实票据 {} {} {} 元", request.buyer.name, request.order_number, request.amount);
    let about = (request.order_number.as_str(), request.instruction_id.as_str());
    let make = |format| file(institution, about, (FileKind::Invoice, format), &words);
    let pdf = make(FileFormat::Pdf)?;
    let (one, files) =
        if institution.manners().first_version { (Some(pdf), Vec::new()) } else { (None, vec![make(FileFormat::Xml)?, pdf]) };
    let message = Said {
        instruction_id: request.instruction_id.clone(),
        order_number: request.order_number.clone(),
        invoice_number: number(institution),
        amount: request.amount.clone(),
        issued_on: institution.now().date().to_string(),
        file: one,
        files,
    };
    say(institution, "invoice", &request.order_number, &request.instruction_id, &message)
}

/// Takes the order's invoice back, if there is one: the service has ended.
pub(super) fn reverse(institution: &Institution, order_number: &str) -> Result<(), BookError> {
    let Some(body) = institution.book().said("invoice", order_number)? else { return Ok(()) };
    if institution.manners().first_version {
        return Ok(());
    }
    let invoice: Said = serde_json::from_slice(&body)?;
    let words = format!("演示红字发票，非真实票据 {} -{} 元", invoice.invoice_number, invoice.amount);
    let about = (order_number, invoice.instruction_id.as_str());
    let make = |format| file(institution, about, (FileKind::RedInvoice, format), &words);
    let message = wire::RedInvoice {
        instruction_id: invoice.instruction_id.clone(),
        order_number: order_number.to_owned(),
        invoice_number: number(institution),
        reverses: invoice.invoice_number.clone(),
        reason: wire::RedReason::Ended,
        amount: invoice.amount.clone(),
        issued_on: institution.now().date().to_string(),
        files: vec![make(FileFormat::Xml)?, make(FileFormat::Pdf)?],
    };
    say(institution, "invoice.red", order_number, &invoice.instruction_id, &message)
}
