//! What a lot's events do to its applications and letters: every event × every state (F-1).

use crate::machines::guarantee::issued;
use crate::samples::*;
use domain::Refusal;
use domain::application::{Application, ApplicationEvent, ApplicationState, Decliner, approve, endorse, honour, issue, reach, submit};
use domain::consequence::Follows;
use domain::guarantee::{GuaranteeEvent, LotHeard, Standing, reach as guarantee_reach};
use domain::id::{GuaranteeId, RANDOM_BYTES};
use domain::lot::{AbortReason, Differs, KnownLot, Lot, LotCommitment, LotProgress, TenderedLot, Tenderee, progress};
use domain::time::Timestamp;

fn opens(at: Timestamp) -> KnownLot {
    known_as(&Lot { opens_at: at, ..lot() })
}

/// Its tenderee has another name.
fn renamed() -> KnownLot {
    let name = "省交通发展集团有限公司".parse().unwrap();
    known_as(&Lot { tenderee: Tenderee { name, ..lot().tenderee }, ..lot() })
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
        Some(ApplicationEvent::LotHeard { .. }) => "heard",
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
        // The letter would end too early: no money is collected for it. What is paid is issued, and flagged at once.
        is(&later, "preview again", "closed by rule", "moved");
        is(&longer, "preview again", "closed by rule", "heard");
        is(&known_as(&Lot { valid_days: Some(60), ..lot() }), "preview again", "nothing", "heard");
        is(&known_as(&Lot { bid_security: yuan("40000"), ..lot() }), "closed by rule", "closed by rule", "heard");
        is(&renamed(), "preview again", "closed by rule", "heard");
        is(&known_as(&Lot { name: "更名".into(), ..lot() }), "preview again", "closed by rule", "heard");
        for over in [&opened(), &awarded, &contracted, &aborted()] {
            is(over, "closed by rule", "closed by rule", "closed by rule");
        }
    }
}

#[test]
fn hearing_it_twice_changes_nothing() {
    let both = known_as(&Lot { opens_at: lot().opens_at.plus(Timestamp::HOUR), bid_security: yuan("40000"), ..lot() });
    for (name, mut application) in every_state() {
        for lot in
            [opens(now().plus(10 * Timestamp::MINUTE)), opens(lot().opens_at.plus(Timestamp::HOUR)), both.clone(), aborted(), opened()]
        {
            let mut heard = 0;
            while let Some(event) = event(&application, &lot) {
                application.apply(&event);
                heard += 1;
            }
            assert!(heard <= 2, "{name}");
        }
    }
}

#[test]
fn what_is_paid_hears_of_the_opening_and_of_the_amount() {
    let mut application = after(&[described(), submitted(), settled(false)]);
    let both = known_as(&Lot { opens_at: lot().opens_at.plus(Timestamp::HOUR), bid_security: yuan("40000"), ..lot() });
    for expected in ["moved", "heard", "nothing"] {
        assert_eq!(outcome(&application, &both), expected);
        if let Some(event) = event(&application, &both) {
            application.apply(&event);
        }
    }
    assert_eq!(application.facts.amount, yuan("30000"), "what was signed stays signed");
    assert_eq!(outcome(&application, &known_as(&Lot { opens_at: both.opens_at, ..lot() })), "heard", "taken back");
}

#[test]
fn a_letter_over_another_sum_or_to_somebody_else_is_held_and_one_that_ends_too_early_is_flagged() {
    let issuing = after(&[described(), submitted(), settled(true)]);
    let review = after(&[described(), submitted(), settled(false)]);
    let (dearer, longer) = (known_as(&Lot { bid_security: yuan("40000"), ..lot() }), known_as(&Lot { valid_days: Some(120), ..lot() }));
    for other in [&dearer, &renamed()] {
        assert_eq!(issue::check(&issuing, other, now()), Err(Refusal::LotChanged));
        assert_eq!(endorse::check(&review, other, now()), Err(Refusal::LotChanged), "nobody releases it");
    }
    assert_eq!(issue::check(&issuing, &longer, now()), Ok(()));
    assert!(guarantee_reach::reach(&issued(), &longer, &rules()).is_some(), "as soon as it is out");
    let mut letter = issued();
    let heard = guarantee_reach::reach(&letter, &dearer, &rules()).unwrap();
    assert_eq!(letter.follows(&heard).len(), 2, "both sides hear that the letter will not do");
    letter.apply(&heard);
    assert_eq!(guarantee_reach::reach(&letter, &dearer, &rules()), None);
}

