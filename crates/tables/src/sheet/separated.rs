//! Text with separators: comma, tab, semicolon or bar, whichever the first lines agree on.

use super::{Line, Push};
use crate::Unreadable;
use crate::text::shown;

/// Lines by which the separator is found.
const LOOKED_AT: usize = 80;
const SEPARATORS: [char; 4] = [',', '\t', ';', '|'];

/// The separator that stands most often in the line that has the most of it: headings and rows have many, a letterhead few.
fn separator(text: &str) -> u8 {
    let count = |separator: char| text.lines().take(LOOKED_AT).map(|line| line.matches(separator).count()).max().unwrap_or(0);
    // Of equal counts the first named: a tab before long numbers does not make a file tab-separated.
    let best = SEPARATORS.into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(',');
    u8::try_from(best).unwrap_or(b',')
}

pub(super) fn read(text: &str, push: &mut Push<'_>) -> Result<(), Unreadable> {
    let head: String = text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    if ["<html", "<!doctype", "<table", "<?xml", "<meta"].iter().any(|mark| head.starts_with(mark)) {
        return Err(Unreadable::new("文件实为网页格式，请用表格软件打开后另存为 XLSX 再导入"));
    }
    if head.contains('\0') || head.starts_with("%pdf") {
        return Err(Unreadable::new("不是表格文件，请导入 CSV、XLSX、XLS 或 MT940 格式的对账单"));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator(text)).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {
                let number = record.position().map_or(0, csv::Position::line);
                push(Line { number, cells: record.iter().map(shown).collect() })?;
            }
            Ok(false) => return Ok(()),
            Err(error) => return Err(Unreadable::new(format!("文本表格有误：{error}"))),
        }
    }
}
