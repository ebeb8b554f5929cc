//! SWIFT MT940 customer statements in the dialects that banks write: `:25:` the account, `:60F:` and `:62F:` balances, `:61:` a movement,
//! `:86:` what is said about it or, behind the closing balance, about the whole.

use super::table::serial;
use super::{AccountBalances, Balances, Credit, Entry, Push, Row, Summary, instant};
use crate::{CELL_MAX, Unreadable};
use domain::money::Cny;
use jiff::civil::{Date, Time};

/// Most lines of a field.
const LINES_MAX: usize = 60;

/// Whether a text is an MT940: it has its fields, whatever header of the bank's stands above.
pub(super) fn is(text: &str) -> bool {
    let begins = |tag: &str| text.lines().take(200).any(|line| line.trim_start().starts_with(tag));
    begins(":25:") && (begins(":20:") || begins(":60F:") || begins(":28C:") || begins(":61:")) || begins(":61:") && begins(":20:")
}

/// A field: the line it begins on, its tag, its lines.
struct Field<'a> {
    number: u64,
    tag: &'a str,
    lines: Vec<&'a str>,
}

fn fields(text: &str) -> Vec<Field<'_>> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_end();
        let tagged = line.trim_start().strip_prefix(':').and_then(|rest| rest.split_once(':'));
        let tagged = tagged.filter(|(tag, _)| (2..=3).contains(&tag.len()) && tag.starts_with(|c: char| c.is_ascii_digit()));
        match (tagged, fields.last_mut()) {
            (Some((tag, value)), _) => fields.push(Field { number: u64::try_from(index).unwrap_or(0) + 1, tag, lines: vec![value] }),
            (None, Some(field)) if !line.starts_with("-}") && line != "-" && !line.starts_with("{1:") => {
                if field.lines.len() < LINES_MAX {
                    field.lines.push(line);
                }
            }
            (None, _) => {}
        }
    }
    fields
}

/// The account of a `:25:`: perhaps behind its bank's identifier, perhaps followed by its currency.
fn account(value: &str) -> String {
    let mut parts = value.trim().split('/').map(str::trim).filter(|part| part.len() > 3 || !part.chars().all(|c| c.is_ascii_alphabetic()));
    let last = parts.next_back().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = plain.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let currency = plain.get(digits.len()..).unwrap_or_default();
    if currency.len() == 3 && !digits.is_empty() { digits.to_owned() } else { plain }
}

/// A balance, `(C|D)YYMMDD(currency)amount`, in fen.
fn balance(value: &str) -> Option<i64> {
    let value = value.trim();
    let amount = value.get(10..)?;
    let fen = Cny::parse_yuan(&decimals(amount)).ok()?.fen();
    match value.get(..1)? {
        "C" => Some(fen),
        "D" => Some(-fen),
        _ => None,
    }
}

/// `600,6` and `600,` as yuan.
fn decimals(amount: &str) -> String {
    amount.trim().trim_end_matches(',').replace(',', ".")
}

/// Reads the movements of every statement in the text.
pub(super) fn read(text: &str, push: &mut Push<'_>) -> Result<Summary, Unreadable> {
    let (mut own, mut waiting, mut rows) = (String::new(), None::<Row>, 0_u64);
    let mut told: Vec<Told> = Vec::new();
    for field in fields(text) {
        if field.tag != "86"
            && let Some(row) = waiting.take()
        {
            push(row)?;
        }
        let first = field.lines.first().copied().unwrap_or_default();
        match field.tag {
            "25" | "25P" => own = account(first),
            "60F" | "60M" => Told::of(&mut told, &own).begin(balance(first)),
            "62F" | "62M" => Told::of(&mut told, &own).closing = balance(first),
            "61" => {
                rows += 1;
                if rows > crate::ROWS_MAX {
                    return Err(Unreadable::new(format!("超过 {} 行，请按日期拆分后分次导入", crate::ROWS_MAX)));
                }
                waiting = Some(movement(field.number, &own, &field.lines));
            }
            "86" => {
                // Behind the closing balance it is said about the whole statement, and there is no movement waiting for it.
                if let Some(mut row) = waiting.take() {
                    if let Entry::Credit(credit) = &mut row.entry {
                        describe(credit, &field.lines);
                    }
                    push(row)?;
                }
            }
            _ => {}
        }
    }
    if let Some(row) = waiting {
        push(row)?;
    }
    Ok(Summary { rows, balances: told.into_iter().filter_map(Told::whole).collect(), unused: Vec::new() })
}

