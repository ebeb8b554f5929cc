//! The day's close: to the fen, by two persons, once a day.

use crate::samples::*;
use domain::Refusal;
use domain::day_close::{BalanceSource, Closed, DayClose, DayCloseEvent, DayCloseFacts, DayCloseState, confirm, draw_up, withdraw};
use domain::id::{DayCloseId, RANDOM_BYTES};
use domain::time::Date;

/// So many days before the samples' day.
fn day(before: i64) -> Date {
    now().plus(-before * 24 * domain::time::Timestamp::HOUR).date()
}

fn facts(bank: i64, ledger: i64, before: Option<Closed>, reason: &str) -> DayCloseFacts {
    DayCloseFacts {
        id: DayCloseId::new(now(), &[1; RANDOM_BYTES]),
        institution: institution().id,
        closed: Closed { day: day(1), bank, ledger },
        before,
        source: BalanceSource::Bank,
        reason: reason.into(),
        by: "first person".into(),
        at: now(),
    }
}

pub(crate) fn close(events: &[DayCloseEvent]) -> DayClose {
    let mut close = DayClose::born(&draw_up::draw_up(facts(600, 600, None, "")).unwrap()).unwrap();
    events.iter().for_each(|event| close.apply(event));
    close
}

#[test]
fn a_difference_of_one_fen_is_seen_and_has_to_be_explained() {
    assert!(draw_up::draw_up(facts(60_000, 60_000, None, "")).is_ok());
    for bank in [60_001, 59_999] {
        assert_eq!(draw_up::draw_up(facts(bank, 60_000, None, " ")), Err(Refusal::DifferenceUnexplained));
        assert!(draw_up::draw_up(facts(bank, 60_000, None, "结息一分")).is_ok());
    }
}

#[test]
fn after_the_first_close_only_what_has_moved_since_counts() {
    // 1 000.00 of the institution's own lay on the account from the beginning.
    let before = Some(Closed { day: day(2), bank: 100_000, ledger: 0 });
    let same = facts(160_000, 60_000, before, "");
    assert_eq!((same.difference(), draw_up::draw_up(same.clone()).is_ok()), (0, true));
    let interest = facts(160_012, 60_000, before, "账户结息 0.12 元");
    assert_eq!(interest.difference(), 12);
    assert_eq!(facts(-5, 0, None, "透支").difference(), -5);
}

#[test]
fn a_day_is_closed_once_it_is_over_and_in_the_order_of_days() {
    let check = |of, last| draw_up::check(of, day(0), last);
    assert_eq!(check(day(0), None), Err(Refusal::DayNotOver));
    assert_eq!(check(day(1), Some(day(1))), Err(Refusal::DayClosed));
    assert_eq!(check(day(2), Some(day(1))), Err(Refusal::DayBeforeClosed));
    assert_eq!(check(day(1), Some(day(3))), Ok(()), "days on which nobody was there may be left out");
}

#[test]
fn whoever_drew_it_up_does_not_confirm_it() {
    assert_eq!(confirm::confirm(&close(&[]), "first person", now()), Err(Refusal::SecondPersonNeeded));
    let confirmed = close(&[confirm::confirm(&close(&[]), "second person", now()).unwrap()]);
    assert!(matches!(confirmed.state, DayCloseState::Confirmed { .. }));
    assert_eq!(withdraw::withdraw(&confirmed), Err(Refusal::DayClosed), "what two persons have confirmed stays");
    assert_eq!(confirm::confirm(&confirmed, "third person", now()), Err(Refusal::DayClosed));
    assert!(withdraw::withdraw(&close(&[])).is_ok());
}
