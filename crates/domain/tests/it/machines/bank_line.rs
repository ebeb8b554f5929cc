//! A credit that a bank reported.

use super::{Command, Machine, Table, next};
use crate::samples::*;
use domain::Refusal;
use domain::application::ApplicationEvent;
use domain::bank_line::{
    BankLine, BankLineEvent, RefundGround, SuspenseReason, accept_refund, approve_refund, fail_refund, honour, identify, propose_aside,
    propose_refund, reject_aside, reject_refund, request_refund, set_aside,
};
use domain::payment::{Payment, PaymentState};
use domain::time::Timestamp;

const REASON: &str = "金额有误";

fn matched(line: &BankLine, payment: Option<&Payment>) -> Result<BankLineEvent, Refusal> {
    held(line, payment, &after(&[described(), submitted()]), now())
}

/// Its order has lapsed, and the money had come in time.
fn matched_afterwards(line: &BankLine) -> Result<BankLineEvent, Refusal> {
    let payment = Payment { state: PaymentState::Closed, ..payment() };
    held(line, Some(&payment), &after(&[described(), submitted(), ApplicationEvent::Lapsed]), now().plus(Timestamp::HOUR))
}

fn honoured(line: &BankLine) -> Result<BankLineEvent, Refusal> {
    let payment = Payment { state: PaymentState::Closed, ..payment() };
    honour(line, &payment, &after(&[described(), submitted(), ApplicationEvent::Lapsed]), &known(), "second person", now())
}

fn command(name: &'static str, run: fn(&BankLine) -> Result<BankLineEvent, Refusal>) -> Command<'static, BankLine> {
    (name, Box::new(move |line| next(line, run(line), BankLine::apply)))
}

/// A line of the fee, or of one fen more.
fn after_events(right: bool, events: &[BankLineEvent]) -> BankLine {
    let mut line = line();
    line.facts.amount = if right { line.facts.amount } else { yuan("600.01") };
    events.iter().for_each(|event| line.apply(event));
    line
}

pub(super) fn section() -> String {
    let suspended = |reason| BankLineEvent::Suspended { reason, payment: Some(payment_id()) };
    let (wrong, late) = (suspended(SuspenseReason::AmountDiffers), suspended(SuspenseReason::PaymentClosed));
    let proposed = BankLineEvent::RefundProposed { reason: REASON.into(), by: "first person".into() };
    let aside = BankLineEvent::AsideProposed { reason: "利息".into(), by: "first person".into() };
    let unknown = || BankLineEvent::Suspended { reason: SuspenseReason::UnknownReference, payment: None };
    let requested = BankLineEvent::RefundRequested { reason: REASON.into() };
    let failed = BankLineEvent::RefundFailed { reason: "账户已销户".into() };
    let states = vec![
        ("received", after_events(true, &[])),
        ("matched", after_events(true, &[BankLineEvent::Matched { payment: payment_id() }])),
        ("suspense, another amount", after_events(false, std::slice::from_ref(&wrong))),
        ("suspense, came too late", after_events(true, std::slice::from_ref(&late))),
        ("refund_proposed", after_events(false, &[wrong.clone(), proposed])),
        ("refunding", after_events(false, &[wrong.clone(), requested.clone()])),
        ("refund_failed", after_events(false, &[wrong.clone(), requested.clone(), failed])),
        ("refunded", after_events(false, &[wrong, requested, BankLineEvent::Refunded])),
        ("suspense, names no order", after_events(false, &[unknown()])),
        (
            "suspense, named by a voucher",
            after_events(true, &[unknown(), BankLineEvent::Identified { payment: payment_id(), by: "first person".into() }]),
        ),
        ("aside_proposed", after_events(false, &[unknown(), aside.clone()])),
        ("aside", after_events(false, &[unknown(), aside, BankLineEvent::SetAside { reason: "利息".into() }])),
        ("honoured", after_events(true, &[late, BankLineEvent::Honoured { application: payment().application, in_time: None }])),
    ];
    let commands = vec![
        command("Match, all fits", |line| matched(line, Some(&payment()))),
        command("Match, came in time for an order that has lapsed", matched_afterwards),
        command("Match, something differs", |line| matched(line, None)),
        command("Honour", honoured),
        command("Identify, by a voucher", |line| identify(line, payment_id(), "first person").ok_or(Refusal::BankLineSettled)),
        command("ProposeRefund", |line| propose_refund(line, REASON, "first person")),
        command("ApproveRefund, by whoever proposed it", |line| approve_refund(line, "first person")),
        command("ApproveRefund", |line| approve_refund(line, "second person")),
        command("RejectRefund", reject_refund),
        command("ProposeAside", |line| propose_aside(line, "利息", "first person")),
        command("SetAside, by whoever proposed it", |line| set_aside(line, "first person")),
        command("SetAside", |line| set_aside(line, "second person")),
        command("RejectAside", reject_aside),
        command("Refund, order declined", |line| request_refund(line, RefundGround::Declined, REASON)),
        command("Refund again", |line| request_refund(line, RefundGround::Again, REASON)),
        command("AcceptRefund", accept_refund),
        command("FailRefund", |line| fail_refund(line, "账户已销户")),
    ];
    Machine {
        title: "Bank line 到账",
        about: "A credit on a guarantor's account: it settles one payment exactly, or a person looks. Money in suspense goes back by two persons; what\n\
                the bank refuses to send back is a person's again. What is nothing of the platform's (interest) is set aside by two persons.\n\
                By a voucher one person names the order of a line, and another honours it.",
        begins: ("Receive", "received"),
        named: |line: &BankLine| (line.state.code(), line.state.label()),
        ordinary: Some(Refusal::BankLineSettled),
        tables: vec![Table { title: "", states, commands }],
    }
    .section()
}
