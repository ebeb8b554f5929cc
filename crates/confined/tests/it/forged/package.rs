//! Packages whose archive is right and whose files are not those that were sealed.

use super::{Corpus, Originals};
use documents::package::{Entry, write_all as write};
use documents::typesetting::Pages;
use documents::verify::Flaw;

fn find<'a>(entries: &'a mut [Entry], path: &str) -> &'a mut Vec<u8> {
    &mut entries.iter_mut().find(|(known, _)| known == path).unwrap_or_else(|| panic!("no {path}")).1
}

fn replace(bytes: &mut Vec<u8>, from: &str, to: &str) {
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "no {from} in {text}");
    *bytes = text.replacen(from, to, 1).into_bytes();
}

const MAIN: &str = "OFD.xml";
const ROOT: &str = "Doc_0/Document.xml";
const PAGE: &str = "Doc_0/Pages/Page_0/Content.xml";
const LIST: &str = "Doc_0/Signs/Signatures.xml";
const DESCRIPTION: &str = "Doc_0/Signs/Sign_0/Signature.xml";
const VALUE: &str = "Doc_0/Signs/Sign_0/SignedValue.dat";
const SEAL: &str = "Doc_0/Signs/Sign_0/Seal.esl";

type Add<'a> = dyn FnMut(&str, Flaw, &dyn Fn(&mut Vec<Entry>)) + 'a;

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    let entries = originals.entries();
    let mut add = |name: &str, reason: Flaw, change: &dyn Fn(&mut Vec<Entry>)| {
        let mut changed = entries.clone();
        change(&mut changed);
        corpus.add(format!("OFD package: {name}"), reason, write(&changed).unwrap());
    };
    content(originals, &mut add);
    markup(&mut add);
    signature(originals, &mut add);
    for (path, bytes) in &entries {
        let missing = match path.as_str() {
            MAIN | ROOT | LIST | DESCRIPTION | VALUE => Flaw::StructureWrong,
            SEAL => Flaw::SealSwapped,
            _ => Flaw::EntryMissing,
        };
        add(&format!("without {path}"), missing, &|entries| entries.retain(|(known, _)| known != path));
        let altered = match path.as_str() {
            VALUE => Flaw::SignatureMalformed,
            SEAL => Flaw::SealSwapped,
            LIST => Flaw::StructureWrong,
            _ => Flaw::ContentAltered,
        };
        let more: &[u8] = if bytes.starts_with(b"<") { b"<!--x-->" } else { b"x" };
        add(&format!("{path} with more at its end"), altered, &|entries| find(entries, path).extend(more));
    }
    names_of_another_case(originals, corpus);
}

/// A letter whose page stands under a name that differs by case from the one its document gives.
fn of_another_case(originals: &Originals) -> Vec<u8> {
    let mut entries = documents::package::read(&originals.pages.ofd.write().unwrap()).unwrap();
    entries.iter_mut().find(|(path, _)| path == PAGE).unwrap().0 = PAGE.replace("Pages", "pages");
    originals.parties.letter_ofd(&Pages { ofd: documents::ofd::parts::Package::of(entries).unwrap(), ..originals.pages.clone() })
}

/// What is found under a name of another case is a page like any other.
fn names_of_another_case(originals: &Originals, corpus: &mut Corpus) {
    let entries = documents::package::read(&of_another_case(originals)).unwrap();
    let mut add = |name: &str, reason: Flaw, change: &dyn Fn(&mut Vec<Entry>)| {
        let mut changed = entries.clone();
        change(&mut changed);
        corpus.add(format!("OFD package: a page under a name of another case: {name}"), reason, write(&changed).unwrap());
    };
    let page = PAGE.replace("Pages", "pages");
    add("a second one under its name", Flaw::EntryDuplicate, &|entries| {
        let other = find(entries, &page).clone();
        entries.push((PAGE.to_owned(), other));
    });
    add("altered", Flaw::ContentAltered, &|entries| find(entries, &page).push(b'\n'));
    add("taken away", Flaw::EntryMissing, &|entries| entries.retain(|(path, _)| *path != page));
}

#[test]
fn a_page_under_a_name_of_another_case_is_found() {
    let originals = Originals::new();
    let report = documents::verify::verify(&of_another_case(&originals), &originals.parties.trust(), originals.parties.now + 60);
    assert!(report.accepted && report.issued_by.is_some(), "{report:#?}");
}

