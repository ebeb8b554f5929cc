//! Feeds as tables (XLSX, XLS, CSV), read line by line in the confined reader.

use super::{FeedRow, Feeding, unreadable};
use crate::error::{AppError, FieldError};
use crate::lot::LotRecord;
use crate::lot::record::FIELDS;
use crate::world::World;
use std::path::Path;
use tables::reading::{Kind, Part};

/// Headings beside the dictionary's names, without their brackets: a unit or a hint may stand behind them.
const HEADINGS: [(&str, &str); 11] = [
    ("类别", "subject"),
    ("交易类型", "trade"),
    ("标段编号", "section_no"),
    ("标段名称", "section_name"),
    ("招标人", "creditor"),
    ("招标人统一社会信用代码", "creditor_scc"),
    ("代理机构", "agency"),
    ("投标保证金", "guarantee_amount"),
    ("合同估算价", "estimate"),
    ("开标时间", "bid_open_time"),
    ("投标有效期", "valid_day"),
];
/// The units that a field is read in; nothing for one that has none.
fn units(field: &str) -> (&'static [&'static str], &'static str) {
    match field {
        "guarantee_amount" | "estimate" => (&["元", "人民币元", "人民币", "单位:元", "单位：元", "cny", "rmb", "¥"], "元"),
        "valid_day" => (&["天", "日", "日历天", "日历日", "自然天", "自然日", "单位:天", "单位：天", "单位:日", "单位：日"], "天"),
        _ => (&[], ""),
    }
}
/// Lines that may stand above the headings: a title.
const TITLES: usize = 20;

/// Reads a table, and hands its rows on as they come.
pub(super) async fn read(world: &World, path: &Path, feeding: &mut Feeding<'_>) -> Result<(), AppError> {
    let most = u64::try_from(tables::FILE_MAX).unwrap_or(u64::MAX);
    if std::fs::metadata(path).map_err(unreadable)?.len() > most {
        return Err(unreadable(format!("超过 {} MB，请改用 .jsonl", most >> 20)));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let mut parts = world.reader.read(Kind::Lines, bytes).await?;
    let (mut columns, mut above) = (Vec::new(), 0);
    while let Some(part) = parts.recv().await {
        match part {
            Part::Lines(lines) => {
                for (number, cells) in lines {
                    if columns.is_empty() {
                        columns = headings(&cells)?;
                        above += 1;
                        if columns.is_empty() && above > TITLES {
                            break;
                        }
                    } else if cells.iter().any(|cell| !cell.trim().is_empty()) {
                        feeding.push(FeedRow { number, content: Ok(record(&columns, cells)) }).await?;
                    }
                }
            }
            Part::End if columns.is_empty() => {
                return Err(AppError::Invalid(vec![FieldError::new("file", "没有找到表头“标段编号”，请使用模板")]));
            }
            Part::End => return Ok(()),
            Part::Unreadable(reason) => return Err(unreadable(reason)),
            Part::Rows(_) | Part::Read(_) | Part::Invoice(_) => break,
        }
    }
    Err(AppError::Unavailable("the reader ended before its answer".into()))
}

fn record(columns: &[Option<&'static str>], cells: Vec<String>) -> LotRecord {
    let mut record = LotRecord::default();
    for (field, text) in columns.iter().zip(cells) {
        if let Some(field) = field {
            record.set(field, text);
        }
    }
    record
}

/// What the columns are; nothing when the line is none of headings.
///
/// # Errors
/// For a column in another unit than the dictionary's.
fn headings(cells: &[String]) -> Result<Vec<Option<&'static str>>, AppError> {
    let found: Vec<_> = cells.iter().map(|cell| heading(cell)).collect::<Result<_, _>>()?;
    Ok(if found.contains(&Some("section_no")) { found } else { Vec::new() })
}

fn heading(text: &str) -> Result<Option<&'static str>, AppError> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    if let Some(field) = FIELDS.into_iter().find(|field| *field == plain) {
        return Ok(Some(field));
    }
    let (name, unit) = plain.split_once(['（', '(', '[', '【']).unwrap_or((&plain, ""));
    let Some((_, field)) = HEADINGS.into_iter().find(|(heading, _)| *heading == name) else { return Ok(None) };
    let unit = unit.trim_end_matches(['）', ')', ']', '】']).to_lowercase();
    let (units, wanted) = units(field);
    if !units.is_empty() && !unit.is_empty() && !units.contains(&unit.as_str()) {
        return Err(unreadable(format!("“{}”列的单位不是{wanted}，请换算成{wanted}后再导入", text.trim())));
    }
    Ok(Some(field))
}
