//! Vouchers of transfers: each starts a check, and no word of it settles anything (HR-9).

use crate::samples::*;
use domain::Refusal;
use domain::application::ApplicationEvent;
use domain::bank_line::{BankLine, BankLineEvent, BankLineState, SuspenseReason, honour, identify};
use domain::consequence::{Consequence, Follows};
use domain::document::Attachment;
use domain::id::{FileId, PaymentId, RANDOM_BYTES, VoucherId};
use domain::payment::{Payment, PaymentEvent, PaymentState, Settlement};
use domain::product::PaymentStyle;
use domain::profile::Scan;
use domain::voucher::{VOUCHERS_MAX, Voucher, VoucherEvent, VoucherFacts, VoucherState, check, find, hand_in, miss};

pub(crate) fn facts() -> VoucherFacts {
    let application = after(&[described(), submitted()]);
    VoucherFacts {
        id: VoucherId::new(now(), &[3; RANDOM_BYTES]),
        payment: payment_id(),
        application: application.facts.id,
        number: application.facts.number.clone(),
        applicant: application.facts.applicant.organisation,
        applicant_name: applicant().name.to_string(),
        institution: institution().id,
        amount: yuan("600"),
        file: Attachment { name: "回单.png".into(), kind: "png".into(), file: agreement().signature },
        sealed_as: FileId::new(now(), &[3; RANDOM_BYTES]),
        scan: Scan::None,
        at: now(),
    }
}

pub(crate) fn voucher(events: &[VoucherEvent]) -> Voucher {
    let mut voucher = Voucher::born(&VoucherEvent::HandedIn { facts: Box::new(facts()) }).unwrap();
    events.iter().for_each(|event| voucher.apply(event));
    voucher
}

/// A line of the exact fee in suspense, for this reason; `named` when its reference names the order.
pub(crate) fn suspended(reason: SuspenseReason, named: bool) -> BankLine {
    let mut line = line();
    line.apply(&BankLineEvent::Suspended { reason, payment: named.then(payment_id) });
    line
}

#[test]
fn a_voucher_is_for_a_transfer_that_is_waited_for_or_came_too_late() {
    let awaiting = after(&[described(), submitted()]);
    let lapsed = after(&[described(), submitted(), ApplicationEvent::Lapsed]);
    let closed = Payment { state: PaymentState::Closed, ..payment() };
    assert_eq!(hand_in::check(&awaiting, &payment(), &[]), Ok(()));
    assert_eq!(hand_in::check(&lapsed, &closed, &[]), Ok(()));
    let mut paid = payment();
    paid.apply(&PaymentEvent::Settled { by: Settlement::Line(line_id()) });
    let review = after(&[described(), submitted(), ApplicationEvent::Settled { by: Settlement::Line(line_id()), automatic: false }]);
    assert_eq!(hand_in::check(&review, &paid, &[]), Err(Refusal::VoucherNotNeeded));
    let cashier = Payment { style: PaymentStyle::Cashier, ..payment() };
    assert_eq!(hand_in::check(&awaiting, &cashier, &[]), Err(Refusal::VoucherNotNeeded));
}

#[test]
fn one_voucher_is_looked_at_at_a_time_and_there_are_not_too_many() {
    let awaiting = after(&[described(), submitted()]);
    assert_eq!(hand_in::check(&awaiting, &payment(), &[voucher(&[])]), Err(Refusal::VoucherUnderWay));
    let missed = voucher(&[VoucherEvent::Missed { reason: "没有到账".into() }]);
    assert_eq!(hand_in::check(&awaiting, &payment(), std::slice::from_ref(&missed)), Ok(()));
    assert_eq!(hand_in::check(&awaiting, &payment(), &vec![missed; VOUCHERS_MAX]), Err(Refusal::VouchersTooMany));
}

#[test]
fn no_word_about_a_voucher_settles_anything() {
    let settles = |follows: Vec<Consequence>| {
        follows.iter().any(|one| matches!(one, Consequence::Settle { .. } | Consequence::Honour { .. } | Consequence::Issue { .. }))
    };
    let line = suspended(SuspenseReason::UnknownReference, false);
    let found = find::find(&voucher(&[]), &line, "a").unwrap();
    for event in [
        VoucherEvent::HandedIn { facts: Box::new(facts()) },
        check::check(&voucher(&[]), "a").unwrap(),
        found,
        miss::miss(&voucher(&[]), "没有到账").unwrap(),
    ] {
        assert!(!settles(voucher(&[]).follows(&event)), "{event:?}");
    }
    let identified = identify(&line, payment_id(), "a").unwrap();
    assert!(!settles(line.follows(&identified)));
    let mut after = line.clone();
    after.apply(&identified);
    assert_eq!(after.state, line.state, "it lies in suspense until a second person agrees");
}

