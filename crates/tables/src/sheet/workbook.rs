//! Workbooks: XLSX cell by cell, so that nothing is reserved for cells that are not there; the older kinds as the library has them.

use super::{Line, Push, cell};
use crate::text::shown;
use crate::{COLUMNS_MAX, Unreadable};
use calamine::{Data, Reader, Sheets, open_workbook_auto_from_rs};
use std::io::Cursor;

fn unreadable(error: impl std::fmt::Display) -> Unreadable {
    let text = error.to_string();
    if text.to_lowercase().contains("password") {
        return Unreadable::new("工作簿设有打开密码，请取消密码后再导入");
    }
    Unreadable::new(format!("工作簿无法读取（{text}），请用表格软件打开后另存为 XLSX 再导入"))
}

/// Sheets beside the first that are looked at.
const BESIDE_MAX: usize = 31;

type Workbook<'a> = Sheets<Cursor<&'a [u8]>>;

/// Reads the first sheet; gives back the names of the others that hold anything.
pub(super) fn read(bytes: &[u8], push: &mut Push<'_>) -> Result<Vec<String>, Unreadable> {
    let mut workbook: Workbook<'_> = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let names = workbook.sheet_names();
    let (first, beside) = names.split_first().ok_or_else(|| Unreadable::new("工作簿没有工作表"))?;
    read_first(&mut workbook, first, push)?;
    Ok(beside.iter().take(BESIDE_MAX).filter(|name| holds_anything(&mut workbook, name)).cloned().collect())
}

/// Whether a sheet has a cell with something in it; one that cannot be read is taken to have.
fn holds_anything(workbook: &mut Workbook<'_>, name: &str) -> bool {
    if let Sheets::Xlsx(workbook) = workbook {
        let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { return false };
        loop {
            match cells.next_cell() {
                Ok(Some(found)) if cell::text(&Data::from(found.get_value().clone())).trim().is_empty() => {}
                Ok(Some(_)) | Err(_) => return true,
                Ok(None) => return false,
            }
        }
    }
    workbook.worksheet_range(name).is_ok_and(|sheet| sheet.used_cells().any(|(_, _, value)| !cell::text(value).trim().is_empty()))
}

fn read_first(workbook: &mut Workbook<'_>, first: &str, push: &mut Push<'_>) -> Result<(), Unreadable> {
    if let Sheets::Xlsx(workbook) = workbook {
        let mut cells = workbook.worksheet_cells_reader(first).map_err(unreadable)?;
        let mut lines = Lines { line: None, push };
        while let Some(found) = cells.next_cell().map_err(unreadable)? {
            let (row, column) = found.get_position();
            lines.put(row, column, cell::text(&Data::from(found.get_value().clone())))?;
        }
        return lines.end();
    }
    let sheet = workbook.worksheet_range_at(0).ok_or_else(|| Unreadable::new("工作簿没有工作表"))?.map_err(unreadable)?;
    let start = sheet.start().unwrap_or_default();
    let mut lines = Lines { line: None, push };
    for (row, column, value) in sheet.used_cells() {
        let at = |offset: u32, number: usize| u32::try_from(number).ok().and_then(|number| offset.checked_add(number));
        let (Some(row), Some(column)) = (at(start.0, row), at(start.1, column)) else { break };
        lines.put(row, column, cell::text(value))?;
    }
    lines.end()
}

/// Cells gathered into lines.
struct Lines<'a, 'b> {
    line: Option<(u32, Vec<String>)>,
    push: &'a mut Push<'b>,
}

impl Lines<'_, '_> {
    fn put(&mut self, row: u32, column: u32, text: String) -> Result<(), Unreadable> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= COLUMNS_MAX {
            return Err(Unreadable::new(format!("第 {} 行超过 {COLUMNS_MAX} 列", u64::from(row) + 1)));
        }
        if self.line.as_ref().is_some_and(|(at, _)| *at > row) {
            return Err(Unreadable::new("工作簿的行次序有误，请用表格软件打开后另存为 XLSX 再导入"));
        }
        if self.line.as_ref().is_some_and(|(at, _)| *at < row) {
            self.flush()?;
        }
        let (_, cells) = self.line.get_or_insert_with(|| (row, Vec::new()));
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = shown(&text);
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Unreadable> {
        match self.line.take() {
            Some((row, cells)) => (self.push)(Line { number: u64::from(row) + 1, cells }),
            None => Ok(()),
        }
    }

    fn end(mut self) -> Result<(), Unreadable> {
        self.flush()
    }
}
