//! Verifying, for anyone: by number and check code, or by a file: ours, or any institution's signed PDF or OFD.

use crate::error::AppError;
use crate::world::World;
use domain::document::DocumentKind;
use domain::guarantee::Guarantee;
use domain::number::{CheckCode, GuaranteeNumber};
use serde::Deserialize;
use std::sync::Arc;

pub use documents::elements::Element;
use documents::elements::{Elements, Text};
use documents::verify::{Budget, Flaw, Format, Origin, Unpacked, is_bundle};
pub use documents::verify::{FILE_MAX, Note, Report, Signature};

/// The answer.
#[derive(Clone, Debug)]
pub enum Authenticity {
    /// Issued here; the file, if one was given, is the very one, and its signatures verify.
    Genuine(Box<Guarantee>, DocumentKind),
    /// The file names a guarantee that was issued here, number and check code right, but its bytes are not the issued ones.
    Altered,
    /// Another institution's file that is signed in full by a trusted certificate.
    Foreign,
    /// Nothing here was issued under this number and code: either may be mistyped.
    NotFitting,
    /// This file is neither known nor well signed.
    NotIssued,
    /// A photo or a scan, which carries no signature.
    Picture,
}

/// Verifies by number and check code. A wrong code for a right number is answered like a number that does not exist.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn by_number(world: &World, number: &str, code: &str) -> Result<Authenticity, AppError> {
    let (number, Some(code)) = (number.trim(), CheckCode::typed(code)) else { return Ok(Authenticity::NotFitting) };
    let mut reader = world.store.reader();
    let ours = match GuaranteeNumber::typed(number) {
        Ok(number) => store::guarantee::load_by_number(&mut reader, &number).await?,
        Err(_) => None,
    };
    let mut known: Vec<Guarantee> = ours.into_iter().collect();
    if known.is_empty() && number.len() <= ISSUER_NUMBER_MAX {
        // The institution's own number, as its letter bears it (P5).
        known = store::guarantee::list_by_issuer_number(&mut reader, number).await?;
    }
    Ok(match known.into_iter().find(|guarantee| alike(guarantee, &code)) {
        Some(guarantee) => Authenticity::Genuine(Box::new(guarantee), DocumentKind::Letter),
        None => Authenticity::NotFitting,
    })
}

/// Longest institution's number that is looked for, in bytes: 64 characters.
const ISSUER_NUMBER_MAX: usize = 256;

/// Whether a code, as [`CheckCode::typed`] has it, is the guarantee's.
fn alike(guarantee: &Guarantee, code: &str) -> bool {
    use subtle::ConstantTimeEq;
    guarantee.check_code.alike().as_bytes().ct_eq(code.as_bytes()).into()
}

fn same(guarantee: &Guarantee, code: &CheckCode) -> bool {
    alike(guarantee, &code.alike())
}

/// What the strict verifier finds in an institution's file, and what the file says. The jobs that ask are few; they wait for no stranger's file.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn examine(world: &World, bytes: Vec<u8>) -> Result<Report, AppError> {
    read(world, Origin::Institution, Arc::new(bytes)).await
}

/// As [`look`] with the full budget, and what the file says.
async fn read(world: &World, origin: Origin, bytes: Arc<Vec<u8>>) -> Result<Report, AppError> {
    let (trust, now, verifier) = (world.trust.documents()?, world.now().seconds(), world.verifier.clone());
    let task = tokio::task::spawn_blocking(move || verifier.read_from(origin, &bytes, &trust, now));
    let report = task.await.map_err(|error| AppError::Bug(error.to_string()))?;
    report.map_err(|error| AppError::Unavailable(error.to_string()))
}

async fn look(world: &World, origin: Origin, budget: Budget, bytes: Arc<Vec<u8>>) -> Result<Report, AppError> {
    let (trust, now, verifier) = (world.trust.documents()?, world.now().seconds(), world.verifier.clone());
    let task = tokio::task::spawn_blocking(move || verifier.verify_from(origin, budget, &bytes, &trust, now));
    let report = task.await.map_err(|error| AppError::Bug(error.to_string()))?;
    report.map_err(|error| AppError::Unavailable(error.to_string()))
}

/// What was found of one file.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its name in the archive that was brought; nothing for a file that was brought by itself.
    pub name: Option<String>,
    /// The answer.
    pub verdict: Authenticity,
    /// What the strict verifier found.
    pub report: Report,
    /// Which elements the file itself states, where that was looked for: in a letter that an institution's own system made. Everything
    /// else of such a letter that is shown comes from the register.
    pub stated: Option<Vec<Element>>,
    /// Whether it is a genuine OFD whose parts are those issued, packed anew: another archive of the same signed content.
    pub repacked: bool,
}

