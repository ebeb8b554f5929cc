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

/// What a file of an invoice says: that it is none.
struct Paper<'a> {
    words: String,
    number: &'a str,
    amount: &'a str,
    buyer: &'a str,
}

impl Paper<'_> {
    /// As an XML it says besides what the accounting data standard has names for (prefix `einv`), so that it can be held against the message.
    /// What the tax authority's own XML looks like is not made up.
    fn xml(&self, seller: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Demonstration xmlns:einv=\"urn:kaihan:demonstration\"><![CDATA[{words}]]><Buyer>{buyer}</Buyer>\
             <einv:InvoiceNumber>{number}</einv:InvoiceNumber><einv:SellerIdNum>{seller}</einv:SellerIdNum>\
             <einv:TotalTax-includedAmount>{amount}</einv:TotalTax-includedAmount></Demonstration>\n",
            words = self.words,
            buyer = self.buyer,
            number = self.number,
            amount = self.amount,
        )
    }
}

/// Puts a file out for the platform, and says what it is known by.
fn file(
    institution: &Institution,
    (order_number, about): (&str, &str),
    (kind, format): (FileKind, FileFormat),
    paper: &Paper<'_>,
) -> Result<wire::IssuedFile, BookError> {
    let body = match format {
        FileFormat::Pdf => format!("%PDF-1.4\n% {}\n%%EOF\n", paper.words),
        FileFormat::Xml | FileFormat::Ofd => paper.xml(&institution.0.setup.uscc),
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
    let number = number(institution);
    let paper = Paper {
        words: format!("演示发票，非真实票据 {} {} {} 元", request.buyer.name, request.order_number, request.amount),
        number: &number,
        amount: &request.amount,
        buyer: &request.buyer.uscc,
    };
    let about = (request.order_number.as_str(), request.instruction_id.as_str());
    let make = |format| file(institution, about, (FileKind::Invoice, format), &paper);
    let pdf = make(FileFormat::Pdf)?;
    let (one, files) =
        if institution.manners().first_version { (Some(pdf), Vec::new()) } else { (None, vec![make(FileFormat::Xml)?, pdf]) };
    let message = Said {
        instruction_id: request.instruction_id.clone(),
        order_number: request.order_number.clone(),
        invoice_number: number.clone(),
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
    let (number, order) = (number(institution), institution.book().order(order_number)?);
    let back = format!("-{}", invoice.amount);
    let paper = Paper {
        words: format!("演示红字发票，非真实票据 {} {back} 元", invoice.invoice_number),
        number: &number,
        amount: &back,
        buyer: order.as_ref().map(|order| order.order.applicant.uscc.as_str()).unwrap_or_default(),
    };
    let about = (order_number, invoice.instruction_id.as_str());
    let make = |format| file(institution, about, (FileKind::RedInvoice, format), &paper);
    let message = wire::RedInvoice {
        instruction_id: invoice.instruction_id.clone(),
        order_number: order_number.to_owned(),
        invoice_number: number.clone(),
        reverses: invoice.invoice_number.clone(),
        reason: wire::RedReason::Ended,
        amount: invoice.amount.clone(),
        issued_on: institution.now().date().to_string(),
        files: vec![make(FileFormat::Xml)?, make(FileFormat::Pdf)?],
    };
    say(institution, "invoice.red", order_number, &invoice.instruction_id, &message)
}
