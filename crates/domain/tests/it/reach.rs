//! What a lot's events do to its applications and letters: every event × every state (F-1).

use crate::machines::guarantee::issued;
use crate::samples::*;
use domain::Refusal;
use domain::application::{Application, ApplicationEvent, ApplicationState, Decliner, approve, endorse, honour, issue, reach, submit};
use domain::guarantee::{GuaranteeEvent, LotHeard, reach as guarantee_reach};
use domain::id::{GuaranteeId, RANDOM_BYTES};
use domain::lot::{AbortReason, KnownLot, Lot, LotCommitment, LotProgress, TenderedLot};
use domain::time::Timestamp;

fn opens(at: Timestamp) -> KnownLot {
    known_as(&Lot { opens_at: at, ..lot() })
}

fn progressed(progress: LotProgress) -> KnownLot {
    known_as(&Lot { progress, ..lot() })
}

fn aborted() -> KnownLot {
    progressed(LotProgress::Aborted { reason: "有效投标人不足三家".into(), code: AbortReason::TooFewBidders, at: now() })
}

fn opened() -> KnownLot {
    progressed(LotProgress::Opened { at: now() })
}

fn event(application: &Application, lot: &KnownLot) -> Option<ApplicationEvent> {
    reach::reach(application, lot, &rules(), now())
}

/// What happens to an application in this state, in a word.
fn outcome(application: &Application, lot: &KnownLot) -> &'static str {
    match event(application, lot) {
        None => "nothing",
        Some(ApplicationEvent::LotChanged { .. }) => "preview again",
        Some(ApplicationEvent::OpeningMoved { until: Some(_), .. }) => "bounded anew",
        Some(ApplicationEvent::OpeningMoved { until: None, .. }) => "moved",
        Some(ApplicationEvent::Declined { by: Decliner::Rule, .. }) => "closed by rule",
        Some(other) => unreachable!("{other:?}"),
    }
}

#[test]
fn every_lot_event_reaches_every_state_as_it_should() {
    let (sooner, later) = (opens(now().plus(10 * Timestamp::MINUTE)), opens(lot().opens_at.plus(24 * Timestamp::HOUR)));
    let longer = known_as(&Lot { valid_days: Some(120), ..lot() });
    let awarded = progressed(LotProgress::Awarded { winner: "a".into(), at: now() });
    let contracted = progressed(LotProgress::Contracted { winner: "a".into(), at: now() });
    for (name, application) in every_state() {
        let is = |lot: &KnownLot, draft: &str, unpaid: &str, paid: &str| {
            let expected = match application.state {
                ApplicationState::Draft { .. } => draft,
                ApplicationState::AwaitingPayment { .. } => unpaid,
                ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => paid,
                ApplicationState::Issued { .. }
                | ApplicationState::Withdrawn { .. }
                | ApplicationState::Lapsed { .. }
                | ApplicationState::Declined { .. } => "nothing",
            };
            assert_eq!(outcome(&application, lot), expected, "{name}, {lot:?}");
        };
        is(&known(), "nothing", "nothing", "nothing");
        is(&sooner, "preview again", "bounded anew", "moved");
        is(&later, "preview again", "bounded anew", "moved");
        // What was signed stays signed; the letter is flagged once it is out.
        is(&longer, "preview again", "nothing", "nothing");
        for over in [&opened(), &awarded, &contracted, &aborted()] {
            is(over, "nothing", "closed by rule", "closed by rule");
        }
    }
}

#[test]
fn hearing_it_twice_changes_nothing() {
    for (name, mut application) in every_state() {
        for lot in [opens(now().plus(10 * Timestamp::MINUTE)), opens(lot().opens_at.plus(Timestamp::HOUR)), aborted(), opened()] {
            if let Some(event) = event(&application, &lot) {
                application.apply(&event);
            }
            assert_eq!(event(&application, &lot), None, "{name}");
        }
    }
}

#[test]
fn what_is_unpaid_is_due_by_an_opening_that_is_brought_forward_and_no_later_when_it_is_put_off() {
    let mut application = after(&[described(), submitted()]);
    let sooner = now().plus(10 * Timestamp::MINUTE);
    application.apply(&event(&application, &opens(sooner)).unwrap());
    assert_eq!((application.due_until(), application.opens_at()), (Some(sooner), sooner));
    application.apply(&event(&application, &opens(sooner.plus(Timestamp::HOUR))).unwrap());
    assert_eq!(application.due_until(), Some(sooner), "the period was not longer for it");
}

