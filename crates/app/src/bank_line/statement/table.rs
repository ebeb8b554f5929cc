//! Statements as tables: CSV and XLSX, with the headings that banks give their columns.

use super::{Row, unreadable};
use crate::error::{AppError, FieldError};
use calamine::{Data, Reader, Xlsx};
use documents::package::unpacks_within;
use std::io::Cursor;

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Account,
    Credit,
    /// An amount whose direction another column tells.
    Amount,
    Direction,
    Time,
    /// The time of day, where the date has a column of its own.
    TimeOfDay,
    PayerName,
    PayerAccount,
    Remark,
    Reference,
}

/// Headings, as they stand on the statements of Chinese banks.
const HEADINGS: [(Column, &[&str]); 10] = [
    (Column::Account, &["账号", "本方账号", "账户"]),
    (Column::Credit, &["贷方发生额", "贷方金额", "收入金额", "收入", "贷方", "转入金额"]),
    (Column::Amount, &["金额", "交易金额", "发生额"]),
    (Column::Direction, &["借贷标志", "借贷", "收支", "收支方向", "借/贷"]),
    (Column::Time, &["交易时间", "交易日期", "记账日期", "入账时间", "日期", "交易日"]),
    (Column::TimeOfDay, &["时间", "交易时刻"]),
    (Column::PayerName, &["对方户名", "付款人", "付款人名称", "对方名称", "对手户名", "对方单位"]),
    (Column::PayerAccount, &["对方账号", "付款账号", "付款人账号", "对手账号"]),
    (Column::Remark, &["附言", "摘要", "用途", "备注", "交易附言"]),
    (Column::Reference, &["流水号", "交易流水号", "交易流水", "凭证号", "银行流水号"]),
];

/// Most bytes a workbook may unpack to.
const UNPACKED_MAX: u64 = 64 << 20;

/// Rows that may stand above the headings: the bank's letterhead, the account, the period.
const LETTERHEAD: usize = 20;

/// What a heading says, without units and decoration.
fn column(heading: &str) -> Option<Column> {
    let plain: String = heading.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.split(['（', '(', '[']).next().unwrap_or("");
    HEADINGS.iter().find(|(_, names)| names.contains(&plain)).map(|(column, _)| *column)
}

/// The rows below the headings.
fn read(lines: impl Iterator<Item = (usize, Vec<String>)>) -> Result<Vec<Row>, AppError> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    let mut rows = Vec::new();
    for (index, (number, cells)) in lines.enumerate() {
        if columns.is_empty() {
            let found: Vec<_> = cells.iter().map(|cell| column(cell)).collect();
            let has = |wanted: Column| found.contains(&Some(wanted));
            if (has(Column::Credit) || has(Column::Amount)) && has(Column::Time) {
                columns = found;
            } else if index >= LETTERHEAD {
                break;
            }
            continue;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        rows.push(row(number, &columns, &cells));
    }
    if columns.is_empty() {
        let message = "没有找到表头。须有“交易时间”“贷方发生额（或金额与借贷标志）”“对方户名”“附言”“流水号”等列";
        return Err(AppError::Invalid(vec![FieldError::new("file", message)]));
    }
    Ok(rows)
}

fn row(number: usize, columns: &[Option<Column>], cells: &[String]) -> Row {
    let cell = |wanted: Column| {
        let found = columns.iter().zip(cells).find(|(column, cell)| **column == Some(wanted) && !cell.trim().is_empty());
        found.map(|(_, cell)| cell.trim().to_owned()).unwrap_or_default()
    };
    let debit = ["借", "支", "D", "支出", "往账"].contains(&cell(Column::Direction).as_str());
    let amount = if columns.contains(&Some(Column::Credit)) { cell(Column::Credit) } else { cell(Column::Amount) };
    // Remark and purpose are often two columns; the reference may stand in either.
    let remarks: Vec<&str> =
        columns.iter().zip(cells).filter(|(column, _)| **column == Some(Column::Remark)).map(|(_, cell)| cell.trim()).collect();
    Row {
        number,
        account: cell(Column::Account).chars().filter(|c| !c.is_whitespace()).collect(),
        amount: if debit { String::new() } else { amount },
        booked_at: format!("{} {}", cell(Column::Time), cell(Column::TimeOfDay)).trim().to_owned(),
        payer_name: cell(Column::PayerName),
        payer_account: cell(Column::PayerAccount),
        remark: remarks.join(" ").trim().to_owned(),
        reference: cell(Column::Reference),
    }
}

/// A statement as comma- or tab-separated text.
pub(super) fn csv(text: &str) -> Result<Vec<Row>, AppError> {
    let count = |separator: char| text.lines().take(LETTERHEAD).flat_map(|line| line.matches(separator)).count();
    let separator = if count('\t') > count(',') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let number = record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(usize::MAX));
        // Banks put a tab before long numbers, to keep spreadsheets from rounding them.
        lines.push((number, record.iter().map(|cell| cell.trim_matches(['\t', '\'', '=', '"', ' ']).to_owned()).collect()));
    }
    read(lines.into_iter())
}

fn text(cell: &Data) -> String {
    if let Data::DateTime(serial) = cell {
        let (year, month, day, hour, minute, second, _) = serial.to_ymd_hms_milli();
        return format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    }
    cell.to_string()
}

/// A statement as a workbook; its first sheet counts.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Row>, AppError> {
    if !unpacks_within(bytes, UNPACKED_MAX) {
        return Err(unreadable("工作簿已损坏，或解压后超过 64 MB"));
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheet = workbook.worksheet_range_at(0).ok_or_else(|| unreadable("没有工作表"))?.map_err(unreadable)?;
    let first = sheet.start().map_or(0, |(row, _)| usize::try_from(row).unwrap_or(0));
    read(sheet.rows().enumerate().map(|(index, cells)| (first + index + 1, cells.iter().map(text).collect())))
}