/// What the statements of one account say of its balance.
#[derive(Debug, Default)]
struct Told {
    account: String,
    opening: Option<i64>,
    closing: Option<i64>,
    apart: bool,
}

impl Told {
    fn of<'a>(told: &'a mut Vec<Self>, account: &str) -> &'a mut Self {
        let at = told.iter().position(|told| told.account == account).unwrap_or_else(|| {
            told.push(Self { account: account.to_owned(), ..Self::default() });
            told.len() - 1
        });
        &mut told[at]
    }

    /// Statements that follow one another join; else no two balances are those of the whole.
    fn begin(&mut self, opening: Option<i64>) {
        self.apart |= self.closing.is_some() && self.closing != opening;
        self.opening = self.opening.or(opening);
    }

    fn whole(self) -> Option<AccountBalances> {
        let (opening, closing) = self.opening.zip(self.closing).filter(|_| !self.apart)?;
        Some(AccountBalances { account: self.account, balances: Balances { opening, closing } })
    }
}

fn movement(number: u64, own: &str, lines: &[&str]) -> Row {
    let row = |net, entry| Row { number, account: own.to_owned(), net, entry };
    match parse(lines) {
        Ok((net, Some(credit))) => row(Some(net), Entry::Credit(credit)),
        Ok((net, None)) => row(Some(net), Entry::Other),
        Err(reason) => row(None, Entry::Fault { reason }),
    }
}

/// `YYMMDD[MMDD](C|D|RC|RD|EC|ED)[funds]amount NTYPE reference[//bank's reference]`: the change of the balance, and the credit.
fn parse(lines: &[&str]) -> Result<(i64, Option<Credit>), String> {
    let first = lines.first().copied().unwrap_or_default().trim();
    let fault = || format!("第 :61: 行“{}”无法识别", first.chars().take(40).collect::<String>());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let date = first.get(..6).filter(|date| digits(date)).ok_or_else(fault)?;
    let rest = first.get(6..).unwrap_or_default();
    let (entry, rest) = rest.split_at_checked(4).filter(|(entry, _)| digits(entry)).unwrap_or(("", rest));
    let letters: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
    // The mark, perhaps followed by one letter for the kind of funds (the third of the currency).
    let marks = ["RC", "RD", "EC", "ED", "C", "D"];
    let mark = marks.into_iter().find(|mark| letters.starts_with(mark) && letters.len() <= mark.len() + 1).ok_or_else(fault)?;
    let after = rest.get(letters.len()..).unwrap_or_default();
    let amount: String = after.chars().take_while(|c| c.is_ascii_digit() || *c == ',' || *c == '.').collect();
    let amount_read = Cny::parse_yuan(&decimals(&amount)).map_err(|error| format!("金额“{amount}”：{error}"))?;
    // RC takes a credit back, RD brings a debit back; EC and ED are announced and not booked.
    let net = match mark {
        "C" | "RD" => amount_read.fen(),
        "D" | "RC" => -amount_read.fen(),
        _ => 0,
    };
    if mark != "C" || amount_read == Cny::ZERO {
        return Ok((net, None));
    }
    let reference = after.get(amount.len()..).and_then(|rest| rest.get(4..)).unwrap_or_default();
    let bank = reference.split_once("//").map_or("", |(_, bank)| bank);
    let Some(instant::When::Day(valued)) = instant::read(&format!("20{date}")) else { return Err(fault()) };
    let day = booked(valued, entry).ok_or_else(fault)?;
    let booked_at = instant::at(day, Time::midnight()).ok_or_else(fault)?;
    let details: Vec<&str> = lines.iter().skip(1).map(|line| line.trim()).collect();
    Ok((
        net,
        Some(Credit {
            amount: amount_read,
            booked_at,
            day_only: true,
            balance: None,
            payer_name: String::new(),
            payer_account: String::new(),
            remark: details.join(" "),
            // Subfield 7 is what the account's owner wrote; only the bank's own number says which movement it is.
            serial: serial(bank),
        }),
    ))
}