#[test]
fn a_postponed_opening_strands_nobody_and_one_brought_forward_stops_everybody() {
    let review = after(&[described(), submitted(), settled(false)]);
    let endorsed = after(&[described(), submitted(), settled(false), endorsed()]);
    let issuing = after(&[described(), submitted(), settled(true)]);
    let lapsed = after(&[described(), submitted(), ApplicationEvent::Lapsed]);
    let guarantee = GuaranteeId::new(now(), &[7; RANDOM_BYTES]);
    let all = |lot: &KnownLot, at| {
        vec![
            endorse::endorse(&review, lot, "a", at).map(|_| ()),
            approve::approve(&endorsed, lot, "b", at).map(|_| ()),
            issue::issue(&issuing, lot, guarantee, at).map(|_| ()),
            honour::honour(&lapsed, lot, line_id(), false, at).map(|_| ()),
        ]
    };
    let after_the_old_time = lot().opens_at.plus(Timestamp::HOUR);
    let postponed = opens(lot().opens_at.plus(24 * Timestamp::HOUR));
    assert!(all(&postponed, after_the_old_time).iter().all(Result::is_ok), "F-1 a");
    assert!(all(&opens(now()), now()).iter().all(|one| *one == Err(Refusal::LotOpened)), "F-1 c");
    assert!(all(&opened(), now()).iter().all(|one| *one == Err(Refusal::LotOpened)), "by its centre's word");
    assert!(all(&aborted(), now()).iter().all(|one| *one == Err(Refusal::LotAborted)), "F-1 d");
}

#[test]
fn a_draft_of_a_lot_that_has_changed_is_previewed_again() {
    let mut draft = after(&[described()]);
    let later = opens(lot().opens_at.plus(24 * Timestamp::HOUR));
    assert_eq!(submit::check(&draft, &later, now()), Err(Refusal::PreviewOutdated));
    draft.apply(&event(&draft, &later).unwrap());
    assert_eq!(submit::check(&draft, &later, now()), Ok(()));
    assert_eq!(draft.facts.expiry, later.expiry(&rules()), "the letter reaches as far as the bids do (F-1 b)");
    let dearer = known_as(&Lot { bid_security: yuan("40000"), ..lot() });
    assert_eq!(submit::check(&after(&[described()]), &dearer, now()), Err(Refusal::AmountOutdated));
}

#[test]
fn a_letter_that_ends_before_the_bids_do_is_flagged_and_unflagged() {
    let mut guarantee = issued();
    let longer = known_as(&Lot { valid_days: Some(120), ..lot() });
    let event = guarantee_reach::reach(&guarantee, &longer, &rules()).unwrap();
    let needed = longer.expiry(&rules());
    assert!(needed > guarantee.expiry);
    let heard = LotHeard { opens_at: lot().opens_at, needed: Some(needed), aborted: false };
    assert_eq!(event, GuaranteeEvent::LotHeard { heard });
    guarantee.apply(&event);
    assert_eq!(guarantee_reach::reach(&guarantee, &longer, &rules()), None, "once");
    guarantee.apply(&guarantee_reach::reach(&guarantee, &known(), &rules()).unwrap());
    assert_eq!(guarantee.heard.as_ref().and_then(|heard| heard.needed), None);
    let over = guarantee_reach::reach(&guarantee, &aborted(), &rules()).unwrap();
    assert!(matches!(over, GuaranteeEvent::LotHeard { heard } if heard.aborted && heard.needed.is_none()));
}

#[test]
fn of_a_sealed_lot_only_the_clock_is_known() {
    let sealed = TenderedLot::sealed(LotCommitment([1; 32]), lot().opens_at);
    let known = sealed.known(Some(&Lot { progress: LotProgress::Opened { at: now() }, ..lot() }));
    assert_eq!(known.tendered(now()), Ok(()), "nobody here knows that it is this one");
    assert_eq!(known.tendered(lot().opens_at), Err(Refusal::LotOpened));
    let mut application = after(&[described(), submitted()]);
    application.facts.lot = sealed;
    assert_eq!(event(&application, &known), None);
}
