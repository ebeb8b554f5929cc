//! What a credit is known again by, in whatever statement it stands next time.
//!
//! With the bank's own serial number: account, serial and what it says, as banks number for themselves and some number nothing. Without:
//! what it says, and which one of the equal ones of its file it is, as two equal payments are two.

use gm::digest::sm3_hex;
use std::collections::HashMap;
use tables::statement::Credit;

/// Keys of one file.
#[derive(Debug, Default)]
pub struct Keys {
    equal: HashMap<String, u32>,
}

fn digest(parts: &[&str]) -> String {
    sm3_hex(parts.join("|").as_bytes()).chars().take(24).collect()
}

/// A name as two exports of a bank would both write it.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

impl Keys {
    /// The key of a credit on `account`; the next of equal ones has the next key.
    pub fn of(&mut self, account: &str, credit: &Credit) -> String {
        let (amount, payer) = (credit.amount.plain(), plain(&credit.payer_name));
        if !credit.serial.is_empty() {
            let day = credit.booked_at.date().to_string();
            return format!("{account}/{}/{}", credit.serial, digest(&[&amount, &day, &payer, &credit.payer_account]));
        }
        let said = digest(&[&amount, &credit.booked_at.to_seconds(), &payer, &credit.payer_account, &plain(&credit.remark)]);
        let equal = self.equal.entry(said.clone()).or_default();
        *equal += 1;
        format!("{account}/={said}/{equal}")
    }
}
