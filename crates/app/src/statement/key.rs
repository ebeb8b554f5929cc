//! What a credit is known again by, in whatever statement it stands next time.
//!
//! With the bank's own serial number: account, serial and what it says, as banks number for themselves and some number nothing. Without:
//! what it says, and which one of the equal ones of its file it is, as two equal payments are two.

use gm::digest::sm3_hex;
use std::collections::HashMap;
use tables::statement::Credit;

/// Keys of one file.
#[derive(Debug, Default)]
pub(super) struct Keys {
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
    /// The key of a credit on `account`.
    pub(super) fn of(&mut self, account: &str, credit: &Credit) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::money::Cny;
    use domain::time::Timestamp;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    prop_compose! {
        /// A credit on one of three days, often equal to another, with a serial number that may be missing or number nothing.
        fn credit()(day in 1_u32..4, fen in 1_i64..4, payer in 0_usize..2, serial in 0_usize..4) -> Credit {
            Credit {
                amount: Cny::from_fen(fen).expect("an amount"),
                booked_at: Timestamp::parse_civil(&format!("2026-11-{day:02} 10:00:00")).expect("an instant"),
                payer_name: ["甲公司", "乙公司"][payer].into(),
                payer_account: String::new(),
                remark: String::new(),
                serial: ["", "", "1", "2"][serial].into(),
            }
        }
    }

    fn books(files: &[Vec<Credit>]) -> BTreeSet<String> {
        let of = |file: &Vec<Credit>| {
            let mut keys = Keys::default();
            file.iter().map(|credit| keys.of("4301", credit)).collect::<Vec<_>>()
        };
        files.iter().flat_map(of).collect()
    }

    proptest! {
        /// Any order of its rows, any repetition, any split between days of a statement ends in the same books (E5).
        #[test]
        fn a_statement_ends_in_the_same_books_however_it_is_brought(
            rows in proptest::collection::vec(credit(), 0..12),
            shuffle in any::<u64>(),
            cut in 1_u32..5,
        ) {
            let whole = books(std::slice::from_ref(&rows));
            let mut shuffled = rows.clone();
            shuffled.sort_by_key(|credit| (credit.booked_at.micros() ^ credit.amount.fen()).wrapping_mul(shuffle.cast_signed() | 1));
            prop_assert_eq!(&books(&[shuffled.clone(), rows.clone(), shuffled]), &whole);
            let boundary = Timestamp::parse_civil(&format!("2026-11-{cut:02} 00:00:00")).expect("an instant");
            let (before, after): (Vec<_>, Vec<_>) = rows.iter().cloned().partition(|credit| credit.booked_at < boundary);
            prop_assert_eq!(&books(&[after, before]), &whole);
            // Nothing is lost: rows that differ in anything are as many books as rows, equal ones without a serial number too.
            let unnumbered = rows.iter().filter(|credit| credit.serial.is_empty()).count();
            prop_assert!(whole.iter().filter(|key| key.contains("/=")).count() == unnumbered);
        }
    }
}
