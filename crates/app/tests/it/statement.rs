//! A statement brought twice, in parts or in another order.

use app::statement::key::Keys;
use domain::money::Cny;
use domain::time::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeSet;
use tables::statement::Credit;

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
