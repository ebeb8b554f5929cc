//! SWIFT MT940 customer statements: `:25:` the account, `:61:` a line, `:86:` what is said about it.

use super::Row;

/// The fields of a message with their tags, continuation lines joined; and the line each begins on.
fn fields(text: &str) -> Vec<(usize, String, String)> {
    let mut fields: Vec<(usize, String, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let tagged = line.strip_prefix(':').and_then(|rest| rest.split_once(':')).filter(|(tag, _)| (2..=3).contains(&tag.len()));
        match (tagged, fields.last_mut()) {
            (Some((tag, value)), _) => fields.push((index + 1, tag.to_owned(), value.to_owned())),
            (None, Some((_, _, value))) if !line.starts_with('-') && !line.starts_with('{') => {
                value.push('\n');
                value.push_str(line);
            }
            (None, _) => {}
        }
    }
    fields
}

/// Reads the lines of every statement in the text.
pub(super) fn read(text: &str) -> Vec<Row> {
    let (mut rows, mut account) = (Vec::<Row>::new(), String::new());
    for (number, tag, value) in fields(text) {
        match tag.as_str() {
            // An account may follow its bank's identifier.
            "25" => account = value.trim().rsplit('/').next().unwrap_or_default().to_owned(),
            "61" => rows.push(line(number, &account, &value)),
            "86" => {
                if let Some(row) = rows.last_mut().filter(|row| row.remark.is_empty()) {
                    describe(row, &value);
                }
            }
            _ => {}
        }
    }
    rows
}

/// `YYMMDD[MMDD](C|D|RC|RD)[letter]amount,NTYPEreference[//bank's reference]`.
fn line(number: usize, account: &str, value: &str) -> Row {
    let first = value.lines().next().unwrap_or_default();
    let date = first.get(..6).filter(|date| date.bytes().all(|b| b.is_ascii_digit())).unwrap_or_default();
    let rest = first.get(6..).unwrap_or_default();
    let rest = rest.get(..4).filter(|entry| entry.bytes().all(|b| b.is_ascii_digit())).map_or(rest, |_| rest.get(4..).unwrap_or_default());
    let mark: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
    let after = rest.get(mark.len()..).unwrap_or_default();
    let amount: String = after.chars().take_while(|c| c.is_ascii_digit() || *c == ',').collect();
    let reference = after.get(amount.len()..).and_then(|rest| rest.get(4..)).unwrap_or_default();
    let (own, bank) = reference.split_once("//").unwrap_or((reference, ""));
    let own = own.trim().trim_start_matches("NONREF");
    // A reversed debit is a credit to the account, yet nobody's payment: only plain credits count.
    let credited = mark == "C" || mark == "CN" || mark == "CY";
    Row {
        number,
        account: account.to_owned(),
        amount: if credited { amount.trim_end_matches(',').replace(',', ".") } else { String::new() },
        booked_at: if date.is_empty() { String::new() } else { format!("20{date}") },
        reference: if bank.trim().is_empty() { own.to_owned() } else { bank.trim().to_owned() },
        ..Row::default()
    }
}

/// What stands in `:86:`: subfields `?20`…`?33`, or slashed words, or plain text.
fn describe(row: &mut Row, value: &str) {
    let joined = value.replace('\n', "");
    if joined.contains('?') {
        let parts = joined.split('?').skip(1).filter_map(|part| part.split_at_checked(2));
        for (code, text) in parts {
            match code {
                "31" => row.payer_account = text.trim().to_owned(),
                "32" | "33" => row.payer_name.push_str(text.trim()),
                "20" | "21" | "22" | "23" | "24" | "25" | "26" | "27" | "28" | "29" => row.remark.push_str(text),
                _ => {}
            }
        }
    } else if joined.starts_with('/') {
        let words: Vec<&str> = joined.split('/').skip(1).collect();
        for pair in words.chunks(2) {
            match pair {
                ["NAME", text] => row.payer_name = (*text).trim().to_owned(),
                ["ACCT" | "IBAN", text] => row.payer_account = (*text).trim().to_owned(),
                ["REMI" | "RMRK", text] => row.remark = (*text).trim().to_owned(),
                _ => {}
            }
        }
    } else {
        row.remark = joined;
    }
}
