//! What people type into the filter of lots, and searches that are kept.

use crate::samples::*;
use domain::Refusal;
use domain::id::{RANDOM_BYTES, SavedSearchId};
use domain::lot::wanted::TypedFilter;
use domain::lot::{Lot, Trade, Wanted};
use domain::money::Cny;
use domain::saved_search::{OF_ORGANISATION_MAX, SavedSearch, SavedSearchEvent, SavedSearchFacts, Telling, hear, remove, save};
use domain::site::SiteCode;

/// A search for these words after these events.
pub(crate) fn saved(text: &str, events: &[SavedSearchEvent]) -> SavedSearch {
    let wanted = Wanted { text: text.into(), ..Wanted::default() };
    let facts = SavedSearchFacts {
        id: SavedSearchId::new(now(), &[7; RANDOM_BYTES]),
        organisation: applicant().organisation,
        site: rules().code,
        name: text.into(),
        wanted,
    };
    let mut search = SavedSearch::born(&save::save(facts, &[], 5).unwrap()).unwrap();
    events.iter().for_each(|event| search.apply(event));
    search
}

/// The event it began with.
pub(crate) fn first(search: &SavedSearch) -> SavedSearchEvent {
    SavedSearchEvent::Saved { facts: Box::new(search.facts.clone()), looked_to: search.looked_to }
}

/// Lots up to the ninth fit.
pub(crate) fn fitted(telling: Telling) -> SavedSearchEvent {
    SavedSearchEvent::Fitted { looked_to: 9, at: now(), telling }
}

fn places() -> [SiteCode; 2] {
    ["430000".parse().unwrap(), "430100".parse().unwrap()]
}

fn read(typed: TypedFilter<'_>) -> Wanted {
    Wanted::read(typed, &places()).unwrap()
}

/// The fields that cannot be read.
fn unread(typed: TypedFilter<'_>) -> Vec<&'static str> {
    Wanted::read(typed, &places()).unwrap_err().into_iter().map(|(field, _)| field).collect()
}

#[test]
fn amounts_and_dates_of_a_filter_are_read_as_people_type_them() {
    let amount = |least| read(TypedFilter { least, ..TypedFilter::default() }).least.map(Cny::fen);
    for text in ["50000", "５００００", "50,000", " 50，000.00 ", "5万", "5 万元", "¥50000", "50000元", "５万"] {
        assert_eq!(amount(text), Some(5_000_000), "{text}");
    }
    assert_eq!(amount("1.5万"), Some(1_500_000));
    assert_eq!(amount("  "), None);
    for text in ["2026-12-01", "2026/12/1", "2026年12月1日", "２０２６.12.01"] {
        assert_eq!(
            read(TypedFilter { from: text, ..TypedFilter::default() }).from.map(|date| date.to_string()).as_deref(),
            Some("2026-12-01"),
            "{text}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_said_field_by_field_and_nothing_is_looked_for() {
    for text in ["五万", "50,00", "-1", "1e5", "5万5"] {
        assert_eq!(unread(TypedFilter { most: text, ..TypedFilter::default() }), ["most"], "{text}");
    }
    let all =
        TypedFilter { place: "410000", trade: "roads", from: "明天", to: "2026-13-01", least: "x", open: "no", ..TypedFilter::default() };
    assert_eq!(unread(all), ["place", "trade", "from", "to", "least", "open"]);
    assert_eq!(unread(TypedFilter { from: "2026-12-02", to: "2026-12-01", ..TypedFilter::default() }), ["to"]);
    assert_eq!(unread(TypedFilter { least: "2", most: "1", ..TypedFilter::default() }), ["most"]);
}

#[test]
fn a_day_is_whole_and_both_of_its_ends_count() {
    let on = |from, to| read(TypedFilter { from, to, ..TypedFilter::default() }).fits(&lot(), now());
    assert!(on("2026-12-01", "2026-12-01") && on("2026-11-30", "") && on("", "2026-12-02"));
    assert!(!on("2026-12-02", "") && !on("", "2026-11-30"));
    let asks = |least, most| read(TypedFilter { least, most, ..TypedFilter::default() }).fits(&lot(), now());
    assert!(asks("30000", "3万") && !asks("30000.01", "") && !asks("", "29999.99"));
    let at_midnight = Lot { opens_at: domain::time::Timestamp::parse_civil("2026-12-02 00:00").unwrap(), ..lot() };
    assert!(!read(TypedFilter { to: "2026-12-01", ..TypedFilter::default() }).fits(&at_midnight, now()));
}

#[test]
fn a_lot_is_in_the_prefecture_that_its_number_names_and_of_the_trade_that_was_said() {
    let in_place = |text: &str| Lot { number: text.parse().unwrap(), ..lot() }.place().to_string();
    assert_eq!(in_place("E4301003901006053003001"), "430100");
    assert_eq!(in_place("E4301043901006053003001"), "430100", "of a district");
    assert_eq!(in_place("E4300003901006053003001"), "430000");
    assert_eq!(in_place("湘公资2026-1"), "430000");
    let water = Lot { trade: Trade::Water, ..lot() };
    let wanted = read(TypedFilter { trade: "water", ..TypedFilter::default() });
    assert!(wanted.fits(&water, now()) && !wanted.fits(&lot(), now()));
    assert!(read(TypedFilter { trade: "other", ..TypedFilter::default() }).fits(&lot(), now()), "what nobody has said is 其他");
    assert_eq!((Trade::named("水利"), Trade::named(""), Trade::named("公路")), (Some(Trade::Water), Some(Trade::Other), None));
}

#[test]
fn a_search_is_kept_once_under_a_name_and_twenty_are_enough() {
    let kept = saved("公路", &[]);
    let again = |search: &SavedSearch, kept: &[SavedSearch]| save::save(search.facts.clone(), kept, 5);
    assert_eq!(again(&kept, std::slice::from_ref(&kept)), Err(Refusal::SavedSearchNamed));
    assert!(again(&kept, &[saved("公路", &[SavedSearchEvent::Removed])]).is_ok());
    let many: Vec<SavedSearch> = (0..OF_ORGANISATION_MAX).map(|index| saved(&format!("公路{index}"), &[])).collect();
    assert_eq!(again(&kept, &many), Err(Refusal::SavedSearchesTooMany));
    let mut all = kept.facts.clone();
    all.wanted = Wanted::default();
    assert_eq!(save::save(all, &[], 5), Err(Refusal::SavedSearchUnbounded));
    assert_eq!((save::name(" 高速 "), save::name(""), save::name(&"长".repeat(31))), (Some("高速".into()), None, None));
}

#[test]
fn lots_that_were_looked_at_are_heard_of_once() {
    let kept = saved("公路", &[]);
    for telling in [Telling::Now, Telling::Already, Telling::Later] {
        assert_eq!(hear::hear(&kept, 9, now(), telling), Some(fitted(telling)));
        assert_eq!(hear::hear(&saved("公路", &[fitted(Telling::Now)]), 9, now(), telling), None);
        assert_eq!(hear::hear(&saved("公路", &[SavedSearchEvent::Removed]), 9, now(), telling), None);
    }
    // What fitted while it was left in peace it hears of later, once.
    let untold = saved("公路", &[fitted(Telling::Later)]);
    assert!(untold.untold && untold.told_at.is_none());
    assert_eq!(hear::hear(&untold, 5, now(), Telling::Later), None);
    assert_eq!(hear::hear(&untold, 5, now(), Telling::Now), Some(fitted(Telling::Now)));
    assert_eq!(remove::remove(&saved("公路", &[SavedSearchEvent::Removed])), None);
}
