use domain::invoice::{InvoiceFormat, InvoiceSays};
use std::io::{Cursor, Write};
use tables::invoice::{format, look};
use zip::write::{SimpleFileOptions, ZipWriter};

const KNOWN: &str = "<?xml version=\"1.0\"?><x:xbrl xmlns:x=\"urn:x\" xmlns:einv=\"urn:e\" xmlns:other=\"urn:o\">\
    <einv:InvoiceNumber> 26432000000000000001 </einv:InvoiceNumber><other:InvoiceNumber>1</other:InvoiceNumber>\
    <einv:SellerIdNum>91430000987654321X</einv:SellerIdNum><buyer>914301001111111119</buyer>\
    <einv:TotalAmWithoutTax>566.04</einv:TotalAmWithoutTax><einv:TotalTaxAm>33.96</einv:TotalTaxAm>\
    <einv:TotalTax-includedAmount>600.00</einv:TotalTax-includedAmount></x:xbrl>";

#[test]
fn what_the_accounting_standard_names_is_read_and_nothing_else_is_guessed() {
    let says = look(KNOWN.as_bytes()).unwrap();
    let expected = InvoiceSays {
        number: Some("26432000000000000001".into()),
        seller: Some("91430000987654321X".into()),
        net: Some("566.04".into()),
        tax: Some("33.96".into()),
        total: Some("600.00".into()),
        codes: vec!["91430000987654321X".into(), "914301001111111119".into()],
    };
    assert_eq!(says, expected);
    let strange = look(b"<EInvoice><Header><EIid>26432000000000000001</EIid></Header></EInvoice>").unwrap();
    assert!(!strange.is_known() && strange.number.is_none());
    let marked = [b"\xef\xbb\xbf".as_slice(), KNOWN.as_bytes()].concat();
    assert_eq!(look(&marked).unwrap(), expected, "with a mark at its beginning");
}

#[test]
fn what_is_cut_off_or_hostile_is_refused_in_words() {
    let cut = &KNOWN.as_bytes()[..KNOWN.len() - 20];
    for broken in [cut, b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]><x>&a;</x>", b"<x", b"%PDF-1.4", b"PK\x03\x04nothing", b"MZ", b""] {
        assert!(!look(broken).unwrap_err().0.is_empty(), "{:?}", &broken[..broken.len().min(9)]);
    }
}

fn package(name: &str, text: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn an_ofd_is_a_package_that_begins_as_one() {
    let whole = package("OFD.xml", "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"/>");
    assert_eq!((format(&whole), look(&whole)), (Some(InvoiceFormat::Ofd), Ok(InvoiceSays::default())));
    assert!(look(&package("word/document.xml", "<x/>")).is_err());
    assert!(look(&package("OFD.xml", "<ofd:OFD")).is_err());
    assert!(look(&whole[..whole.len() / 2]).is_err());
}