#[test]
fn a_voucher_shows_a_line_of_the_same_account_that_is_nobody_elses() {
    let open = voucher(&[]);
    assert!(find::find(&open, &suspended(SuspenseReason::UnknownReference, false), "a").is_ok());
    assert!(find::find(&open, &suspended(SuspenseReason::AmountDiffers, true), "a").is_ok(), "also what cannot pay: it is to be told");
    let mut anothers = suspended(SuspenseReason::UnknownReference, false);
    anothers.payment = Some(PaymentId::new(now(), &[9; RANDOM_BYTES]));
    let mut elsewhere = suspended(SuspenseReason::UnknownReference, false);
    elsewhere.facts.institution = None;
    for line in [anothers, elsewhere, line()] {
        assert_eq!(find::find(&open, &line, "a"), Err(Refusal::VoucherLineDiffers), "{line:?}");
    }
    let decided = voucher(&[VoucherEvent::Found { line: line_id(), by: "a".into() }]);
    assert_eq!(find::find(&decided, &suspended(SuspenseReason::UnknownReference, false), "a"), Err(Refusal::VoucherStateForbids));
    assert_eq!(miss::miss(&decided, "没有到账"), Err(Refusal::VoucherStateForbids));
    assert_eq!(miss::miss(&open, " "), Err(Refusal::ReasonMissing));
    assert_eq!(open.state, VoucherState::Uploaded);
}

/// A line that somebody named as the order's by a voucher.
fn named(reason: SuspenseReason) -> BankLine {
    let mut line = suspended(reason, reason != SuspenseReason::UnknownReference);
    line.apply(&identify(&line, payment_id(), "first person").unwrap());
    line
}

#[test]
fn what_one_person_named_another_honours_and_it_pays_in_time() {
    let awaiting = after(&[described(), submitted()]);
    for reason in [SuspenseReason::UnknownReference, SuspenseReason::PayerDiffers, SuspenseReason::PayerMissing] {
        let line = named(reason);
        let by = |person| honour(&line, &payment(), &awaiting, &known(), person, now());
        assert_eq!(by("first person"), Err(Refusal::SecondPersonNeeded));
        assert_eq!(by("second person"), Ok(BankLineEvent::Matched { payment: payment_id() }));
        let lapsed = after(&[described(), submitted(), ApplicationEvent::Lapsed]);
        let closed = Payment { state: PaymentState::Closed, ..payment() };
        let late = honour(&line, &closed, &lapsed, &known(), "second person", now());
        assert_eq!(late, Ok(BankLineEvent::Honoured { application: closed.application, in_time: None }));
    }
    let unnamed = suspended(SuspenseReason::PayerDiffers, true);
    assert_eq!(honour(&unnamed, &payment(), &awaiting, &known(), "second person", now()), Err(Refusal::NotHonourable), "no voucher");
}

#[test]
fn a_voucher_never_makes_another_amount_or_account_pay() {
    let awaiting = after(&[described(), submitted()]);
    let mut short = named(SuspenseReason::UnknownReference);
    short.facts.amount = yuan("599.99");
    let mut astray = named(SuspenseReason::UnknownReference);
    astray.facts.account = "1".into();
    for line in [short, astray, named(SuspenseReason::AmountDiffers)] {
        assert_eq!(honour(&line, &payment(), &awaiting, &known(), "second person", now()), Err(Refusal::NotHonourable));
    }
    let BankLineState::Suspense { .. } = named(SuspenseReason::AmountDiffers).state else { unreachable!() };
}

#[test]
fn the_payer_is_told_what_was_received_and_what_is_missing_to_the_fen() {
    let of = |received| SuspenseReason::AmountDiffers.told(yuan(received), yuan("600"));
    assert!(of("599.99").contains("收到 599.99 元，应付 600.00 元，少付 0.01 元"), "{}", of("599.99"));
    assert!(of("300").contains("少付 300.00 元") && of("300").contains("请另行一次转足 600.00 元"));
    assert!(of("600.01").contains("多付 0.01 元") && of("600.01").contains("不能拆分"));
    for reason in SuspenseReason::ALL {
        assert!(!reason.told(yuan("600"), yuan("600")).is_empty());
    }
}

#[test]
fn a_wrong_word_is_mended_by_the_right_voucher_until_a_second_person_agrees() {
    let other = PaymentId::new(now(), &[9; RANDOM_BYTES]);
    let mut line = suspended(SuspenseReason::UnknownReference, false);
    line.apply(&identify(&line, other, "first person").unwrap());
    assert!(find::find(&voucher(&[]), &line, "third person").is_ok());
    line.apply(&identify(&line, payment_id(), "third person").unwrap());
    assert_eq!((line.payment, line.identified_by.as_deref()), (Some(payment_id()), Some("third person")));
    let mut by_reference = suspended(SuspenseReason::PayerMissing, true);
    by_reference.apply(&identify(&by_reference, payment_id(), "first person").unwrap());
    assert_eq!(identify(&by_reference, other, "first person"), None, "what its own reference names stays");
}
