use crate::samples::*;
use domain::Refusal;
use domain::application::{Application, ApplicationEvent, lapse};
use domain::bank_line::{
    BankLine, BankLineEvent, BankLineState, LineSource, Owed, RefundGround, SuspenseReason, accept_refund, approve_refund, fail_refund,
    honour, match_line, propose_aside, propose_refund, reject_aside, reject_refund, request_refund, set_aside,
};
use domain::onboarding::Presence;
use domain::payment::{Payment, PaymentEvent, PaymentState, Settlement, Watch};
use domain::time::Timestamp;

fn suspense(line: &BankLine, payment: Option<&Payment>) -> SuspenseReason {
    let outcome = held(line, payment, &awaiting(), now()).unwrap();
    let BankLineEvent::Suspended { reason, .. } = outcome else { unreachable!("{outcome:?}") };
    reason
}

/// The order whose fee is due.
fn awaiting() -> Application {
    after(&[described(), submitted()])
}

fn settles(line: &BankLine) -> bool {
    held(line, Some(&payment()), &awaiting(), now()) == Ok(BankLineEvent::Matched { payment: payment_id() })
}

#[test]
fn the_exact_fee_to_the_right_account_with_the_reference_settles() {
    assert!(settles(&line()));
}

#[test]
fn one_fen_more_or_less_never_settles() {
    for amount in ["599.99", "600.01"] {
        let mut line = line();
        line.facts.amount = yuan(amount);
        assert_eq!(suspense(&line, Some(&payment())), SuspenseReason::AmountDiffers);
    }
}

#[test]
fn money_on_another_account_an_unknown_reference_or_a_second_transfer_goes_to_suspense() {
    let mut other = line();
    other.facts.account = "1".into();
    assert_eq!(suspense(&other, Some(&payment())), SuspenseReason::PayeeDiffers);
    assert_eq!(suspense(&line(), None), SuspenseReason::UnknownReference);
    let mut paid = payment();
    paid.apply(&PaymentEvent::Settled { by: Settlement::Line(line_id()) });
    assert_eq!(suspense(&line(), Some(&paid)), SuspenseReason::AlreadySettled);
    other.facts.institution = None;
    assert_eq!(suspense(&other, None), SuspenseReason::UnknownAccount);
}

#[test]
fn money_at_the_end_of_the_period_is_late_even_before_the_job_ran() {
    let mut late = line();
    late.facts.booked_at = now().plus(30 * Timestamp::MINUTE);
    late.facts.received_at = late.facts.booked_at;
    assert_eq!(suspense(&late, Some(&payment())), SuspenseReason::PaymentClosed);
    late.facts.booked_at = late.facts.booked_at.plus(-1);
    late.facts.received_at = now().plus(24 * Timestamp::HOUR);
    assert!(settles(&late), "booked in time, heard of the next day");
    late.facts.booked_at = now().plus(12 * Timestamp::HOUR);
    assert_eq!(suspense(&late, Some(&payment())), SuspenseReason::PaymentClosed);
}

#[test]
fn a_statement_that_tells_the_day_only_leaves_all_of_it_to_the_payer() {
    let mut line = line();
    line.facts.day_only = true;
    line.facts.received_at = now().plus(48 * Timestamp::HOUR);
    let midnight = |days: i64| {
        Timestamp::parse_civil(&format!("{} 00:00:00", now().plus(30 * Timestamp::MINUTE + days * 24 * Timestamp::HOUR).date())).unwrap()
    };
    line.facts.booked_at = midnight(0);
    assert!(settles(&line));
    line.facts.booked_at = midnight(1);
    assert_eq!(suspense(&line, Some(&payment())), SuspenseReason::PaymentClosed);
}

/// An order that lapsed before anybody knew that it was paid.
fn afterwards(line: &BankLine, change: impl Fn(&mut Application), presence: &Presence, at: Timestamp) -> BankLineEvent {
    let mut lapsed = awaiting();
    lapsed.apply(&ApplicationEvent::Lapsed);
    change(&mut lapsed);
    let (payment, lot) = (Payment { state: PaymentState::Closed, ..payment() }, known());
    match_line(line, Some(&Owed { payment: &payment, application: &lapsed, lot: &lot, presence, credit: true }), at).unwrap()
}

