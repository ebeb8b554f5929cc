//! What a credit is known again by, in whatever statement it stands next time.
//!
//! All that it says, and the bank's own serial number where it has one: a batch of payments may share a serial number, and some banks number
//! nothing. What is equal in all of it are as many payments as there are rows, so that the n-th equal row of a file is the n-th of them
//! (`domain::statement::ordinal`).

use gm::digest::{sm3, sm3_hex};
use std::collections::HashMap;
use tables::statement::Credit;

/// Keys of one file. Of each the digest alone is held: a file may have a million rows.
#[derive(Debug, Default)]
pub struct Keys {
    equal: HashMap<[u8; 16], u32>,
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
        let key = format!("{}={said}", numbered(account, &credit.serial));
        let mut held = [0; 16];
        held.copy_from_slice(&sm3(key.as_bytes())[..16]);
        let equal = self.equal.entry(held).or_default();
        *equal += 1;
        (key, *equal)
    }
}

/// What all references of credits of one serial number begin with.
fn numbered(account: &str, serial: &str) -> String {
    format!("{account}/{serial}")
}

/// From where on, and before what, the references of credits with this serial number sort; `None` where it has none.
pub(crate) fn of_serial(account: &str, serial: &str) -> Option<(String, String)> {
    let numbered = numbered(account, serial);
    // '>' sorts right behind '='.
    (!serial.is_empty()).then(|| (format!("{numbered}="), format!("{numbered}>")))
}

/// The reference under which the `nth` of equal credits is recorded.
pub(crate) fn reference(key: &str, nth: u32) -> String {
    format!("{key}/{nth}")
}