/// The day of the entry (`MMDD`, whose year is that which brings it nearest to the value date), which is when money was there; the value date
/// where none is told.
fn booked(valued: Date, entry: &str) -> Option<Date> {
    let Some((month, day)) = entry.split_at_checked(2).filter(|(_, day)| !day.is_empty()) else { return Some(valued) };
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let years = [valued.year() - 1, valued.year(), valued.year() + 1];
    let days = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
    days.min_by_key(|day| day.duration_since(valued).abs())
}

/// What stands in `:86:`: subfields `?20`…`?63`, or slashed words, or plain text.
fn describe(credit: &mut Credit, lines: &[&str]) {
    let joined: String = lines.iter().map(|line| line.trim_start_matches(['\u{feff}'])).collect();
    let parts: Vec<(&str, &str)> = joined.split('?').skip(1).filter_map(|part| part.split_at_checked(2)).collect();
    let subfields = parts.first().is_some_and(|(code, _)| code.bytes().all(|b| b.is_ascii_digit()));
    let mut remark = String::new();
    if subfields {
        for (code, text) in parts {
            match code.as_bytes() {
                b"31" => credit.payer_account = text.split_whitespace().collect(),
                b"32" | b"33" => credit.payer_name.push_str(text.trim()),
                [b'2', _] | b"60" | b"61" | b"62" | b"63" => remark.push_str(text),
                _ => {}
            }
        }
    } else if joined.trim_start().starts_with('/') {
        slashed(credit, joined.trim_start(), &mut remark);
    } else {
        remark.push_str(&joined);
    }
    let both = if credit.remark.is_empty() { remark } else { format!("{remark} {}", credit.remark) };
    credit.remark = both.trim().chars().take(CELL_MAX).collect();
}

/// Slashed words: a code between slashes, then what it says up to the next code that is known; what it says may hold slashes itself.
const CODES: [&str; 26] = [
    "ACCT", "IBAN", "NAME", "REMI", "RMRK", "CNTP", "EREF", "KREF", "MREF", "CRED", "DEBT", "SVWZ", "TRTP", "BIC", "ADDR", "ORDP", "BENM",
    "ID", "MARF", "CSID", "RTRN", "PREF", "PURP", "CHGS", "OCMT", "ISDT",
];

fn slashed(credit: &mut Credit, text: &str, remark: &mut String) {
    let words: Vec<&str> = text.split('/').skip(1).collect();
    let mut at = 0;
    while let Some(code) = words.get(at) {
        let until = words.iter().skip(at + 1).position(|word| CODES.contains(word)).map_or(words.len(), |next| at + 1 + next);
        let said = words.get(at + 1..until).unwrap_or_default();
        match *code {
            // Account, bank, name, town.
            "CNTP" => {
                credit.payer_account = said.first().copied().unwrap_or_default().split_whitespace().collect();
                credit.payer_name = said.get(2).copied().unwrap_or_default().trim().to_owned();
            }
            "NAME" => credit.payer_name = said.join("/").trim_end_matches('/').trim().to_owned(),
            "ACCT" | "IBAN" => credit.payer_account = said.first().copied().unwrap_or_default().split_whitespace().collect(),
            // Unstructured or structured: /REMI/USTD//text/, /REMI/STRD/CUR/reference/.
            "REMI" | "RMRK" | "SVWZ" => {
                let kept = said.iter().filter(|word| !matches!(**word, "USTD" | "STRD" | "CUR" | ""));
                remark.push_str(&kept.copied().collect::<Vec<_>>().join("/"));
            }
            _ => {}
        }
        at = until;
    }
}