fn content(originals: &Originals, add: &mut Add<'_>) {
    let other = documents::package::read(&originals.other_ofd).unwrap();
    let others = |path: &str| other.iter().find(|(known, _)| known == path).unwrap().1.clone();
    add("another amount on the page", Flaw::ContentAltered, &|entries| {
        let page = find(entries, PAGE);
        let text = String::from_utf8(page.clone()).unwrap();
        let at = text.find("</ofd:TextCode>").unwrap();
        *page = format!("{}9{}", &text[..at], &text[at..]).into_bytes();
    });
    for path in [PAGE, ROOT, "Doc_0/Attachs/kaihan.json", "Doc_0/PublicRes.xml"] {
        if others(path) != find(&mut originals.entries(), path).clone() {
            add(&format!("{path} of another letter"), Flaw::ContentAltered, &|entries| *find(entries, path) = others(path));
        }
    }
    for path in [
        "Doc_0/Pages/Page_9/Content.xml",
        "Doc_0/Res/seal.png",
        "evil.js",
        "META-INF/x",
        "Doc_0/Signs/Sign_0/Extra.xml",
        "Doc_0/Annots/Annotations.xml",
    ] {
        let xml = b"<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"/>".to_vec();
        add(&format!("{path} added"), Flaw::EntryNotCovered, &|entries| entries.push((path.to_owned(), xml.clone())));
    }
    add("a stamp drawn on the page without a seal", Flaw::ContentAltered, &|entries| {
        replace(
            find(entries, PAGE),
            "</ofd:Layer>",
            "<ofd:PathObject ID=\"999\" Boundary=\"0 0 40 40\"><ofd:AbbreviatedData>M 0 0 L 9 9</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer>",
        );
    });
    for (what, node) in [
        (
            "an address that is opened",
            "<ofd:Actions><ofd:Action Event=\"DO\"><ofd:URI URI=\"https://evil.example/\"/></ofd:Action></ofd:Actions>",
        ),
        ("a sound that is played", "<ofd:Actions><ofd:Action Event=\"DO\"><ofd:Sound ResourceID=\"1\"/></ofd:Action></ofd:Actions>"),
        ("an attachment that is opened", "<ofd:Actions><ofd:Action Event=\"DO\"><ofd:GotoA AttachID=\"1\"/></ofd:Action></ofd:Actions>"),
    ] {
        add(what, Flaw::ActiveContent, &|entries| replace(find(entries, ROOT), "</ofd:Document>", &format!("{node}</ofd:Document>")));
    }
}

fn markup(add: &mut Add<'_>) {
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let file = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    for path in [MAIN, ROOT, PAGE, LIST, DESCRIPTION] {
        add(&format!("an entity bomb in {path}"), Flaw::XmlRefused, &|entries| {
            replace(find(entries, path), "?>\n", &format!("?>\n{laughs}"))
        });
    }
    add("an entity that reads a file", Flaw::XmlRefused, &|entries| replace(find(entries, MAIN), "?>\n", &format!("?>\n{file}")));
    add("an empty document type", Flaw::XmlRefused, &|entries| replace(find(entries, ROOT), "?>\n", "?>\n<!DOCTYPE x>"));
    add("UTF-16", Flaw::XmlRefused, &|entries| {
        let text = String::from_utf8(find(entries, MAIN).clone()).unwrap();
        *find(entries, MAIN) = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    });
    add("a page that is cut off", Flaw::XmlRefused, &|entries| find(entries, PAGE).truncate(200));
    add("a page of very many nodes", Flaw::XmlRefused, &|entries| {
        replace(find(entries, PAGE), "</ofd:Layer>", &format!("{}</ofd:Layer>", "<a/>".repeat(250_000)));
    });
    add("a page nested very deep", Flaw::XmlRefused, &|entries| {
        replace(find(entries, PAGE), "</ofd:Layer>", &format!("{}{}</ofd:Layer>", "<a>".repeat(100_000), "</a>".repeat(100_000)));
    });
    add("two documents in one package", Flaw::DocumentAmbiguous, &|entries| {
        let body = "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
        replace(find(entries, MAIN), "</ofd:OFD>", body);
    });
    add("a root that leads elsewhere", Flaw::StructureWrong, &|entries| {
        replace(find(entries, MAIN), "Doc_0/Document.xml", "Doc_1/Document.xml")
    });
    add("a root outside the package", Flaw::EntryName, &|entries| replace(find(entries, MAIN), "Doc_0/Document.xml", "../Document.xml"));
    add("another namespace", Flaw::StructureWrong, &|entries| {
        replace(find(entries, MAIN), "http://www.ofdspec.org/2016", "http://example.org/2016")
    });
    add("no list of signatures", Flaw::NotSigned, &|entries| {
        replace(find(entries, MAIN), "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>", "");
    });
    add("two lists of signatures", Flaw::SignatureAmbiguous, &|entries| {
        let list = "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>";
        replace(find(entries, MAIN), list, &list.repeat(2));
    });
}

