use crate::machines::guarantee::issued;
use crate::samples::*;
use domain::Refusal;
use domain::id::{RANDOM_BYTES, RatingId};
use domain::lot::{AbortReason, LotProgress};
use domain::rating::{CHANGE_TIME, Opinion, Rating, RatingEvent, RatingFacts, RatingFigure, Stars, change, count, hide, rate};
use domain::report::figures::REST;

pub(crate) fn opinion(stars: &str, words: &str) -> Opinion {
    rate::opinion(stars.parse().unwrap(), words).unwrap()
}

/// A rating after these events.
pub(crate) fn rating(events: &[RatingEvent]) -> Rating {
    let letter = issued();
    let facts = RatingFacts {
        id: RatingId::new(now(), &[6; RANDOM_BYTES]),
        guarantee: letter.id,
        application: letter.application,
        applicant: letter.applicant.organisation,
        institution: letter.guarantor.institution,
        institution_name: letter.guarantor.name.to_string(),
        centre: rules().code,
        rated_at: now(),
    };
    let mut rating = Rating::born(&rate::rate(facts, opinion("5", "出函很快"))).unwrap();
    events.iter().for_each(|event| rating.apply(event));
    rating
}

#[test]
fn a_rating_counts_a_day_after_its_lot_was_opened_and_not_before_hr_10() {
    let (letter, mut lot) = (issued(), lot());
    let counted = |lot: &domain::lot::Lot, at| count::count(&rating(&[]), &letter, Some(lot), at).is_some();
    let rested = lot.opens_at.plus(REST);
    assert!(!counted(&lot, lot.opens_at.plus(-1)) && !counted(&lot, lot.opens_at) && !counted(&lot, rested.plus(-1)));
    assert!(counted(&lot, rested));
    assert!(count::count(&rating(&[RatingEvent::Counted]), &letter, Some(&lot), rested).is_none(), "once");
    // Moved to a later day, it waits for that.
    lot.opens_at = lot.opens_at.plus(REST);
    assert!(!counted(&lot, rested));
    lot.opens_at = self::lot().opens_at;
    lot.progress = LotProgress::Aborted { reason: "流标".into(), code: AbortReason::Failed, at: now() };
    assert!(!counted(&lot, rested), "of a tender that was aborted before its time nothing ever counts");
}

#[test]
fn an_average_is_shown_of_five_and_of_no_fewer() {
    let average = |count, stars| RatingFigure { count, stars }.average();
    assert_eq!(average(4, 20), None);
    assert_eq!(average(0, 0), None);
    assert_eq!(average(5, 25).as_deref(), Some("5.0"));
    assert_eq!(average(5, 5).as_deref(), Some("1.0"));
    assert_eq!(average(6, 25).as_deref(), Some("4.2"), "4.1666 is rounded up");
    assert_eq!(average(20, 87).as_deref(), Some("4.4"), "4.35 is rounded up");
}

#[test]
fn it_is_given_once_there_is_a_letter_and_changed_for_seven_days() {
    assert_eq!(rate::check(None), Err(Refusal::RatingTooEarly));
    let (given, otherwise) = (rating(&[]), || opinion("2", "出函很慢"));
    let last = now().plus(CHANGE_TIME - 1);
    assert!(change::change(&given, otherwise(), last).unwrap().is_some());
    assert_eq!(change::change(&given, opinion("5", "出函很快"), last), Ok(None), "nothing is other than before");
    assert_eq!(change::change(&given, otherwise(), now().plus(CHANGE_TIME)), Err(Refusal::RatingFixed));
    for wrong in ["0", "6", "", "五", "-1"] {
        assert!(wrong.parse::<Stars>().is_err(), "{wrong}");
    }
    assert!(rate::opinion(Stars::ALL[0], &"好".repeat(501)).is_err());
}

#[test]
fn what_the_centre_cannot_see_yet_it_cannot_hide() {
    assert_eq!(hide::hide(&rating(&[]), "含有人身攻击"), Err(Refusal::RatingStateForbids));
    assert!(hide::hide(&rating(&[RatingEvent::Counted]), "含有人身攻击").is_ok());
    assert_eq!(hide::hide(&rating(&[RatingEvent::Counted]), " "), Err(Refusal::NoteMissing));
}
