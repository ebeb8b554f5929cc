//! Bank statements, for institutions whose bank does not report to the platform: CSV, XLSX or MT940, taken in by their staff. Every
//! credit becomes a bank line and is matched like those that a bank reports; a credit that is known already changes nothing.

mod mt940;
mod table;

use super::receive::{Reported, record};
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::bank_line::LineSource;
use domain::money::Cny;
use domain::time::Timestamp;
use gm::digest::sm3_hex;

/// Largest statement, in bytes.
pub const FILE_MAX: usize = 5 * 1024 * 1024;
/// Most rows of a statement.
const ROWS_MAX: usize = 5_000;
/// Faults that are shown.
const FAULTS_MAX: usize = 100;

/// A row of a statement as its bank wrote it; a debit has no amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    /// As the file's own editor counts.
    number: usize,
    /// The account the statement is of, where it says so.
    account: String,
    amount: String,
    booked_at: String,
    payer_name: String,
    payer_account: String,
    remark: String,
    reference: String,
}

/// A row that cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which row, as the file's own editor counts.
    pub row: usize,
    /// What is wrong.
    pub reason: String,
}

/// What became of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows read.
    pub rows: usize,
    /// Debits, which are nobody's fee.
    pub debits: usize,
    /// Credits that were not known.
    pub recorded: usize,
    /// Credits that were.
    pub known: usize,
    /// Rows with a fault.
    pub faults: Vec<Fault>,
}

fn unreadable(reason: impl std::fmt::Display) -> AppError {
    AppError::Invalid(vec![FieldError::new("file", format!("对账单无法读取：{reason}"))])
}

/// The text of a statement: UTF-8, or what Chinese banks still write.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    }
}

/// The rows of a statement, whatever it is.
fn rows(bytes: &[u8]) -> Result<Vec<Row>, AppError> {
    if bytes.starts_with(b"PK") {
        return table::xlsx(bytes);
    }
    let text = text(bytes);
    let first = text.trim_start();
    if first.starts_with('{') || first.starts_with(":20:") { Ok(mt940::read(&text)) } else { table::csv(&text) }
}

/// An instant as banks write it: `2026-11-21 10:00:00`, `2026/1/5`, `20261121`, `20261121 100000`.
fn instant(text: &str) -> Option<Timestamp> {
    let mut parts: Vec<String> = Vec::new();
    for (index, group) in text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).enumerate() {
        let widths: &[usize] = match (index, group.len()) {
            (0, 14) => &[4, 2, 2, 2, 2, 2],
            (0, 8) => &[4, 2, 2],
            (_, 6) if index > 0 => &[2, 2, 2],
            _ => &[],
        };
        let mut rest = group;
        for width in widths {
            let (part, left) = rest.split_at_checked(*width)?;
            parts.push(part.to_owned());
            rest = left;
        }
        if !rest.is_empty() {
            parts.push(rest.to_owned());
        }
    }
    let part = |at: usize| parts.get(at).map_or("00", String::as_str);
    if parts.len() < 3 {
        return None;
    }
    let civil = format!("{}-{:0>2}-{:0>2} {:0>2}:{:0>2}:{:0>2}", part(0), part(1), part(2), part(3), part(4), part(5));
    Timestamp::parse_civil(&civil)
}

/// The amount credited; `None` for a debit.
fn credit(text: &str) -> Result<Option<Cny>, String> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，' | '¥' | '￥' | ' ' | '+')).collect();
    if plain.is_empty() || plain.starts_with('-') {
        return Ok(None);
    }
    let amount = Cny::parse_yuan(&plain).map_err(|error| format!("金额“{text}”：{error}"))?;
    Ok((amount != Cny::ZERO).then_some(amount))
}

fn reported(row: Row, own: &str) -> Result<Option<Reported>, String> {
    let Some(amount) = credit(&row.amount)? else { return Ok(None) };
    if !row.account.is_empty() && row.account != own {
        return Err(format!("账号 {} 不是本机构登记的收款账号", row.account));
    }
    let booked_at = instant(&row.booked_at).ok_or_else(|| format!("交易时间“{}”无法识别", row.booked_at))?;
    // A statement without serial numbers is known again by what its rows say.
    let described = format!("{}|{}|{}|{}", row.booked_at, row.amount, row.payer_account, row.remark);
    let serial = if row.reference.is_empty() { sm3_hex(described.as_bytes()).chars().take(24).collect() } else { row.reference };
    Ok(Some(Reported {
        reference: serial,
        account: own.to_owned(),
        amount,
        payer_name: row.payer_name,
        payer_account: row.payer_account,
        remark: row.remark,
        booked_at,
        source: LineSource::Statement,
    }))
}

/// Takes a statement of the caller's institution's account in. Rows with a fault are told and left out; the same statement again changes
/// nothing.
///
/// # Errors
/// [`AppError::Invalid`] when it does not read at all; [`AppError::NotFound`].
pub async fn import(world: &World, caller: &Caller, bytes: &[u8]) -> Result<Report, AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    caller.stamp(Action::ImportStatement, Relation::Guarantor, world.now())?;
    let institution = store::institution::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    if bytes.is_empty() {
        return Err(AppError::Invalid(vec![FieldError::new("file", "请选择对账单文件")]));
    }
    let rows = rows(bytes)?;
    if rows.len() > ROWS_MAX {
        return Err(unreadable(format!("超过 {ROWS_MAX} 行，请按日期拆分后分次导入")));
    }
    let mut report = Report { rows: rows.len(), ..Report::default() };
    for row in rows {
        let number = row.number;
        match reported(row, &institution.account.number) {
            Ok(None) => report.debits += 1,
            Ok(Some(line)) => {
                let known = known(world, &line).await?;
                let stamp = caller.stamp(Action::ImportStatement, Relation::Guarantor, world.now())?;
                let fresh = match known {
                    Known::No => record(world, stamp, line).await?,
                    Known::Elsewhere => record(world, stamp, Reported { reference: own_reference(&line), ..line }).await?,
                    Known::Yes => false,
                };
                if fresh {
                    report.recorded += 1;
                } else {
                    report.known += 1;
                }
            }
            Err(reason) if report.faults.len() < FAULTS_MAX => report.faults.push(Fault { row: number, reason }),
            Err(_) => {}
        }
    }
    world.jobs.notify_one();
    Ok(report)
}

/// Whether a credit is known by its serial.
enum Known {
    No,
    Yes,
    /// Another account's credit has the same serial: banks number for themselves.
    Elsewhere,
}

async fn known(world: &World, line: &Reported) -> Result<Known, AppError> {
    let found = store::bank_line::load_by_bank_reference(&mut world.store.reader(), &line.reference).await?;
    Ok(match found {
        None => Known::No,
        Some(found) if found.facts.account == line.account => Known::Yes,
        Some(_) => Known::Elsewhere,
    })
}

fn own_reference(line: &Reported) -> String {
    format!("{}/{}", line.account, line.reference)
}

#[cfg(test)]
mod tests;
