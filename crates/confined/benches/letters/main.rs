//! `cargo xtask bench letters`: processor time of a two-page letter as PDF, as OFD and as both, beside WeasyPrint and reportlab making
//! the same two pages in the same run; an order's papers laid out and signed alone; seals, signatures and verifications a second;
//! memory. Prints, never judges.

#![expect(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a benchmark measures, prints, and stops at the first surprise; the tests' samples are shared with it"
)]

#[path = "../../tests/it/parties.rs"]
mod parties;
#[path = "../../tests/it/samples.rs"]
mod samples;

use confined::Compiler;
use documents::paper::{Agreement, Receipt};
use documents::typesetting::{Pages, Sheet};
use documents::verify::verify;
use domain::id::OrganisationId;
use domain::money::Cny;
use domain::party::{Party, Uscc};
use measure::{Measured, median, processor};
use parties::Parties;
use samples::{BID, agreement, applicant, guarantor, letter_in, now, root, wordings};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Letters of each kind in a round, and rounds, ours and theirs by turns.
const FULL: (usize, usize) = (60, 3);
/// The same in the small form, which the test command runs to its end.
const SMALL: (usize, usize) = (2, 1);
const PAGES: usize = 2;

/// Processor seconds this process has used.
fn cpu() -> f64 {
    processor::own().as_secs_f64()
}

/// A letter of two pages whose text no other has.
fn sheet(number: usize) -> Sheet {
    let lot = format!("滨江大道快速化改造工程施工第 {number} 标段（K{number}+{:03} 至 K{}+500）", number * 7 % 1000, number + 3);
    let mut letter = letter_in(BID, &lot, true);
    letter.terms.english = true;
    letter.sheet(wordings().get(BID).unwrap()).unwrap()
}

/// Processor milliseconds a letter.
fn typeset(compiler: &Compiler, letters: usize, from: usize, (pdf, ofd): (bool, bool)) -> f64 {
    let sheets: Vec<Sheet> = (from..from + letters).map(|number| Sheet { pdf, ofd, ..sheet(number) }).collect();
    let begun = cpu();
    for sheet in &sheets {
        let pages = compiler.typeset(sheet).unwrap();
        assert!(pages.pdf.is_empty() != pdf && pages.ofd.is_empty() != ofd);
    }
    (cpu() - begun) * 1e3 / letters as f64
}

/// What an order is given: its letter, its agreement and the receipt for its fee.
fn papers(number: usize) -> [Sheet; 3] {
    let letter = letter_in(BID, &format!("滨江大道快速化改造工程施工第 {number} 标段"), true);
    let party =
        |(name, uscc): (&str, Uscc)| Party { organisation: OrganisationId::new(now(), &[1; 10]), name: name.parse().unwrap(), uscc };
    let receipt = Receipt {
        guarantor: party(guarantor()),
        applicant: party(applicant()),
        order_number: format!("D{number:018}"),
        fee: Cny::parse_yuan("600").unwrap(),
        paid_on: now().date(),
        payer_account: "6217".into(),
    };
    let agreement = Agreement { order_number: receipt.order_number.clone(), ..agreement(true) };
    let wording = |id: &str| wordings().get(id).unwrap();
    let sheets = [letter.sheet(wording(BID)), agreement.sheet(wording("agreement/1")), receipt.sheet(wording("receipt/1"))];
    sheets.map(|sheet| Sheet { pdf: true, ofd: true, ..sheet.unwrap() })
}

/// Processor milliseconds an order's papers take laid out and signed in both formats, with their time stamps, and nothing else.
fn alone(compiler: &Compiler, parties: &Parties, orders: usize, from: usize) -> f64 {
    let papers: Vec<[Sheet; 3]> = (from..from + orders).map(papers).collect();
    let begun = cpu();
    for sheet in papers.iter().flatten() {
        let pages = compiler.typeset(sheet).unwrap();
        drop((parties.letter_ofd(&pages), parties.letter_pdf(&pages)));
    }
    (cpu() - begun) * 1e3 / orders as f64
}

/// The largest this process has been, in MiB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}

struct Peer {
    name: String,
    milliseconds: f64,
    pages: u64,
    memory: u64,
}

