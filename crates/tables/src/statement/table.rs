//! Statements as tables: the headings are found below the bank's letterhead, every row below them is read by what its columns are.

use super::amount::{self, Sign, Signed};
use super::balance::Chains;
use super::heading::{Column, Direction, Rank, column, direction};
use super::instant::{self, When};
use super::{Credit, Entry, Push, Row, Summary};
use crate::sheet::{self, Line};
use crate::text::folded;
use crate::{CELL_MAX, Unreadable};
use domain::time::Timestamp;

/// Rows that may stand above the headings: the bank's letterhead, the account, the period.
const LETTERHEAD: usize = 100;
/// Rows that are no movements, by how they begin.
const SUMMARIES: [&str; 16] = [
    "合计",
    "总计",
    "小计",
    "本页小计",
    "期初余额",
    "期末余额",
    "承前页",
    "过次页",
    "收入合计",
    "支出合计",
    "本期合计",
    "累计",
    "打印时间",
    "以下空白",
    "温馨提示",
    "说明",
];
/// What stands where a bank has no serial number.
const NO_SERIAL: [&str; 7] = ["nonref", "notprovided", "无", "n/a", "null", "-", "/"];

/// Reads a table.
pub(super) fn read(bytes: &[u8], push: &mut Push<'_>) -> Result<Summary, Unreadable> {
    let mut reader =
        Reader { columns: Vec::new(), headings: Vec::new(), above: 0, account: String::new(), chains: Chains::default(), rows: 0 };
    let beside = sheet::lines(bytes, &mut |line| reader.take(line, push))?;
    if reader.columns.is_empty() {
        return Err(Unreadable::new("没有找到表头。须有“交易时间”“贷方发生额（或金额与借贷标志）”“对方户名”“附言”“流水号”等列"));
    }
    let unused = reader.headings.iter().zip(&reader.columns).filter(|(heading, column)| column.is_none() && !heading.trim().is_empty());
    let unused = unused.map(|(heading, _)| heading.trim().to_owned()).chain(beside.into_iter().map(|sheet| format!("工作表“{sheet}”")));
    Ok(Summary { rows: reader.rows, unused: unused.collect(), balances: reader.chains.end() })
}

struct Reader {
    columns: Vec<Option<(Column, Rank)>>,
    headings: Vec<String>,
    above: usize,
    /// The account the letterhead names.
    account: String,
    chains: Chains,
    rows: u64,
}

/// The digits behind 账号 in a letterhead.
fn account_in(cells: &[String]) -> Option<String> {
    let folded: Vec<String> = cells.iter().map(|cell| folded(cell)).collect();
    let mut rest = folded.iter().skip_while(|cell| !["账号", "帐号", "账户号", "卡号"].iter().any(|word| cell.contains(word)));
    let first = rest.next()?;
    let digits = |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == '*').collect::<String>();
    let own = digits(first.rsplit([':', '号']).next().unwrap_or_default());
    let found = if own.is_empty() { digits(rest.next()?) } else { own };
    (found.len() >= 8).then_some(found)
}

impl Reader {
    fn take(&mut self, line: Line, push: &mut Push<'_>) -> Result<(), Unreadable> {
        if self.columns.is_empty() {
            return self.head(&line);
        }
        let first = line.cells.iter().map(|cell| folded(cell)).find(|cell| !cell.is_empty());
        let Some(first) = first else { return Ok(()) };
        // A heading that is said again on each page, and what stands below the movements.
        let again = line.cells.iter().zip(&self.headings).all(|(cell, heading)| cell == heading);
        let cells = Cells { columns: &self.columns, cells: &line.cells };
        let summary = SUMMARIES.iter().any(|word| first.starts_with(word)) || first.starts_with('共') && first.contains('笔');
        // A payer may be called like one: what has its day and an amount is a movement.
        if again || summary && !cells.is_movement() {
            return Ok(());
        }
        self.rows += 1;
        let net = cells.net();
        let entry = cells.entry().unwrap_or_else(|reason| Entry::Fault { reason });
        let told = cells.one(Column::Account).unwrap_or_default();
        let told: String = told.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '*').collect();
        let account = if told.is_empty() { self.account.clone() } else { told };
        self.chains.next(&account, net, cells.balance());
        push(Row { number: line.number, account, net, entry })
    }

    fn head(&mut self, line: &Line) -> Result<(), Unreadable> {
        let found = line.cells.iter().map(|cell| column(cell)).collect::<Vec<_>>();
        let has = |wanted: Column| found.iter().any(|found| matches!(found, Ok(Some((column, _))) if *column == wanted));
        let amounts = has(Column::Credit) || has(Column::Amount) || has(Column::Debit) || found.iter().any(Result::is_err);
        if amounts && has(Column::When) {
            self.columns = found.into_iter().collect::<Result<_, _>>().map_err(Unreadable)?;
            self.headings.clone_from(&line.cells);
            return Ok(());
        }
        if let Some(account) = account_in(&line.cells) {
            self.account = account;
        }
        self.above += 1;
        if self.above < LETTERHEAD {
            Ok(())
        } else {
            Err(Unreadable::new(format!("前 {LETTERHEAD} 行中没有找到表头，请导入网银下载的原始对账单")))
        }
    }
}

/// A row's cells by what they are.
struct Cells<'a> {
    columns: &'a [Option<(Column, Rank)>],
    cells: &'a [String],
}

