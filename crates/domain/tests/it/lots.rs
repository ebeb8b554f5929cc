use crate::samples::*;
use domain::Refusal;
use domain::lot::{Lot, LotProgress, change_opening, report};
use domain::time::Timestamp;

#[test]
fn a_feed_that_is_taken_in_again_does_not_tender_an_opened_lot_anew() {
    let opened = Lot { progress: LotProgress::Opened { at: lot().opens_at }, ..lot() };
    let reported = report(&opened, Lot { name: "更名".into(), ..lot() }, None).unwrap();
    assert_eq!((reported.progress, reported.name.as_str()), (opened.progress, "更名"));
}

#[test]
fn an_older_report_changes_nothing_and_one_without_a_time_no_announced_opening() {
    let at = |days: i64| now().plus(days * 24 * Timestamp::HOUR);
    let changed = change_opening(&lot(), at(40), at(2)).unwrap().unwrap().apply(Some(lot())).unwrap();
    let newer = report(&changed, Lot { opens_at: at(50), ..lot() }, Some(at(3))).unwrap();
    assert_eq!(newer.opens_at, at(50));
    assert_eq!(report(&newer, lot(), Some(at(1))), None);
    assert_eq!(report(&newer, Lot { name: "更名".into(), ..lot() }, None).unwrap().opens_at, at(50));
    assert_eq!(change_opening(&newer, at(60), at(1)), Ok(None), "announced before");
    assert_eq!(change_opening(&newer, at(60), at(3)), Err(Refusal::LotReportContradicts), "two at once");
    let awarded = Lot { progress: LotProgress::Awarded { winner: "a".into(), at: at(30) }, ..newer };
    assert_eq!(change_opening(&awarded, at(60), at(4)), Err(Refusal::LotReportContradicts), "the tender is over");
}
