//! Blocks of bytes, each behind its length.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, Read, Write};

/// Longest block, in bytes.
const BLOCK_MAX: u32 = 64 << 20;

/// Sends a block: its length, then its bytes.
///
/// # Errors
/// When the pipe is gone, or the block too large.
pub fn write_block(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= BLOCK_MAX);
    output.write_all(&length.ok_or(io::ErrorKind::FileTooLarge)?.to_be_bytes())?;
    output.write_all(bytes)
}

/// The next block; `None` at the end.
///
/// # Errors
/// When the pipe breaks, or the block is too large.
pub fn read_block(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let length = u32::from_be_bytes(length);
    if length > BLOCK_MAX {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    // As much memory as comes, not as much as is announced.
    let mut bytes = Vec::new();
    input.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() == usize::try_from(length).unwrap_or(usize::MAX) { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Sends a value as a block of JSON.
///
/// # Errors
/// As [`write_block`].
pub fn write(output: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    write_block(output, &serde_json::to_vec(value)?)
}

/// The next value; `None` at the end.
///
/// # Errors
/// As [`read_block`], and when the block is no such value.
pub fn read<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<T>> {
    Ok(read_block(input)?.map(|block| serde_json::from_slice(&block)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_come_out_as_they_went_in_and_a_cut_or_monstrous_one_is_an_error() {
        let mut pipe = Vec::new();
        write_block(&mut pipe, b"one").unwrap();
        write_block(&mut pipe, b"").unwrap();
        write(&mut pipe, &["two"]).unwrap();
        let mut input = pipe.as_slice();
        assert_eq!(read_block(&mut input).unwrap().as_deref(), Some(b"one".as_slice()));
        assert_eq!(read_block(&mut input).unwrap().as_deref(), Some(b"".as_slice()));
        assert_eq!(read::<Vec<String>>(&mut input).unwrap(), Some(vec!["two".to_owned()]));
        assert_eq!(read_block(&mut input).unwrap(), None);
        assert!(read_block(&mut &pipe[..5]).is_err(), "a block that was cut");
        assert!(read_block(&mut u32::MAX.to_be_bytes().as_slice()).is_err(), "a length that nobody means");
    }
}
