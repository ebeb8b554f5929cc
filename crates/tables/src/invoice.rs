//! Files of invoices that institutions hand in: whether each is whole, and what an XML says of itself as far as its elements are known
//! (`domain::invoice::InvoiceSays`).

use crate::{Unreadable, attachment, text};
use domain::invoice::{InvoiceFormat, InvoiceSays};
use roxmltree::{Document, Node};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Prefix of the elements of the accounting data standard.
const STANDARD: &str = "einv";
/// Most elements of an XML.
const NODES_MAX: u32 = 200_000;
/// Most codes that are told.
const CODES_MAX: usize = 100;
/// Characters of a unified social credit code.
const CODE_LENGTH: usize = 18;
/// Most files of an OFD.
const ENTRIES_MAX: usize = 2_000;
/// Most bytes of the file an OFD begins with.
const ROOT_MAX: u64 = 1 << 20;

/// How a file is written, by its first bytes, of what is taken.
#[must_use]
pub fn format(bytes: &[u8]) -> Option<InvoiceFormat> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(InvoiceFormat::Pdf),
        [b'P', b'K', 3, 4, ..] => Some(InvoiceFormat::Ofd),
        _ if plain.starts_with(b"<") => Some(InvoiceFormat::Xml),
        _ => None,
    }
}

/// Looks whether it is whole, and reads what it says; of OFD and PDF nothing is read.
///
/// # Errors
/// [`Unreadable`] with what is wrong, in words for whoever handed it in.
pub fn look(bytes: &[u8]) -> Result<InvoiceSays, Unreadable> {
    match format(bytes) {
        Some(InvoiceFormat::Xml) => xml(bytes),
        Some(InvoiceFormat::Ofd) => ofd(bytes).map(|()| InvoiceSays::default()),
        Some(InvoiceFormat::Pdf) => attachment::look(bytes).map(|()| InvoiceSays::default()),
        None => Err(Unreadable::new("不是 XML、OFD 或 PDF")),
    }
}

fn xml(bytes: &[u8]) -> Result<InvoiceSays, Unreadable> {
    let options = roxmltree::ParsingOptions { nodes_limit: NODES_MAX, ..roxmltree::ParsingOptions::default() };
    let text = text::decode(bytes);
    let document = Document::parse_with_options(&text, options)
        .map_err(|_| Unreadable::new("XML 打不开，可能没有传完或已损坏，请重新从电子税务局下载"))?;
    let mut says = InvoiceSays::default();
    for node in document.descendants().filter(Node::is_element) {
        let Some(text) = node.text().map(str::trim).filter(|text| !text.is_empty()) else { continue };
        if text.len() == CODE_LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric()) && says.codes.len() < CODES_MAX {
            says.codes.push(text.to_owned());
        }
        let name = node.tag_name();
        if name.namespace().and_then(|namespace| node.lookup_prefix(namespace)) != Some(STANDARD) {
            continue;
        }
        let field = match name.name() {
            "InvoiceNumber" => &mut says.number,
            "SellerIdNum" => &mut says.seller,
            "TotalAmWithoutTax" => &mut says.net,
            "TotalTaxAm" => &mut says.tax,
            "TotalTax-includedAmount" => &mut says.total,
            _ => continue,
        };
        field.get_or_insert_with(|| text.to_owned());
    }
    Ok(says)
}

/// Whether it is a package that begins as an OFD does (GB/T 33190).
fn ofd(bytes: &[u8]) -> Result<(), Unreadable> {
    let broken = || Unreadable::new("OFD 打不开，可能没有传完或已损坏，请重新下载");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > ENTRIES_MAX {
        return Err(Unreadable::new("OFD 内含文件过多"));
    }
    let mut root = String::new();
    let entry = archive.by_name("OFD.xml").map_err(|_| broken())?;
    entry.take(ROOT_MAX).read_to_string(&mut root).map_err(|_| broken())?;
    Document::parse(&root).map(drop).map_err(|_| broken())
}
