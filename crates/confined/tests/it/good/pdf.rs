//! PDFs of pyHanko, OpenSSL, PDFBox with BouncyCastle, and poppler, over pages of reportlab, qpdf, Ghostscript and WeasyPrint.

use super::{Good, accepted, listed, write_down};
use crate::parties::Parties;
use crate::samples::{LOT, letter, root};
use crate::tools::run;
use documents::verify::DocumentTrust;
use gm::certificate::{Certificate, Trust};
use std::path::Path;

/// How many pages of others there are to be signed.
const BASES: usize = 9;
/// Fewest files there must be.
const FEWEST: usize = 150;

fn ran(folder: &Path, program: &str, arguments: &[&str]) {
    let (succeeded, text) = run(folder, program, arguments);
    assert!(succeeded, "{program} {arguments:?}: {text}");
}

/// Signed by poppler with a key in a database of NSS.
fn by_poppler(folder: &Path) -> Vec<Good> {
    ran(folder, "certutil", &["-N", "-d", "sql:.", "--empty-password"]);
    ran(folder, "pk12util", &["-i", "key.p12", "-d", "sql:.", "-W", "good", "-K", ""]);
    let mut out = Vec::new();
    let mut sign = |setting: String, from: &str, signatures: usize, arguments: &[&str]| -> String {
        let file = format!("poppler-{}.pdf", out.len());
        let common = ["-nssdir", "sql:.", "-nick", "good"];
        ran(folder, "pdfsig", &[&common, arguments, &[from, &file]].concat());
        out.push(Good { producer: "poppler 22 (pdfsig)".into(), setting, bytes: std::fs::read(folder.join(&file)).unwrap(), signatures });
        file
    };
    let new = |name: &'static str| ["-add-signature", "-new-signature-field-name", name];
    for index in 0..BASES {
        let on = std::fs::read_to_string(folder.join(format!("base-{index}.txt"))).unwrap();
        let first = sign(format!("adbe.pkcs7.detached on {on}"), &format!("base-{index}.pdf"), 1, &new("First"));
        sign(format!("two signers on {on}"), &first, 2, &new("Second"));
    }
    sign("a prepared field".into(), "prepared.pdf", 1, &["-sign", "Prepared"]);
    sign("a prepared field, ETSI.CAdES.detached".into(), "prepared.pdf", 1, &["-sign", "Prepared", "-etsi"]);
    sign("SHA-512 and a reason".into(), "prepared.pdf", 1, &["-sign", "Prepared", "-digest", "SHA512", "-reason", "guarantee"]);
    out
}

#[test]
fn no_good_pdf_of_another_producer_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let parties = Parties::new();
    let now = parties.now;
    std::fs::write(folder.join("letter.pdf"), parties.letter_pdf(&letter(LOT, true).unwrap())).unwrap();
    let script = root().join("e2e/python/goodpdfs.py").display().to_string();
    ran(folder, &root().join(".kaihan/python/bin/python").display().to_string(), &[&script, ".", &now.to_string()]);
    let jars = ["pdfbox2", "fontbox2", "commons-logging", "bcprov", "bcpkix", "bcutil"];
    let path = jars.map(|jar| format!("/usr/share/java/{jar}.jar")).join(":");
    ran(folder, "java", &["-cp", &path, &root().join("e2e/java/GoodPdfs.java").display().to_string(), "."]);
    let mut files = listed(folder, "files.tsv");
    files.extend(listed(folder, "pdfbox.tsv"));
    files.extend(by_poppler(folder));
    let anchor = Certificate::from_pem(&std::fs::read_to_string(folder.join("anchor.pem")).unwrap()).unwrap();
    let anchors = [anchor.as_slice(), parties.trust().signers.anchors()].concat();
    let trust = Trust::new(anchors, Vec::new());
    let trust = DocumentTrust { signers: trust.clone(), stamps: trust, ..DocumentTrust::default() };
    // PDFBox puts no time stamp on, and its signatures are judged now.
    accepted(&files, &trust, now + 60);
    assert!(files.len() >= FEWEST, "{}", files.len());
    write_down("PDF", &files);
}
