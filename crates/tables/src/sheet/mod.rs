//! Tables as lines of cells, whatever they were stored as.

mod cell;
mod separated;
mod workbook;

use crate::{CELL_MAX, COLUMNS_MAX, FILE_MAX, ROWS_MAX, Unreadable};

/// One line of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// As the file's own editor counts: the first line is 1.
    pub number: u64,
    /// What stands in it, from the left; empty cells at the end may be missing.
    pub cells: Vec<String>,
}

/// Takes one line after the other; what it answers with ends the reading.
pub type Push<'a> = dyn FnMut(Line) -> Result<(), Unreadable> + 'a;

/// Reads the first sheet of a workbook, or separated text, line by line. Gives back the names of the sheets beside it that hold anything: they
/// were not read.
///
/// # Errors
/// [`Unreadable`] when it is neither, larger than [`FILE_MAX`], [`ROWS_MAX`], [`COLUMNS_MAX`] or [`CELL_MAX`], or when `push` says so.
pub fn lines(bytes: &[u8], push: &mut Push<'_>) -> Result<Vec<String>, Unreadable> {
    if bytes.len() > FILE_MAX {
        return Err(Unreadable::new(format!("超过 {} MB，请按日期拆分后分次导入", FILE_MAX >> 20)));
    }
    let mut rows = 0_u64;
    let mut bounded = |line: Line| {
        rows += 1;
        if rows > ROWS_MAX {
            return Err(Unreadable::new(format!("超过 {ROWS_MAX} 行，请按日期拆分后分次导入")));
        }
        if line.cells.len() > COLUMNS_MAX {
            return Err(Unreadable::new(format!("第 {} 行超过 {COLUMNS_MAX} 列", line.number)));
        }
        if line.cells.iter().any(|cell| cell.len() > CELL_MAX && cell.chars().count() > CELL_MAX) {
            return Err(Unreadable::new(format!("第 {} 行有单元格超过 {CELL_MAX} 字", line.number)));
        }
        push(line)
    };
    match bytes {
        [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => workbook::read(bytes, &mut bounded),
        _ => separated::read(&crate::text::decode(bytes), &mut bounded).map(|()| Vec::new()),
    }
}