#[test]
fn who_paid_in_time_gets_the_letter_though_the_bank_was_heard_of_afterwards() {
    let (mut line, heard) = (line(), now().plus(2 * Timestamp::HOUR));
    line.facts.received_at = heard;
    let taken = BankLineEvent::Honoured { application: awaiting().facts.id, in_time: Some(payment_id()) };
    assert_eq!(afterwards(&line, |_| (), &Presence::Live, heard), taken);
    let not = BankLineEvent::Suspended { reason: SuspenseReason::NotTakenUp, payment: Some(payment_id()) };
    assert_eq!(afterwards(&line, |_| (), &Presence::Live, lot().opens_at), not, "never after the opening");
    assert_eq!(afterwards(&line, |_| (), &Presence::Absent, heard), not, "the institution was taken down");
    assert_eq!(afterwards(&line, |lapsed| lapsed.facts.own_system = true, &Presence::Live, heard), not, "it was told that it is over");
    line.facts.booked_at = heard;
    let late = BankLineEvent::Suspended { reason: SuspenseReason::PaymentClosed, payment: Some(payment_id()) };
    assert_eq!(afterwards(&line, |_| (), &Presence::Live, heard), late);
}

#[test]
fn an_order_is_not_cancelled_before_the_statement_of_its_last_minute_is_in() {
    let (application, until) = (awaiting(), now().plus(30 * Timestamp::MINUTE));
    let at = |watch| lapse::at(&application, &watch).unwrap();
    assert_eq!((at(Watch::Reported), at(Watch::Unknown)), (until, until));
    assert_eq!(at(Watch::Statements { heard_until: Some(until) }), until);
    for heard_until in [None, Some(until.plus(-1))] {
        assert_eq!(at(Watch::Statements { heard_until }), until.plus(lapse::STATEMENT_WAIT).min(application.opens_at()));
    }
    let soon = Application { opening: Some(until.plus(Timestamp::HOUR)), ..application.clone() };
    assert_eq!(lapse::at(&soon, &Watch::Statements { heard_until: None }), soon.opening, "never later than the opening");
}

#[test]
fn interest_leaves_suspense_by_two_persons_and_an_orders_money_does_not() {
    let mut line = line();
    line.apply(&BankLineEvent::Suspended { reason: SuspenseReason::UnknownReference, payment: None });
    assert_eq!(propose_aside(&line, " ", "a"), Err(Refusal::ReasonMissing));
    line.apply(&propose_aside(&line, "账户利息", "a").unwrap());
    assert_eq!(set_aside(&line, "a"), Err(Refusal::SecondPersonNeeded));
    let mut rejected = line.clone();
    rejected.apply(&reject_aside(&rejected).unwrap());
    assert_eq!(rejected.state, BankLineState::Suspense { reason: SuspenseReason::UnknownReference });
    line.apply(&set_aside(&line, "b").unwrap());
    assert_eq!(line.state, BankLineState::Aside { reason: "账户利息".into() });
    assert_eq!(propose_refund(&line, "退回", "a"), Err(Refusal::BankLineSettled));
    let mut tied = self::line();
    tied.apply(&BankLineEvent::Suspended { reason: SuspenseReason::PaymentClosed, payment: Some(payment_id()) });
    assert_eq!(propose_aside(&tied, "利息", "a"), Err(Refusal::NamesAnOrder));
}

#[test]
fn a_line_is_looked_at_once_and_refunded_once() {
    let mut line = line();
    line.apply(&BankLineEvent::Suspended { reason: SuspenseReason::AmountDiffers, payment: None });
    assert_eq!(match_line(&line, None, now()), Err(Refusal::BankLineSettled));
    assert_eq!(propose_refund(&line, " ", "a"), Err(Refusal::ReasonMissing));
    line.apply(&propose_refund(&line, "金额有误", "a").unwrap());
    line.apply(&approve_refund(&line, "b").unwrap());
    assert_eq!(propose_refund(&line, "金额有误", "a"), Err(Refusal::BankLineSettled));
    line.apply(&accept_refund(&line).unwrap());
    assert_eq!(accept_refund(&line), Err(Refusal::BankLineSettled));
}

#[test]
fn a_late_fee_is_honoured_only_for_its_own_lapsed_application_before_opening() {
    let mut line = line();
    line.apply(&BankLineEvent::Suspended { reason: SuspenseReason::PaymentClosed, payment: Some(payment_id()) });
    let payment = Payment { state: PaymentState::Closed, ..payment() };
    let lapsed = after(&[described(), submitted(), ApplicationEvent::Lapsed]);
    assert!(honour(&line, &payment, &lapsed, &known(), "second person", now()).is_ok());
    assert_eq!(honour(&line, &payment, &lapsed, &known(), "second person", lot().opens_at), Err(Refusal::LotOpened));
    assert_eq!(honour(&line, &payment, &after(&[described(), submitted()]), &known(), "second person", now()), Err(Refusal::NotHonourable));
    let mut short = line.clone();
    short.facts.amount = yuan("1");
    assert_eq!(honour(&short, &payment, &lapsed, &known(), "second person", now()), Err(Refusal::NotHonourable));
}

