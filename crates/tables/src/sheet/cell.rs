//! A workbook's cell as a person would have typed it.

use calamine::{Data, ExcelDateTime};

/// Digits a spreadsheet keeps of a number; a longer one has been rounded.
const DIGITS_KEPT: f64 = 1e15;

/// The cell's text: numbers as they are shown, dates as civil time to the nearest second.
pub(super) fn text(value: &Data) -> String {
    match value {
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_shown(*number),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(serial) => instant(serial),
        Data::DateTimeIso(text) => text.replace('T', " "),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A number with at most fifteen digits, as spreadsheets show them; one that was rounded keeps its exponent, so that nobody takes it for
/// a serial number.
fn number_shown(number: f64) -> String {
    if number.abs() >= DIGITS_KEPT {
        return format!("{number:E}");
    }
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

/// A date cell holds days as a fraction: half past nine is 0.3958333…, which is a little less than half past nine.
fn instant(serial: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
    let part = |number: u8| i8::try_from(number).unwrap_or(0);
    let civil = i16::try_from(year)
        .ok()
        .and_then(|year| jiff::civil::DateTime::new(year, part(month), part(day), part(hour), part(minute), part(second), 0).ok());
    let Some(civil) = civil else { return String::new() };
    let rounded = if milli >= 500 { civil.saturating_add(jiff::Span::new().seconds(1)) } else { civil };
    // A time of day has no date: its day is the epoch's.
    if year <= 1900 && month <= 1 || year == 1899 {
        return rounded.strftime("%H:%M:%S").to_string();
    }
    rounded.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