impl Judged {
    fn of(name: Option<String>, verdict: Authenticity, report: Report) -> Self {
        Self { name, verdict, report, stated: None, repacked: false }
    }
}

/// Whether it is a picture: of a letter it shows the print, not the signature.
fn is_picture(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 7] = [b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF"];
    let heif = bytes.get(4..8) == Some(b"ftyp")
        && bytes.get(8..12).is_some_and(|kind| [b"heic".as_slice(), b"heix", b"mif1", b"avif"].contains(&kind));
    heif || BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning))
}

/// Whether it is a PDF that carries no signature.
fn is_unsigned(report: &Report) -> bool {
    report.format == Format::Pdf && report.reasons().any(|reason| reason == Flaw::NotSigned)
}

/// Whether a PDF is made of nothing but pictures, as scanners make them.
fn is_scan(bytes: &[u8]) -> bool {
    let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
    has(b"/Image") && !has(b"/Font")
}

/// What is found in all of a file, off the asynchronous threads: for a large one it takes as long as many pages (L1).
async fn searched<T: Send + 'static>(bytes: &Arc<Vec<u8>>, find: fn(&[u8]) -> T) -> Result<T, AppError> {
    let bytes = Arc::clone(bytes);
    tokio::task::spawn_blocking(move || find(&bytes)).await.map_err(|error| AppError::Bug(error.to_string()))
}

/// Verifies a file that somebody at this network address brought: what the strict verifier finds in it, and whether it is known here.
/// Addresses take turns ([`Turns`](super::turns::Turns)); a file that bears a number of ours, or is one of ours, may cost more.
///
/// # Errors
/// [`AppError::Busy`] when too many files wait; [`AppError::Unavailable`].
pub async fn by_file(world: &World, address: &str, bytes: Vec<u8>) -> Result<Vec<Judged>, AppError> {
    let _turn = world.verifications.take(address, bytes.len()).await?;
    let bytes = Arc::new(bytes);
    if !is_bundle(&bytes) {
        return Ok(vec![one(world, None, bytes).await?]);
    }
    // An archive of documents, as our own download of everything is: opened where strangers' files are read.
    let (verifier, archive) = (world.verifier.clone(), Arc::clone(&bytes));
    let opened = tokio::task::spawn_blocking(move || verifier.unpack(&archive)).await.map_err(|error| AppError::Bug(error.to_string()))?;
    match opened.map_err(|error| AppError::Unavailable(error.to_string()))? {
        Unpacked::Files(files) => {
            let mut judged = Vec::new();
            for (name, bytes) in files {
                judged.push(one(world, Some(name), Arc::new(bytes)).await?);
            }
            Ok(judged)
        }
        Unpacked::Refused(report) => {
            let verdict = if bears_one_of_ours(world, &bytes).await? { Authenticity::Altered } else { Authenticity::NotIssued };
            Ok(vec![Judged::of(None, verdict, *report)])
        }
    }
}

/// Whether the file carries number and check code of a guarantee that was issued here, in the clear.
async fn bears_one_of_ours(world: &World, bytes: &Arc<Vec<u8>>) -> Result<bool, AppError> {
    let mut reader = world.store.reader();
    let mut bears = false;
    for (number, code) in searched(bytes, named).await? {
        let known = store::guarantee::load_by_number(&mut reader, &number).await?;
        bears |= known.is_some_and(|guarantee| same(&guarantee, &code));
    }
    Ok(bears)
}

