//! Verifying a letter, for anyone: by number and check code, or by the file. The answer is genuine, altered, or not issued here.

use crate::error::AppError;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::guarantee::Guarantee;
use domain::number::{CheckCode, GuaranteeNumber};
use gm::certificate::Certificate;
use gm::digest::sm3_hex;

/// Largest file that is looked at, in bytes.
pub const FILE_MAX: usize = 20 * 1024 * 1024;

/// The answer.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Issued here; the file, if one was given, is the very one, and its signature verifies.
    Genuine(Box<Guarantee>),
    /// The file names a guarantee that was issued here, number and check code right, but its bytes are not the issued ones.
    Altered,
    /// Nothing here was issued under this number and code, nor is this file known.
    NotIssued,
}

/// Whether the institution's signature over the issued bytes verifies. The certificate was checked when the letter was issued; a
/// letter outlives it.
fn signed(guarantee: &Guarantee, bytes: &[u8]) -> bool {
    let letter = &guarantee.letter;
    let (Ok(certificate), Ok(signature)) = (STANDARD.decode(&letter.certificate), STANDARD.decode(&letter.signature)) else { return false };
    let key = Certificate::from_der(&certificate).and_then(|certificate| certificate.public_key());
    key.is_ok_and(|key| key.verify(bytes, &signature).is_ok())
}

/// Verifies by number and check code. A wrong code for a right number is answered like a number that does not exist.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn by_number(world: &World, number: &str, code: &str) -> Result<Verdict, AppError> {
    let (Ok(number), Ok(code)) = (number.parse::<GuaranteeNumber>(), code.parse::<CheckCode>()) else { return Ok(Verdict::NotIssued) };
    let known = store::guarantee::load_by_number(&mut world.store.reader(), &number).await?;
    Ok(match known.filter(|guarantee| same(guarantee, &code)) {
        Some(guarantee) => Verdict::Genuine(Box::new(guarantee)),
        None => Verdict::NotIssued,
    })
}

fn same(guarantee: &Guarantee, code: &CheckCode) -> bool {
    use subtle::ConstantTimeEq;
    guarantee.check_code.as_str().as_bytes().ct_eq(code.as_str().as_bytes()).into()
}

/// Verifies a file.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn by_file(world: &World, bytes: &[u8]) -> Result<Verdict, AppError> {
    let mut reader = world.store.reader();
    if let Some(guarantee) = store::guarantee::load_by_digest(&mut reader, &sm3_hex(bytes)).await? {
        return Ok(if signed(&guarantee, bytes) { Verdict::Genuine(Box::new(guarantee)) } else { Verdict::Altered });
    }
    for (number, code) in named(bytes) {
        let known = store::guarantee::load_by_number(&mut reader, &number).await?;
        if known.is_some_and(|guarantee| same(&guarantee, &code)) {
            return Ok(Verdict::Altered);
        }
    }
    Ok(Verdict::NotIssued)
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