#[test]
fn an_order_that_is_closed_says_what_has_changed() {
    let reason = |lot: &KnownLot| match event(&after(&[described(), submitted()]), lot) {
        Some(ApplicationEvent::Declined { reason, .. }) => reason,
        other => unreachable!("{other:?}"),
    };
    let longer = known_as(&Lot { valid_days: Some(120), ..lot() });
    assert_eq!(
        reason(&longer),
        "投标有效期已由“90 天”变更为“120 天”；保函有效期应至 2027-04-28，签署的为 2027-03-29，不足以覆盖投标有效期"
    );
    assert_eq!(reason(&known_as(&Lot { bid_security: yuan("40000"), ..lot() })), "投标保证金已由“¥30,000.00”变更为“¥40,000.00”");
    assert_eq!(reason(&aborted()), "投标人不足三家，标段已流标（交易中心说明：有效投标人不足三家）");
    assert_eq!(reason(&opened()), "已开标，不能再出具保函");
    let differences = longer.differences(after(&[]).signed(), &rules());
    assert_eq!(differences.iter().map(|difference| difference.what).collect::<Vec<_>>(), [Differs::Validity, Differs::Term]);
}

#[test]
fn when_bids_were_opened_in_truth_moves_no_opening() {
    let mut guarantee = issued();
    let three_seconds_late = lot().opens_at.plus(3 * Timestamp::SECOND);
    let mut lot = lot();
    let mut seen = Vec::new();
    for to in [
        LotProgress::Opened { at: three_seconds_late },
        LotProgress::Awarded { winner: "a".into(), at: three_seconds_late.plus(Timestamp::HOUR) },
        LotProgress::Aborted { reason: "中标无效".into(), code: AbortReason::Failed, at: three_seconds_late.plus(2 * Timestamp::HOUR) },
    ] {
        lot = progress(&lot, to).unwrap().unwrap().apply(Some(lot)).unwrap();
        if let Some(event) = guarantee_reach::reach(&guarantee, &known_as(&lot), &rules()) {
            seen.push(guarantee.follows(&event).len());
            guarantee.apply(&event);
        }
        assert_eq!(guarantee.standing(now()), Standing::InForce, "what was opened stays opened");
    }
    assert_eq!(seen, [0, 2], "both sides hear of the abort, and of nothing else");
    assert_eq!(known_as(&lot).opened_at, Some(three_seconds_late));
    // Heard of late, it comes to the same.
    let aborted = LotProgress::Aborted { reason: "中标无效".into(), code: AbortReason::Failed, at: three_seconds_late };
    let first = progress(&crate::samples::lot(), aborted).unwrap().unwrap().apply(Some(crate::samples::lot())).unwrap();
    let then = progress(&first, LotProgress::Opened { at: three_seconds_late }).unwrap().unwrap().apply(Some(first)).unwrap();
    assert_eq!((then.opened_at(), then.progress.is_decided()), (Some(three_seconds_late), true));
    // Aborted before its time it was never opened.
    let mut letter = issued();
    letter.apply(&guarantee_reach::reach(&letter, &self::aborted(), &rules()).unwrap());
    assert_eq!(letter.standing(crate::samples::lot().opens_at.plus(Timestamp::HOUR)), Standing::BeforeOpening);
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
    let mut draft = after(&[described(), agreed()]);
    let later = opens(lot().opens_at.plus(24 * Timestamp::HOUR));
    assert_eq!(submit::check(&draft, &later, now()), Err(Refusal::PreviewOutdated));
    draft.apply(&event(&draft, &later).unwrap());
    assert_eq!(submit::check(&draft, &later, now()), Ok(()));
    assert_eq!(draft.facts.expiry, later.expiry(&rules()), "the letter reaches as far as the bids do (F-1 b)");
    let dearer = known_as(&Lot { bid_security: yuan("40000"), ..lot() });
    assert_eq!(submit::check(&after(&[described(), agreed()]), &dearer, now()), Err(Refusal::AmountOutdated));
}

#[test]
fn a_letter_that_ends_before_the_bids_do_is_flagged_and_unflagged() {
    let mut guarantee = issued();
    let longer = known_as(&Lot { valid_days: Some(120), ..lot() });
    let event = guarantee_reach::reach(&guarantee, &longer, &rules()).unwrap();
    let needed = longer.expiry(&rules());
    assert!(needed > guarantee.expiry);
    let heard = LotHeard { opens_at: lot().opens_at, needed: Some(needed), differs: false, opened: false, aborted: false, reason: None };
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
