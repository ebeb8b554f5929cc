use super::{FeedRow, unreadable};
use crate::error::{AppError, FieldError};
use crate::lot::LotRecord;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Longest line, in bytes; a longer one is skipped without being read whole.
const LINE_MAX: u64 = 64 * 1024;

/// Reads JSON lines, one record a line; empty lines are passed over.
pub(super) fn read(path: &Path, push: &mut dyn FnMut(FeedRow) -> bool) -> Result<(), AppError> {
    let mut reader = BufReader::new(std::fs::File::open(path).map_err(unreadable)?);
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        let read = reader.by_ref().take(LINE_MAX).read_until(b'\n', &mut line).map_err(unreadable)?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        let whole = |message: String| Err(vec![FieldError::new("", message)]);
        let content = if line.last() != Some(&b'\n') && line.len() as u64 == LINE_MAX {
            skip_line(&mut reader)?;
            whole(format!("整行超过 {LINE_MAX} 字节"))
        } else if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        } else {
            serde_json::from_slice::<LotRecord>(&line).or_else(|error| whole(format!("不是有效的 JSON 记录：{error}")))
        };
        if !push(FeedRow { number, content }) {
            return Ok(());
        }
    }
}

fn skip_line(reader: &mut impl BufRead) -> Result<(), AppError> {
    loop {
        let buffer = reader.fill_buf().map_err(unreadable)?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(buffer.len(), |end| end + 1);
        let done = buffer.is_empty() || end.is_some();
        reader.consume(length);
        if done {
            return Ok(());
        }
    }
}