fn signature(originals: &Originals, add: &mut Add<'_>) {
    let other = documents::package::read(&originals.other_ofd).unwrap();
    let others = |path: &str| other.iter().find(|(known, _)| known == path).unwrap().1.clone();
    add("the signature of another letter", Flaw::ContentAltered, &|entries| *find(entries, VALUE) = others(VALUE));
    add("the description of another letter", Flaw::ContentAltered, &|entries| *find(entries, DESCRIPTION) = others(DESCRIPTION));
    add("signature and description of another letter", Flaw::ContentAltered, &|entries| {
        *find(entries, DESCRIPTION) = others(DESCRIPTION);
        *find(entries, VALUE) = others(VALUE);
    });
    add("the seal of the applicant beside the signature", Flaw::SealSwapped, &|entries| {
        *find(entries, SEAL) = originals.parties.applicant_seal.der().to_vec();
    });
    add("the picture inside the seal changed", Flaw::SealMakerWrong, &|entries| {
        let picture = &originals.parties.guarantor_seal.picture;
        for path in [SEAL, VALUE] {
            let bytes = find(entries, path);
            let at = bytes.windows(picture.len()).position(|part| part == picture.as_slice()).unwrap();
            bytes[at + picture.len() / 2] ^= 1;
        }
    });
    add("an empty list", Flaw::NotSigned, &|entries| {
        let item = "<ofd:Signature ID=\"1\" Type=\"Seal\" BaseLoc=\"/Doc_0/Signs/Sign_0/Signature.xml\"/>";
        replace(find(entries, LIST), item, "");
    });
    let item = "<ofd:Signature ID=\"1\" Type=\"Seal\" BaseLoc=\"/Doc_0/Signs/Sign_0/Signature.xml\"/>";
    add("the signature listed twice", Flaw::SignatureAmbiguous, &|entries| replace(find(entries, LIST), item, &item.repeat(2)));
    add("a signature listed that is not there", Flaw::StructureWrong, &|entries| {
        replace(find(entries, LIST), item, &item.replace("Sign_0", "Sign_7"))
    });
    add("a signature listed outside the package", Flaw::EntryName, &|entries| {
        replace(find(entries, LIST), "/Doc_0/Signs/Sign_0/", "/../../")
    });
    add("a signature that is no seal", Flaw::SignatureKindWrong, &|entries| replace(find(entries, LIST), "Type=\"Seal\"", "Type=\"Sign\""));
    add("something else in the list", Flaw::StructureWrong, &|entries| replace(find(entries, LIST), item, &format!("{item}<x/>")));
    for method in ["1.2.840.113549.2.5", "MD5", "1.3.14.3.2.26", "SHA1", "", "2.16.840.1.101.3.4.2.1"] {
        add(&format!("digest method “{method}”"), Flaw::DigestMethodRefused, &|entries| {
            replace(find(entries, DESCRIPTION), "CheckMethod=\"1.2.156.10197.1.401\"", &format!("CheckMethod=\"{method}\""));
        });
    }
    add("no digest method", Flaw::DigestMethodRefused, &|entries| {
        replace(find(entries, DESCRIPTION), " CheckMethod=\"1.2.156.10197.1.401\"", "")
    });
    add("another signature algorithm", Flaw::AlgorithmRefused, &|entries| {
        replace(find(entries, DESCRIPTION), "<ofd:SignatureMethod>1.2.156.10197.1.501", "<ofd:SignatureMethod>1.2.840.10045.4.3.2");
    });
    add("a reference less", Flaw::EntryNotCovered, &|entries| {
        let text = String::from_utf8(find(entries, DESCRIPTION).clone()).unwrap();
        let (from, to) = (text.find("<ofd:Reference FileRef").unwrap(), text.find("</ofd:Reference>").unwrap() + "</ofd:Reference>".len());
        *find(entries, DESCRIPTION) = [&text[..from], &text[to..]].concat().into_bytes();
    });
    add("a reference twice", Flaw::SignatureAmbiguous, &|entries| {
        let text = String::from_utf8(find(entries, DESCRIPTION).clone()).unwrap();
        let (from, to) = (text.find("<ofd:Reference FileRef").unwrap(), text.find("</ofd:Reference>").unwrap() + "</ofd:Reference>".len());
        *find(entries, DESCRIPTION) = [&text[..to], &text[from..]].concat().into_bytes();
    });
    add("a digest that was made to fit", Flaw::ContentAltered, &|entries| {
        use base64::Engine;
        let digest = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(gm::digest::sm3(bytes));
        let before = digest(find(entries, PAGE));
        find(entries, PAGE).push(b'\n');
        let after = digest(find(entries, PAGE));
        replace(find(entries, DESCRIPTION), &before, &after);
    });
    add("a stamp moved on the page", Flaw::ContentAltered, &|entries| replace(find(entries, DESCRIPTION), "Boundary=\"", "Boundary=\"1"));
}
