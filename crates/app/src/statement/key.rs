//! What a credit is known again by, in whatever statement it stands next time.
//!
//! All that it says, and the bank's own serial number where it has one: a batch of payments may share a serial number, and some banks number
//! nothing. What is equal in all of it are as many payments as there are rows, so that the n-th equal row of a file is the n-th of them
//! (`domain::statement::ordinal`).

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

/// A text as two exports of a bank would both write it.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

impl Keys {
    /// What the credit on `account` is known again by, and which of the equal ones of its file it is, from 1.
    pub fn of(&mut self, account: &str, credit: &Credit) -> (String, u32) {
        let (amount, payer, remark) = (credit.amount.plain(), plain(&credit.payer_name), plain(&credit.remark));
        // A serial number is given once a day, and two exports may tell the time of day or not.
        let at = if credit.serial.is_empty() { credit.booked_at.to_seconds() } else { credit.booked_at.date().to_string() };
        let said = digest(&[&amount, &at, &payer, &credit.payer_account, &remark]);
        let key = format!("{account}/{}={said}", credit.serial);
        let equal = self.equal.entry(key.clone()).or_default();
        *equal += 1;
        (key, *equal)
    }
}

/// The reference under which the `nth` of equal credits is recorded.
pub(crate) fn reference(key: &str, nth: u32) -> String {
    format!("{key}/{nth}")
}