#[test]
fn a_line_that_paid_for_a_letter_is_not_sent_back_from_the_suspense_list() {
    let mut line = line();
    line.apply(&BankLineEvent::Matched { payment: payment_id() });
    assert_eq!(propose_refund(&line, "金额有误", "a"), Err(Refusal::BankLineSettled));
    assert!(request_refund(&line, RefundGround::Declined, "审核退回").is_ok());
}

#[test]
fn only_what_the_applicant_itself_has_paid_settles_and_a_statement_has_to_say_so() {
    let mut line = line();
    line.facts.source = LineSource::Statement;
    line.facts.payer_name = "天山 (北麓)建设工程有限公司".into();
    let mut bracketed = awaiting();
    bracketed.facts.applicant.name = "天山（北麓）建设工程有限公司".parse().unwrap();
    let settled = Ok(BankLineEvent::Matched { payment: payment_id() });
    assert_eq!(held(&line, Some(&payment()), &bracketed, now()), settled, "brackets and spaces are the bank's");
    for alike in ["天⼭(北麓)建设⼯程有限公司", "天山\u{200b}（北麓）建设工程有限公司", "天山（北麓）建设工程有限公司\u{3000}"]
    {
        line.facts.payer_name = alike.into();
        let same = "is the same name, as another keyboard or bank writes it (N2)";
        assert_eq!(held(&line, Some(&payment()), &bracketed, now()), settled, "{alike:?} {same}");
    }
    line.facts.payer_name = String::new();
    assert_eq!(suspense(&line, Some(&payment())), SuspenseReason::PayerMissing, "nobody is accused whom the statement does not name");
    line.facts.payer_name = "别的公司".into();
    assert_eq!(suspense(&line, Some(&payment())), SuspenseReason::PayerDiffers);
    line.facts.source = LineSource::Bank;
    assert_eq!(suspense(&line, Some(&payment())), SuspenseReason::PayerDiffers, "what others pay settles nothing by itself");
    line.facts.payer_name = String::new();
    assert!(settles(&line), "the bank vouches for reference, account and amount");
}

#[test]
fn what_a_bank_reports_twice_and_differently_settles_nothing_k11() {
    let mut line = line();
    line.facts.contradicts = Some(line_id());
    assert_eq!(suspense(&line, Some(&payment())), SuspenseReason::ReportsDiffer);
}

#[test]
fn money_in_suspense_goes_back_by_two_persons_p10() {
    let mut line = line();
    line.apply(&BankLineEvent::Suspended { reason: SuspenseReason::AmountDiffers, payment: None });
    assert_eq!(propose_refund(&line, "", "a"), Err(Refusal::ReasonMissing));
    line.apply(&propose_refund(&line, "金额有误", "a").unwrap());
    assert_eq!(approve_refund(&line, "a"), Err(Refusal::SecondPersonNeeded));
    assert_eq!(propose_refund(&line, "金额有误", "b"), Err(Refusal::BankLineSettled));
    let mut rejected = line.clone();
    rejected.apply(&reject_refund(&rejected).unwrap());
    assert_eq!(rejected.state, BankLineState::Suspense { reason: SuspenseReason::AmountDiffers });
    line.apply(&approve_refund(&line, "b").unwrap());
    assert!(matches!(&line.state, BankLineState::Refunding { reason } if !reason.is_empty()), "whoever sends it knows why");
}

#[test]
fn a_refund_that_the_bank_refuses_is_a_persons_again_l4() {
    let mut line = line();
    line.apply(&BankLineEvent::Matched { payment: payment_id() });
    assert_eq!(fail_refund(&line, "账户已销户"), Err(Refusal::BankLineSettled));
    line.apply(&request_refund(&line, RefundGround::Declined, "审核退回").unwrap());
    line.apply(&fail_refund(&line, "账户已销户").unwrap());
    assert_eq!(line.state, BankLineState::RefundFailed { reason: "账户已销户".into() });
    assert!(accept_refund(&line).is_ok(), "sent back otherwise");
    assert_eq!(request_refund(&line, RefundGround::Declined, "审核退回"), Err(Refusal::BankLineSettled));
    line.apply(&request_refund(&line, RefundGround::Again, "收款账户已更正").unwrap());
    assert!(matches!(&line.state, BankLineState::Refunding { reason } if !reason.is_empty()), "whoever sends it knows why");
}