impl Cells<'_> {
    /// The filled cells of the columns that are this, by rank.
    fn all(&self, wanted: Column) -> Vec<&str> {
        let filled = self.columns.iter().zip(self.cells).filter_map(|(column, cell)| match column {
            Some((column, rank)) if *column == wanted && !cell.trim().is_empty() => Some((*rank, cell.trim())),
            Some(_) | None => None,
        });
        let mut filled: Vec<(Rank, &str)> = filled.collect();
        filled.sort_by_key(|(rank, _)| *rank);
        filled.into_iter().map(|(_, cell)| cell).collect()
    }

    /// The one thing that these columns say; nothing when they are empty.
    fn one(&self, wanted: Column) -> Result<String, String> {
        let all = self.all(wanted);
        let first = all.first().copied().unwrap_or_default();
        match all.iter().find(|cell| folded(cell) != folded(first)) {
            None => Ok(first.to_owned()),
            Some(second) => Err(format!("同类的两列内容不一致：“{first}”与“{second}”")),
        }
    }

    /// The one amount of these columns.
    fn amount(&self, wanted: Column) -> Result<Option<Signed>, String> {
        let mut found = None;
        for text in self.all(wanted) {
            let read = amount::read(text)?;
            if found.is_some() && read.is_some() && read != found {
                return Err(format!("同类的两列金额不一致：“{text}”"));
            }
            found = found.or(read);
        }
        Ok(found)
    }

    /// Amount and direction; `None` for a row without any movement.
    fn movement(&self) -> Result<Option<(Signed, Direction)>, String> {
        let told = self.one(Column::Direction)?;
        let named = match told.as_str() {
            "" => None,
            word => Some(direction(word).ok_or_else(|| format!("收支方向“{word}”无法识别，未导入"))?),
        };
        let movement = match (self.amount(Column::Credit)?, self.amount(Column::Debit)?) {
            (Some(_), Some(_)) => return Err("同一行既有收入又有支出".into()),
            (Some(credit), None) => Some((credit, Direction::Credit)),
            (None, Some(debit)) => Some((debit, Direction::Debit)),
            (None, None) => None,
        };
        let plain = self.amount(Column::Amount)?;
        match (movement, plain, named) {
            (Some((_, direction)), _, Some(named)) if direction != named => Err("收支方向与金额所在的列矛盾".into()),
            (Some((split, _)), Some(plain), _) if split.amount != plain.amount => Err("同一行有两个不同的金额".into()),
            (Some(movement), _, _) => Ok(Some(movement)),
            (None, Some(amount), Some(named)) => Ok(Some((amount, named))),
            (None, Some(amount), None) => match amount.sign {
                Sign::Plus => Ok(Some((amount, Direction::Credit))),
                Sign::Minus => Ok(Some((Signed { sign: Sign::None, ..amount }, Direction::Debit))),
                Sign::None => Err("没有收支方向（缺少“借贷标志”列，或该行为空），未导入".into()),
            },
            (None, None, _) => Ok(None),
        }
    }

    /// Whether it is of a day and has an amount, whatever is said of it.
    fn is_movement(&self) -> bool {
        self.booked_at().is_ok() && !matches!(self.movement(), Ok(None))
    }

    /// By how much the balance changed.
    fn net(&self) -> Option<i64> {
        match self.movement().ok()? {
            None => Some(0),
            Some((Signed { amount, sign }, direction)) => {
                let fen = if sign == Sign::Minus { -amount.fen() } else { amount.fen() };
                Some(if direction == Direction::Credit { fen } else { -fen })
            }
        }
    }

    fn entry(&self) -> Result<Entry, String> {
        let currency = self.one(Column::Currency)?;
        let Some((Signed { amount, sign }, direction)) = self.movement()? else { return Ok(Entry::Other) };
        // A negative credit takes an earlier one back; a negative debit brings money back that had been sent. Neither is a payment.
        if direction == Direction::Debit || sign == Sign::Minus {
            return Ok(Entry::Other);
        }
        if !amount::is_renminbi(&currency) {
            return Err(format!("币种“{currency}”不是人民币"));
        }
        let (booked_at, day_only) = self.booked_at()?;
        let remark = self.all(Column::Remark).join(" ");
        Ok(Entry::Credit(Credit {
            amount,
            booked_at,
            day_only,
            balance: self.balance(),
            payer_name: self.one(Column::PayerName)?,
            payer_account: self.one(Column::PayerAccount)?.chars().filter(|c| !c.is_whitespace()).collect(),
            remark: remark.chars().take(CELL_MAX).collect(),
            serial: self.all(Column::Serial).into_iter().map(serial).find(|serial| !serial.is_empty()).unwrap_or_default(),
        }))
    }

    /// What stood on the account behind the row.
    fn balance(&self) -> Option<i64> {
        self.one(Column::Balance).ok().and_then(|text| amount::balance(&text))
    }

    /// When: a cell with both, else a day with a time of day, else a day alone, which is told.
    fn booked_at(&self) -> Result<(Timestamp, bool), String> {
        let (mut day, mut time) = (None, None);
        for text in self.all(Column::When) {
            match instant::read(text).ok_or_else(|| format!("交易时间“{text}”无法识别"))? {
                When::Instant(instant) => return Ok((instant, false)),
                When::Day(found) => day = day.or(Some(found)),
                When::TimeOfDay(found) => time = time.or(Some(found)),
            }
        }
        let day = day.ok_or("缺少交易日期")?;
        let at = instant::at(day, time.unwrap_or_default()).ok_or("交易日期超出范围")?;
        Ok((at, time.is_none()))
    }
}

/// A serial number that is one: not a word for none, not zeros, not a number that a spreadsheet has rounded (`1.23E+19`).
pub(super) fn serial(text: &str) -> String {
    let plain = folded(text);
    let rounded = plain.contains("e+") && plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | '+'));
    let none = plain.chars().all(|c| matches!(c, '0' | '-' | '*')) || NO_SERIAL.contains(&plain.as_str());
    if rounded || none { String::new() } else { text.split_whitespace().collect() }
}
