//! What goes through the pipes.

use super::{Pages, Picture, Sheet, Stamp, TypesetError};
use child::{read, read_block, write, write_block};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

#[derive(Serialize, Deserialize)]
struct Head {
    stamps: Vec<Stamp>,
    pictures: Vec<Picture>,
}

/// Sends a sheet.
///
/// # Errors
/// When the pipe is gone.
pub fn write_sheet(output: &mut impl Write, sheet: &Sheet) -> io::Result<()> {
    write(output, sheet)?;
    output.flush()
}

/// Takes the next sheet; `None` at the end.
///
/// # Errors
/// When the pipe is gone or carries something else.
pub fn read_sheet(input: &mut impl Read) -> io::Result<Option<Sheet>> {
    read(input)
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
    write(output, &head)?;
    write_block(output, pdf)?;
    write_block(output, ofd)?;
    output.flush()
}

/// Takes what became of a sheet.
///
/// # Errors
/// When the pipe is gone or carries something else.
pub fn read_answer(input: &mut impl Read) -> io::Result<Result<Pages, TypesetError>> {
    let head: Result<Head, TypesetError> = read(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut block = || -> io::Result<Vec<u8>> { read_block(input)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into()) };
    let (pdf, ofd) = (block()?, block()?);
    Ok(head.map(|Head { stamps, pictures }| Pages { pdf, ofd, pictures, stamps }))
}