/// The same text through the Python packages, each in a process of its own.
fn peers(folder: &Path, letters: usize) -> Vec<Peer> {
    let run = |engine: &str| {
        let output = Command::new(root().join(".kaihan/python/bin/python"))
            .arg(root().join("e2e/python/peers.py"))
            .args([engine, &letters.to_string()])
            .arg(folder.join("letter.json"))
            .arg(root().join(".kaihan/fonts"))
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let found: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
        Peer {
            name: engine.to_owned(),
            milliseconds: found["milliseconds"].as_f64().unwrap(),
            pages: found["pages"].as_u64().unwrap(),
            memory: found["memory"].as_u64().unwrap(),
        }
    };
    ["weasyprint", "reportlab"].map(run).into()
}

/// How often `work` is done in a second of processor time.
fn rate(times: usize, mut work: impl FnMut(usize)) -> f64 {
    let begun = cpu();
    (0..times).for_each(&mut work);
    times as f64 / (cpu() - begun)
}

fn main() {
    // `cargo bench` says so; `cargo test` does not.
    let small = !std::env::args().any(|argument| argument == "--bench");
    let (letters, rounds) = if small { SMALL } else { FULL };
    let folder = tempfile::tempdir().unwrap();
    let compiler = Compiler::open(&root().join(".kaihan/fonts")).unwrap();
    std::fs::write(folder.path().join("letter.json"), sheet(0).data).unwrap();
    let first = compiler.typeset(&sheet(0)).unwrap();
    assert_eq!(first.pdf.windows(11).filter(|part| *part == b"/Type/Page\n" || *part == b"/Type/Page/").count().max(PAGES), PAGES);
    (0..5).for_each(|number| drop(compiler.typeset(&sheet(100_000 + number)).unwrap()));
    let mut ours = [Vec::new(), Vec::new(), Vec::new()];
    let mut theirs: Vec<Vec<Peer>> = Vec::new();
    for round in 0..rounds {
        for (kind, (pdf, ofd)) in [(true, false), (false, true), (true, true)].into_iter().enumerate() {
            ours[kind].push(typeset(&compiler, letters, (round * 3 + kind + 1) * 1_000, (pdf, ofd)));
        }
        theirs.push(peers(folder.path(), letters));
    }
    let each = |name: &str, milliseconds: f64| println!("{}", Measured::each(name, Duration::from_secs_f64(milliseconds / 1e3)).line());
    let [pdf, ofd, both] = ours.map(median);
    for (name, milliseconds) in [("letter-pdf", pdf), ("letter-ofd", ofd), ("letter", both)] {
        each(name, milliseconds);
    }
    println!("  memory at most {} MiB", memory());
    for (index, name) in ["weasyprint", "reportlab"].into_iter().enumerate() {
        let peer = &theirs[0][index];
        assert_eq!(peer.name, name);
        each(name, median(theirs.iter().map(|round| round[index].milliseconds).collect()));
        println!("  {name}: PDF only, {} pages, memory at most {} MiB", peer.pages, peer.memory);
    }
    let parties = Parties::new();
    let milliseconds = median((0..rounds).map(|round| alone(&compiler, &parties, letters, (round + 10) * 1_000)).collect());
    // On as many processors as the platform has that it is held against.
    let cores = std::thread::available_parallelism().unwrap().get() as f64;
    let alone = Measured::each("order-alone", Duration::from_secs_f64(milliseconds / 1e3));
    println!("{}", Measured { rate: alone.rate * cores, ..alone }.line());
    signatures(&parties, &first, if small { 2 } else { 100 });
}

fn signatures(parties: &Parties, pages: &Pages, times: usize) {
    let (ofd, pdf) = (parties.letter_ofd(pages), parties.letter_pdf(pages));
    let trust = parties.trust();
    println!("a second of one processor:");
    let sealed = rate(times, |_| drop(parties.letter_ofd(pages)));
    let signed = rate(times, |_| drop(parties.letter_pdf(pages)));
    let message = [7; 32];
    let raw = rate(times * 5, |_| drop(parties.guarantor.sign(parties, &message)));
    println!(
        "  OFD sealed, time stamp made too {sealed:.0}   PDF signed (ECDSA, SM2 evidence, two stamps) {signed:.0}   bare SM2 signatures {raw:.0}"
    );
    println!("  ratio OFD seals / bare SM2 signatures {:.2}", sealed / raw);
    let checked_ofd = rate(times * 2, |_| assert!(verify(&ofd, &trust, parties.now + 60).accepted));
    let checked_pdf = rate(times * 2, |_| assert!(verify(&pdf, &trust, parties.now + 60).accepted));
    println!("  OFD verified {checked_ofd:.0}   PDF verified {checked_pdf:.0}");
}
