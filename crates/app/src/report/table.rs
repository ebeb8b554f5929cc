//! A list as a workbook: one sheet, a heading, rows.

use crate::error::AppError;
use domain::money::Cny;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// How wide a column is, in characters.
const WIDTH: f64 = 22.0;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words. What begins with `=` stays what a person typed.
    Text(String),
    /// An amount in 元.
    Money(Cny),
}

/// The number a cell has: read from its decimal text, so that nothing is computed with fractions.
fn yuan(amount: Cny) -> f64 {
    amount.plain().parse().unwrap_or_default()
}

fn made(title: &str, headings: &[&str], rows: impl Iterator<Item = Vec<Value>>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(title)?;
    let (bold, money) = (Format::new().set_bold().set_background_color("E3EEF2"), Format::new().set_num_format("#,##0.00"));
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, *heading, &bold)?.set_column_width(column, WIDTH)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, values) in (1..).zip(rows) {
        for (column, value) in (0..).zip(values) {
            match value {
                Value::Text(text) => sheet.write_string(row, column, text)?,
                Value::Money(amount) => sheet.write_number_with_format(row, column, yuan(amount), &money)?,
            };
        }
    }
    book.save_to_buffer()
}

/// The list as XLSX.
///
/// # Errors
/// [`AppError::Bug`].
pub fn table(title: &str, headings: &[&str], rows: impl Iterator<Item = Vec<Value>>) -> Result<Vec<u8>, AppError> {
    made(title, headings, rows).map_err(|error| AppError::Bug(error.to_string()))
}
