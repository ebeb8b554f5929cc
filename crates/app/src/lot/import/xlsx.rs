use super::{FeedRow, unreadable};
use crate::error::{AppError, FieldError};
use crate::lot::LotRecord;
use crate::lot::record::FIELDS;
use calamine::{Data, DataRef, Reader, Xlsx, open_workbook};
use std::path::Path;

/// Largest workbook, in bytes as stored.
const FILE_MAX: u64 = 256 * 1024 * 1024;

/// Chinese headings beside the dictionary's names.
const HEADINGS: [(&str, &str); 9] = [
    ("标段编号", "section_no"),
    ("标段名称", "section_name"),
    ("招标人", "creditor"),
    ("招标人统一社会信用代码", "creditor_scc"),
    ("代理机构", "agency"),
    ("投标保证金（元）", "guarantee_amount"),
    ("合同估算价（元）", "estimate"),
    ("开标时间", "bid_open_time"),
    ("投标有效期（天）", "valid_day"),
];

/// Reads the first sheet cell by cell; its first row has the headings.
pub(super) fn read(path: &Path, push: &mut dyn FnMut(FeedRow) -> bool) -> Result<(), AppError> {
    if std::fs::metadata(path).map_err(unreadable)?.len() > FILE_MAX {
        return Err(unreadable("超过 256 MB，请改用 .jsonl"));
    }
    let mut workbook: Xlsx<_> = open_workbook(path).map_err(|error: calamine::XlsxError| unreadable(error))?;
    let sheet = workbook.sheet_names().first().cloned().ok_or_else(|| unreadable("没有工作表"))?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(unreadable)?;
    let mut columns: Vec<Option<&'static str>> = Vec::new();
    let mut current: Option<(u32, LotRecord)> = None;
    // As the spreadsheet numbers its rows.
    let number = |row: u32| u64::from(row) + 1;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let text = text(cell.get_value());
        if row == 0 {
            if column < 100 {
                columns.resize(columns.len().max(column + 1), None);
                columns[column] = heading(text.trim());
            }
            continue;
        }
        if current.as_ref().is_some_and(|(at, _)| *at != row)
            && let Some((at, record)) = current.take()
            && !push(FeedRow { number: number(at), content: Ok(record) })
        {
            return Ok(());
        }
        let (_, record) = current.get_or_insert_with(|| (row, LotRecord::default()));
        if let Some(Some(field)) = columns.get(column) {
            record.set(field, text);
        }
    }
    if !columns.contains(&Some("section_no")) {
        return Err(AppError::Invalid(vec![FieldError::new("file", "第一行缺少表头“标段编号”，请使用模板")]));
    }
    if let Some((at, record)) = current {
        push(FeedRow { number: number(at), content: Ok(record) });
    }
    Ok(())
}

fn heading(text: &str) -> Option<&'static str> {
    let by_name = FIELDS.into_iter().find(|field| *field == text);
    by_name.or_else(|| HEADINGS.into_iter().find(|(heading, _)| *heading == text).map(|(_, field)| field))
}

/// The cell as a person would have typed it: whole numbers without a fraction, dates as civil time.
fn text(value: &DataRef<'_>) -> String {
    match Data::from(value.clone()) {
        Data::String(text) => text,
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(serial) => {
            let (year, month, day, hour, minute, second, _) = serial.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        Data::DateTimeIso(text) => text.replace('T', " "),
        Data::DurationIso(text) => text,
        Data::Error(_) | Data::Empty => String::new(),
    }
}
