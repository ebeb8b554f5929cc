//! Verifying, for anyone: by number and check code, or by a file: ours, or any institution's signed PDF or OFD.

use crate::error::AppError;
use crate::world::World;
use domain::document::DocumentKind;
use domain::guarantee::Guarantee;
use domain::number::{CheckCode, GuaranteeNumber};
use std::sync::Arc;

use documents::verify::{Budget, Origin, Refusal};
pub use documents::verify::{FILE_MAX, Note, Report, Signature};

/// The answer.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Issued here; the file, if one was given, is the very one, and its signatures verify.
    Genuine(Box<Guarantee>, DocumentKind),
    /// The file names a guarantee that was issued here, number and check code right, but its bytes are not the issued ones.
    Altered,
    /// Another institution's file that is signed in full by a trusted certificate.
    Foreign,
    /// Nothing here was issued under this number and code, nor is this file known or well signed.
    NotIssued,
}

/// Verifies by number and check code. A wrong code for a right number is answered like a number that does not exist.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn by_number(world: &World, number: &str, code: &str) -> Result<Verdict, AppError> {
    let (Ok(number), Ok(code)) = (number.parse::<GuaranteeNumber>(), code.parse::<CheckCode>()) else { return Ok(Verdict::NotIssued) };
    let known = store::guarantee::load_by_number(&mut world.store.reader(), &number).await?;
    Ok(match known.filter(|guarantee| same(guarantee, &code)) {
        Some(guarantee) => Verdict::Genuine(Box::new(guarantee), DocumentKind::Letter),
        None => Verdict::NotIssued,
    })
}

fn same(guarantee: &Guarantee, code: &CheckCode) -> bool {
    use subtle::ConstantTimeEq;
    guarantee.check_code.as_str().as_bytes().ct_eq(code.as_str().as_bytes()).into()
}

/// What the strict verifier finds in an institution's file. The jobs that ask are few; they wait for no stranger's file.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn examine(world: &World, bytes: Vec<u8>) -> Result<Report, AppError> {
    look(world, Origin::Institution, Budget::Full, Arc::new(bytes)).await
}

async fn look(world: &World, origin: Origin, budget: Budget, bytes: Arc<Vec<u8>>) -> Result<Report, AppError> {
    let (trust, now, verifier) = (world.trust.documents()?, world.now().seconds(), world.verifier.clone());
    let task = tokio::task::spawn_blocking(move || verifier.verify_from(origin, budget, &bytes, &trust, now));
    let report = task.await.map_err(|error| AppError::Bug(error.to_string()))?;
    report.map_err(|error| AppError::Unavailable(error.to_string()))
}

/// Verifies a file that somebody at this network address brought: what the strict verifier finds in it, and whether it is known here.
/// Addresses take turns ([`Turns`](super::turns::Turns)); a file that bears a number of ours, or is one of ours, may cost more.
///
/// # Errors
/// [`AppError::Busy`] when too many files wait; [`AppError::Unavailable`].
pub async fn by_file(world: &World, address: &str, bytes: Vec<u8>) -> Result<(Verdict, Report), AppError> {
    let _turn = world.verifications.take(address, bytes.len()).await?;
    let bytes = Arc::new(bytes);
    let mut reader = world.store.reader();
    let mut bears = false;
    for (number, code) in named(&bytes) {
        let known = store::guarantee::load_by_number(&mut reader, &number).await?;
        bears |= known.is_some_and(|guarantee| same(&guarantee, &code));
    }
    let budget = if bears { Budget::Full } else { Budget::Small };
    let mut report = look(world, Origin::Anyone, budget, Arc::clone(&bytes)).await?;
    let known = store::guarantee::load_by_digest(&mut reader, &report.digest).await?;
    if known.is_some() && budget == Budget::Small && report.reasons().any(|reason| reason == Refusal::Exhausting) {
        report = look(world, Origin::Anyone, Budget::Full, Arc::clone(&bytes)).await?;
    }
    if let Some((guarantee, kind)) = known {
        // The register knows these very bytes: a letter of an institution's own system needs no record of ours to be known.
        let sound = report.accepted || report.lacks_only_the_record();
        return Ok((if sound { Verdict::Genuine(Box::new(guarantee), kind) } else { Verdict::Altered }, report));
    }
    let foreign = if report.accepted { Verdict::Foreign } else { Verdict::NotIssued };
    Ok((if bears { Verdict::Altered } else { foreign }, report))
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
