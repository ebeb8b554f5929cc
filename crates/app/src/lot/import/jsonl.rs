use super::{BATCH, FeedRow, Feeding, unreadable};
use crate::error::{AppError, FieldError};
use crate::lot::LotRecord;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// What some editors write before the first line of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// Longest line, in bytes; a longer one is skipped without being read whole.
const LINE_MAX: u64 = 64 * 1024;

/// Reads JSON lines on a thread of its own, and hands them on as they come; a full channel makes it wait.
pub(super) async fn feed(path: &Path, feeding: &mut Feeding<'_>) -> Result<(), AppError> {
    let (send, mut receive) = tokio::sync::mpsc::channel::<Vec<FeedRow>>(2);
    let file = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || {
        let mut batch = Vec::with_capacity(BATCH);
        let mut push = |row: FeedRow| {
            batch.push(row);
            batch.len() < BATCH || send.blocking_send(std::mem::take(&mut batch)).is_ok()
        };
        let outcome = read(&file, &mut push);
        // Whoever stopped listening has its own error.
        let _ = send.blocking_send(batch);
        outcome
    });
    while let Some(batch) = receive.recv().await {
        for row in batch {
            feeding.push(row).await?;
        }
    }
    reading.await.map_err(|error| AppError::Bug(error.to_string()))?
}

/// Reads one record a line; empty lines are passed over.
fn read(path: &Path, push: &mut dyn FnMut(FeedRow) -> bool) -> Result<(), AppError> {
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
        if number == 1 && line.starts_with(MARK) {
            line.drain(..MARK.len());
        }
        let whole = |message: String| Err(vec![FieldError::new("", message)]);
        let content = if line.last() != Some(&b'\n') && line.len() as u64 == LINE_MAX {
            skip_line(&mut reader)?;
            whole(format!("整行超过 {LINE_MAX} 字节"))
        } else if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        } else {
            record(&line).or_else(whole)
        };
        if !push(FeedRow { number, content }) {
            return Ok(());
        }
    }
}

/// A record whose fields are texts or plain numbers; a field that is `null` has not been filled in.
fn record(line: &[u8]) -> Result<LotRecord, String> {
    let value: serde_json::Value =
        serde_json::from_slice(line).map_err(|error| format!("不是有效的 JSON 记录（第 {} 个字符处）", error.column()))?;
    let serde_json::Value::Object(fields) = value else { return Err("应为一个 JSON 对象，如 {\"section_no\": …}".into()) };
    let mut record = LotRecord::default();
    for (field, value) in fields {
        let text = match value {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) => text,
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::Bool(_) | serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
                return Err(format!("“{field}”应为文本或数字"));
            }
        };
        if !record.set(&field, text) {
            return Err(format!("没有“{}”这个数据项", field.chars().take(40).collect::<String>()));
        }
    }
    Ok(record)
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
