//! What goes through the pipes: blocks of bytes, each behind its length.

use super::{Pages, Sheet, Stamp, TypesetError};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Longest block, in bytes.
const BLOCK_MAX: u32 = 32 << 20;

#[derive(Serialize, Deserialize)]
struct Head {
    stamps: Vec<Stamp>,
    pictures: Vec<String>,
}

fn write_block(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= BLOCK_MAX);
    output.write_all(&length.ok_or(io::ErrorKind::FileTooLarge)?.to_be_bytes())?;
    output.write_all(bytes)
}

/// The next block; `None` at the end.
fn read_block(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let length = u32::from_be_bytes(length);
    if length > BLOCK_MAX {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    input.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() == usize::try_from(length).unwrap_or(usize::MAX) { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Sends a sheet.
///
/// # Errors
/// When the pipe is gone.
pub fn write_sheet(output: &mut impl Write, sheet: &Sheet) -> io::Result<()> {
    write_block(output, &serde_json::to_vec(sheet)?)?;
    output.flush()
}

/// Takes the next sheet; `None` at the end.
///
/// # Errors
/// When the pipe is gone or carries something else.
pub fn read_sheet(input: &mut impl Read) -> io::Result<Option<Sheet>> {
    Ok(read_block(input)?.map(|block| serde_json::from_slice(&block)).transpose()?)
}

/// Sends what became of a sheet.
///
/// # Errors
/// When the pipe is gone.
pub fn write_answer(output: &mut impl Write, answer: &Result<Pages, TypesetError>) -> io::Result<()> {
    let none = (Vec::new(), Vec::new());
    let (head, (pdf, ofd)) = match answer {
        Ok(pages) => (Ok(Head { stamps: pages.stamps.clone(), pictures: pages.pictures.clone() }), (&pages.pdf, &pages.ofd)),
        Err(error) => (Err(error), (&none.0, &none.1)),
    };
    write_block(output, &serde_json::to_vec(&head)?)?;
    write_block(output, pdf)?;
    write_block(output, ofd)?;
    output.flush()
}

/// Takes what became of a sheet.
///
/// # Errors
/// When the pipe is gone or carries something else.
pub fn read_answer(input: &mut impl Read) -> io::Result<Result<Pages, TypesetError>> {
    let mut block = || -> io::Result<Vec<u8>> { read_block(input)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into()) };
    let (head, pdf, ofd) = (block()?, block()?, block()?);
    let head: Result<Head, TypesetError> = serde_json::from_slice(&head)?;
    Ok(head.map(|Head { stamps, pictures }| Pages { pdf, ofd, pictures, stamps }))
}
