//! The pipe between the platform and `kaihan-reader`: a question and a file go in, batches of rows come out, then how it ended.

use crate::statement::{self, Row, Summary};
use crate::{FILE_MAX, Unreadable, attachment, invoice, sheet};
use domain::invoice::InvoiceSays;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// What a file is to be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Lines of cells.
    Lines,
    /// A bank statement.
    Statement,
    /// A picture or a PDF, of which it is asked whether it is whole.
    Attachment,
    /// A file of an invoice, of which it is asked besides what it says.
    Invoice,
}

/// What comes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Lines of a table: number and cells.
    Lines(Vec<(u64, Vec<String>)>),
    /// Rows of a statement.
    Rows(Vec<Row>),
    /// The statement has been read.
    Read(Summary),
    /// The table has been read, or the attachment is whole.
    End,
    /// The file of an invoice is whole, and says this.
    Invoice(InvoiceSays),
    /// It cannot be read.
    Unreadable(Unreadable),
}

/// Rows that go through the pipe at a time.
pub const BATCH: usize = 500;
/// Reads the next part.
///
/// # Errors
/// When the pipe is gone or carries something else.
pub fn read_part(input: &mut impl Read) -> io::Result<Part> {
    child::read(input)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// Writes the question: the kind, then the file to the end of the pipe.
///
/// # Errors
/// When the pipe is gone.
pub fn write_question(output: &mut impl Write, kind: Kind, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&[match kind {
        Kind::Lines => b'l',
        Kind::Statement => b's',
        Kind::Attachment => b'a',
        Kind::Invoice => b'i',
    }])?;
    output.write_all(bytes)?;
    output.flush()
}

/// Answers the one question that comes through `input`: what `kaihan-reader` does.
///
/// # Errors
/// When the pipe is gone or carries something else.
pub fn answer(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let mut kind = [0];
    input.read_exact(&mut kind)?;
    let mut bytes = Vec::new();
    input.take(u64::try_from(FILE_MAX).unwrap_or(0) + 1).read_to_end(&mut bytes)?;
    let mut gone = None;
    let last = match kind {
        [b'l'] => lines(&bytes, output, &mut gone).map(|()| Part::End),
        [b's'] => rows(&bytes, output, &mut gone).map(Part::Read),
        [b'a'] => attachment::look(&bytes).map(|()| Part::End),
        [b'i'] => invoice::look(&bytes).map(Part::Invoice),
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    if let Some(error) = gone {
        return Err(error);
    }
    child::write(output, &last.unwrap_or_else(Part::Unreadable))?;
    output.flush()
}

/// The pipe's end is the reading's end.
fn hand(output: &mut impl Write, part: &Part, gone: &mut Option<io::Error>) -> Result<(), Unreadable> {
    child::write(output, part).map_err(|error| {
        *gone = Some(error);
        Unreadable::new("读取已中止")
    })
}

fn lines(bytes: &[u8], output: &mut impl Write, gone: &mut Option<io::Error>) -> Result<(), Unreadable> {
    let mut batch = Vec::with_capacity(BATCH);
    sheet::lines(bytes, &mut |line| {
        batch.push((line.number, line.cells));
        if batch.len() < BATCH { Ok(()) } else { hand(output, &Part::Lines(std::mem::take(&mut batch)), gone) }
    })?;
    hand(output, &Part::Lines(batch), gone)
}

fn rows(bytes: &[u8], output: &mut impl Write, gone: &mut Option<io::Error>) -> Result<Summary, Unreadable> {
    let mut batch = Vec::with_capacity(BATCH);
    let summary = statement::read(bytes, &mut |row| {
        batch.push(row);
        if batch.len() < BATCH { Ok(()) } else { hand(output, &Part::Rows(std::mem::take(&mut batch)), gone) }
    })?;
    hand(output, &Part::Rows(batch), gone)?;
    Ok(summary)
}
