//! What home pages count, and what they never do (HR-10).

use crate::machines::guarantee::issued;
use crate::samples::{lot, now};
use domain::lot::{AbortReason, Lot, LotProgress};
use domain::report::figures::{REST, SiteFigures, count, counts};
use domain::time::Timestamp;
use std::collections::BTreeMap;

#[test]
fn a_letter_counts_when_its_lot_has_been_open_for_24_hours_and_not_a_microsecond_before() {
    let (letter, lot) = (issued(), lot());
    let opens = lot.opens_at.micros().max(letter.lot.opens_at().micros());
    let at = |micros| Timestamp::from_micros(micros);
    assert!(!counts(&letter, Some(&lot), now()));
    assert!(!counts(&letter, Some(&lot), at(opens + REST - 1)));
    assert!(counts(&letter, Some(&lot), at(opens + REST)));
    // Without its lot, what it was signed for counts.
    assert!(!counts(&letter, None, at(opens + REST - 1)) && counts(&letter, None, at(opens + REST)));
    // Postponed: the later of the two, whoever has heard of it.
    let postponed = Lot { opens_at: at(opens + 10 * REST), ..lot.clone() };
    assert!(!counts(&letter, Some(&postponed), at(opens + 11 * REST - 1)) && counts(&letter, Some(&postponed), at(opens + 11 * REST)));
    // Aborted before its time: never opened.
    let aborted = LotProgress::Aborted { reason: "投标人不足三家".into(), code: AbortReason::TooFewBidders, at: now() };
    assert!(!counts(&letter, Some(&Lot { progress: aborted, ..lot }), at(opens + 100 * REST)));
}

#[test]
fn a_province_counts_its_prefectures_letters_and_a_prefecture_only_its_own() {
    let mut letter = issued();
    let code = |text: &str| text.parse().unwrap();
    let mut figures = BTreeMap::new();
    for site in ["430100", "430100", "430000"] {
        letter.site = code(site);
        count(&mut figures, &letter);
    }
    let of = |letters| SiteFigures { letters, amount: i64::try_from(letters).unwrap() * letter.amount.fen() };
    assert_eq!((figures[&code("430000")], figures[&code("430100")], figures.len()), (of(3), of(2), 2));
}
