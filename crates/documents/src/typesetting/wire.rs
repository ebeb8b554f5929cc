//! What goes through the pipes.

use super::{Pages, Picture, Sheet, Stamp, TypesetError};
use crate::ofd::parts::Package;
use child::{read, read_block, write, write_block};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

#[derive(Serialize, Deserialize)]
struct Head {
    stamps: Vec<Stamp>,
    pictures: Vec<Picture>,
    /// What the parts of the OFD are called, which follow one after another.
    parts: Vec<String>,
}

/// Sends a sheet.
///
/// # Errors
/// When the pipe is gone.
pub fn write_sheet(output: &mut impl Write, sheet: &Sheet) -> io::Result<()> {
    write(output, sheet)?;
    write_block(output, &sheet.images)?;
    output.flush()
}

/// Takes the next sheet; `None` at the end.
///
/// # Errors
/// When the pipe is gone or carries something else.
pub fn read_sheet(input: &mut impl Read) -> io::Result<Option<Sheet>> {
    let Some(sheet) = read::<Sheet>(input)? else { return Ok(None) };
    let images = read_block(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok(Some(Sheet { images, ..sheet }))
}

/// Sends what became of a sheet.
///
/// # Errors
/// When the pipe is gone.
pub fn write_answer(output: &mut impl Write, answer: &Result<Pages, TypesetError>) -> io::Result<()> {
    match answer {
        Ok(pages) => {
            let parts = pages.ofd.parts().map(|(path, _)| path.to_owned()).collect();
            write(output, &Ok::<_, TypesetError>(Head { stamps: pages.stamps.clone(), pictures: pages.pictures.clone(), parts }))?;
            write_block(output, &pages.pdf)?;
            pages.ofd.parts().try_for_each(|(_, bytes)| write_block(output, bytes))?;
        }
        Err(error) => write(output, &Err::<Head, _>(error))?,
    }
    output.flush()
}

/// Takes what became of a sheet.
///
/// # Errors
/// When the pipe is gone or carries something else.
pub fn read_answer(input: &mut impl Read) -> io::Result<Result<Pages, TypesetError>> {
    let head: Result<Head, TypesetError> = read(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let Head { stamps, pictures, parts } = match head {
        Ok(head) => head,
        Err(error) => return Ok(Err(error)),
    };
    let mut block = || -> io::Result<Vec<u8>> { read_block(input)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into()) };
    let pdf = block()?;
    let parts = parts.into_iter().map(|path| Ok((path, block()?))).collect::<io::Result<Vec<_>>>()?;
    let ofd = Package::of(parts).map_err(|flaw| io::Error::new(io::ErrorKind::InvalidData, flaw.to_string()))?;
    Ok(Ok(Pages { pdf, ofd, pictures, stamps }))
}
