//! A report as a workbook.

use super::Report;
use crate::error::AppError;
use domain::institution::exposure::Caps;
use domain::money::Cny;
use domain::report::{Premium, premiums};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// The number a cell has: read from its decimal text, so that nothing is computed with fractions.
fn yuan(fen: i64) -> f64 {
    format!("{}.{:02}", fen / 100, fen % 100).parse().unwrap_or_default()
}

/// How cells look.
struct Looks {
    heading: Format,
    money: Format,
    total: Format,
}

impl Looks {
    fn new() -> Self {
        let money = Format::new().set_num_format("#,##0.00");
        Self {
            heading: Format::new().set_bold().set_align(FormatAlign::Center).set_background_color("E3EEF2"),
            total: money.clone().set_bold(),
            money,
        }
    }
}

fn headings(sheet: &mut Worksheet, looks: &Looks, names: &[(&str, f64)]) -> Result<(), XlsxError> {
    for (column, (name, width)) in (0..).zip(names) {
        sheet.write_with_format(0, column, *name, &looks.heading)?.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn summary(sheet: &mut Worksheet, looks: &Looks, report: &Report) -> Result<(), XlsxError> {
    sheet.set_name("费用汇总")?;
    headings(
        sheet,
        looks,
        &[("站点", 12.0), ("保函种类", 16.0), ("份数", 10.0), ("担保金额（元）", 18.0), ("费用（元）", 16.0), ("平均费率（%）", 14.0)],
    )?;
    let (by, all) = premiums(&report.lines);
    let mut put = |row: u32, names: (&str, &str), sum: &Premium, look: &Format| -> Result<(), XlsxError> {
        sheet.write(row, 0, names.0)?.write(row, 1, names.1)?.write(row, 2, sum.count)?;
        sheet.write_with_format(row, 3, yuan(sum.amount), look)?.write_with_format(row, 4, yuan(sum.fee), look)?;
        sheet.write(row, 5, sum.rate().parse::<f64>().unwrap_or_default())?;
        Ok(())
    };
    let mut row = 1;
    for ((site, kind), sum) in &by {
        let called = report.sites.get(site).cloned().unwrap_or_else(|| site.to_string());
        put(row, (&called, kind.label()), sum, &looks.money)?;
        row += 1;
    }
    put(row, ("合计", ""), &all, &looks.total)?;
    let note = format!("{}，{} 至 {} 出具；{} 编制", report.exposure.institution.name, report.period.from, report.period.to, report.at);
    sheet.write(row + 2, 0, note)?;
    Ok(())
}

fn detail(sheet: &mut Worksheet, looks: &Looks, report: &Report) -> Result<(), XlsxError> {
    sheet.set_name("保函明细")?;
    let names = [
        ("保函编号", 26.0),
        ("订单编号", 22.0),
        ("申请企业", 30.0),
        ("统一社会信用代码", 22.0),
        ("担保对象", 40.0),
        ("保函种类", 14.0),
        ("担保金额（元）", 18.0),
        ("费用（元）", 14.0),
        ("出函时间", 20.0),
        ("有效期至", 14.0),
        ("状态", 16.0),
    ];
    headings(sheet, looks, &names)?;
    for (row, line) in (1..).zip(&report.lines) {
        let (guarantee, facts) = (&line.guarantee, &line.application.facts);
        let lot = guarantee.lot.title().map_or("开标前加密", |(_, name)| name);
        let number = guarantee.issuer_number.as_deref().unwrap_or(guarantee.number.as_str());
        sheet.write(row, 0, number)?.write(row, 1, facts.number.as_str())?.write(row, 2, guarantee.applicant.name.as_str())?;
        sheet.write(row, 3, guarantee.applicant.uscc.as_str())?.write(row, 4, lot)?.write(row, 5, guarantee.kind.label())?;
        sheet.write_with_format(row, 6, yuan(guarantee.amount.fen()), &looks.money)?;
        sheet.write_with_format(row, 7, yuan(facts.fee.fen()), &looks.money)?;
        sheet.write(row, 8, guarantee.issued_at.to_seconds())?.write(row, 9, guarantee.expiry.to_string())?;
        sheet.write(row, 10, guarantee.standing(report.at).label())?;
    }
    Ok(())
}

fn exposure(sheet: &mut Worksheet, looks: &Looks, report: &Report) -> Result<(), XlsxError> {
    sheet.set_name("担保责任余额")?;
    headings(sheet, looks, &[("对象", 26.0), ("余额（元）", 20.0), ("上限（元）", 20.0)])?;
    let ledger = &report.exposure.ledger;
    let Caps { total, single, .. } = report.exposure.caps.unwrap_or_default();
    let mut put = |row: u32, name: &str, amount: Cny, cap: Option<Cny>| -> Result<(), XlsxError> {
        sheet.write(row, 0, name)?.write_with_format(row, 1, yuan(amount.fen()), &looks.money)?;
        match cap {
            Some(cap) => sheet.write_with_format(row, 2, yuan(cap.fen()), &looks.money)?,
            None => sheet.write(row, 2, "不限")?,
        };
        Ok(())
    };
    put(1, "全部", ledger.total, total)?;
    for (row, (uscc, amount)) in (2..).zip(&ledger.applicants) {
        put(row, uscc.as_str(), *amount, single)?;
    }
    Ok(())
}

/// The report as XLSX: sums, letters, exposure.
///
/// # Errors
/// [`AppError::Bug`].
pub fn workbook(report: &Report) -> Result<Vec<u8>, AppError> {
    let (mut book, looks) = (Workbook::new(), Looks::new());
    let mut made = || -> Result<Vec<u8>, XlsxError> {
        summary(book.add_worksheet(), &looks, report)?;
        detail(book.add_worksheet(), &looks, report)?;
        exposure(book.add_worksheet(), &looks, report)?;
        book.save_to_buffer()
    };
    made().map_err(|error| AppError::Bug(error.to_string()))
}
