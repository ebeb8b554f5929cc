//! A statement brought twice, in parts or in another order.

use app::statement::key::Keys;
use domain::money::Cny;
use domain::statement::ordinal;
use domain::time::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tables::statement::Credit;

prop_compose! {
    /// A credit on one of three days, often equal to another, with a serial number that may be missing, number nothing or number a batch.
    fn credit()(day in 1_u32..4, fen in 1_i64..3, payer in 0_usize..2, remark in 0_usize..2, serial in 0_usize..4) -> Credit {
        Credit {
            amount: Cny::from_fen(fen).expect("an amount"),
            booked_at: Timestamp::parse_civil(&format!("2026-11-{day:02} 10:00:00")).expect("an instant"),
            day_only: false,
            balance: None,
            payer_name: ["甲公司", "乙公司"][payer].into(),
            payer_account: String::new(),
            remark: ["KH1", "KH2"][remark].into(),
            serial: ["", "", "1", "2"][serial].into(),
        }
    }
}

/// What is recorded, by key, with the balances behind it.
type Books = BTreeMap<String, Vec<Option<i64>>>;

/// The books after these files, as the platform keeps them.
fn books(files: &[Vec<Credit>]) -> Books {
    let mut books = Books::new();
    for file in files {
        let mut keys = Keys::default();
        for credit in file {
            let (key, nth) = keys.of("4301", credit);
            let recorded = books.entry(key).or_default();
            if ordinal(recorded, nth, credit.balance).is_some() {
                recorded.push(credit.balance);
            }
        }
    }
    books
}

/// How many lines of each key there are: which of them stands first is no matter.
fn counted(files: &[Vec<Credit>]) -> BTreeMap<String, usize> {
    books(files).into_iter().map(|(key, lines)| (key, lines.len())).collect()
}

fn shuffled(rows: &[Credit], by: u64) -> Vec<Credit> {
    let mut rows: Vec<_> = rows.iter().cloned().enumerate().collect();
    rows.sort_by_key(|(place, _)| (*place as u64 + 1).wrapping_mul(by | 1));
    rows.into_iter().map(|(_, credit)| credit).collect()
}

proptest! {
    /// Any order of its rows, any repetition, any split between days of a statement ends in the same books (E5), and every row is in them.
    #[test]
    fn a_statement_ends_in_the_same_books_however_it_is_brought(
        rows in proptest::collection::vec(credit(), 0..12),
        by in any::<u64>(),
        cut in 1_u32..5,
    ) {
        let whole = counted(std::slice::from_ref(&rows));
        prop_assert_eq!(whole.values().sum::<usize>(), rows.len(), "a row is lost");
        let other = shuffled(&rows, by);
        prop_assert_eq!(&counted(&[other.clone(), rows.clone(), other]), &whole);
        let boundary = Timestamp::parse_civil(&format!("2026-11-{cut:02} 00:00:00")).expect("an instant");
        let (before, after): (Vec<_>, Vec<_>) = rows.iter().cloned().partition(|credit| credit.booked_at < boundary);
        prop_assert_eq!(&counted(&[after, before.clone(), rows, before]), &whole);
    }

    /// Where the bank tells the balance behind each row, a statement may be cut anywhere, equal rows apart, and parts may overlap.
    #[test]
    fn rows_with_their_balances_may_be_cut_anywhere(
        rows in proptest::collection::vec(credit(), 0..12),
        by in any::<u64>(),
        from in 0_usize..12,
        to in 0_usize..12,
    ) {
        let mut balance = 100;
        let rows: Vec<Credit> = rows.into_iter().map(|credit| {
            balance += credit.amount.fen();
            Credit { balance: Some(balance), ..credit }
        }).collect();
        let whole = counted(std::slice::from_ref(&rows));
        prop_assert_eq!(whole.values().sum::<usize>(), rows.len(), "a row is lost");
        let (from, to) = (from.min(rows.len()), to.min(rows.len()));
        let parts = [rows[from..].to_vec(), shuffled(&rows[..to], by), rows[to.min(from)..].to_vec(), rows[..from].to_vec()];
        prop_assert_eq!(&counted(&parts), &whole);
    }
}