async fn one(world: &World, name: Option<String>, bytes: Arc<Vec<u8>>) -> Result<Judged, AppError> {
    let mut reader = world.store.reader();
    let bears = bears_one_of_ours(world, &bytes).await?;
    let budget = if bears { Budget::Full } else { Budget::Small };
    let mut report = look(world, Origin::Anyone, budget, Arc::clone(&bytes)).await?;
    let known = store::guarantee::load_by_digest(&mut reader, &report.digest).await?;
    if known.is_some() && budget == Budget::Small && report.reasons().any(|reason| reason == Flaw::Exhausting) {
        report = look(world, Origin::Anyone, Budget::Full, Arc::clone(&bytes)).await?;
    }
    if let Some((guarantee, kind)) = known {
        // The register knows these very bytes: a letter of an institution's own system needs no record of ours to be known.
        let sound = report.accepted || report.lacks_only_the_record();
        let stated = match (&guarantee.issuer_number, kind) {
            (Some(_), DocumentKind::Letter) if sound => {
                let words = read(world, Origin::Anyone, Arc::clone(&bytes)).await?.words;
                Some(Elements::of(&guarantee).stated_in(&Text::new(words.as_deref().unwrap_or_default())))
            }
            _ => None,
        };
        let verdict = if sound { Authenticity::Genuine(Box::new(guarantee), kind) } else { Authenticity::Altered };
        return Ok(Judged { stated, ..Judged::of(name, verdict, report) });
    }
    if report.accepted
        && let Some((guarantee, kind)) = packed_anew(world, &bytes, &report).await?
    {
        return Ok(Judged { repacked: true, ..Judged::of(name, Authenticity::Genuine(Box::new(guarantee), kind), report) });
    }
    let verdict = match () {
        () if bears => Authenticity::Altered,
        () if report.accepted => Authenticity::Foreign,
        () if is_picture(&bytes) || (is_unsigned(&report) && searched(&bytes, is_scan).await?) => Authenticity::Picture,
        () => Authenticity::NotIssued,
    };
    Ok(Judged::of(name, verdict, report))
}

/// The guarantee, and which of its documents, of which this OFD has every part and no other, in another archive: mail gateways and archives
/// of other systems pack anew what goes through them, and every signature is still right. Nothing of the file is read here: whether it is
/// the same, the verifier's process says of both, as it says who signed.
async fn packed_anew(world: &World, bytes: &Arc<Vec<u8>>, report: &Report) -> Result<Option<(Guarantee, DocumentKind)>, AppError> {
    let record = report.record.as_deref().filter(|_| report.format == Format::Ofd).and_then(|record| serde_json::from_str(record).ok());
    let Some(guarantee) = recorded(world, record.unwrap_or_default()).await? else { return Ok(None) };
    let Some(contents) = read(world, Origin::Anyone, Arc::clone(bytes)).await?.contents else { return Ok(None) };
    for (kind, pair) in guarantee.documents.documents() {
        let Some(ofd) = &pair.ofd else { continue };
        let issued = crate::document::load(world, ofd).await?;
        if read(world, Origin::Institution, Arc::new(issued)).await?.contents.as_ref() == Some(&contents) {
            return Ok(Some((guarantee.clone(), kind)));
        }
    }
    Ok(None)
}

/// What a record says of the guarantee that its document belongs to.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Recorded {
    number: String,
    check_code: String,
    order_number: String,
}

/// The guarantee that a record is about.
async fn recorded(world: &World, record: Recorded) -> Result<Option<Guarantee>, AppError> {
    let mut reader = world.store.reader();
    if let (Ok(number), Ok(code)) = (record.number.parse(), record.check_code.parse()) {
        return Ok(store::guarantee::load_by_number(&mut reader, &number).await?.filter(|known| same(known, &code)));
    }
    let application = store::application::load_by_number(&mut reader, &record.order_number).await?;
    match application.and_then(|application| application.guarantee()) {
        Some(guarantee) => Ok(store::guarantee::load(&mut reader, guarantee).await?),
        None => Ok(None),
    }
}

/// Numbers that are looked up for one file.
const NAMED_MAX: usize = 4;

/// The pairs of number and check code that the file carries in the clear, as our letters do in their metadata.
fn named(bytes: &[u8]) -> Vec<(GuaranteeNumber, CheckCode)> {
    /// `2345-6789-ABCD-EFGH`.
    const CODE: usize = CheckCode::LENGTH + 3;
    /// How far behind its number a code is looked for.
    const NEAR: usize = 64;
    let texts = |from: usize, length: usize| bytes.get(from..from + length).and_then(|part| std::str::from_utf8(part).ok());
    let starts = bytes.windows(2).enumerate().filter(|(_, pair)| pair == b"BH").map(|(at, _)| at);
    let mut pairs: Vec<(GuaranteeNumber, CheckCode)> = Vec::new();
    for at in starts {
        let Some(number) = texts(at, GuaranteeNumber::LENGTH).and_then(|text| text.parse::<GuaranteeNumber>().ok()) else { continue };
        let after = at + GuaranteeNumber::LENGTH;
        let code = (after..after + NEAR).find_map(|from| texts(from, CODE).and_then(|text| text.parse::<CheckCode>().ok()));
        if let Some(code) = code
            && !pairs.iter().any(|(known, _)| *known == number)
        {
            pairs.push((number, code));
        }
        if pairs.len() == NAMED_MAX {
            break;
        }
    }
    pairs
}
