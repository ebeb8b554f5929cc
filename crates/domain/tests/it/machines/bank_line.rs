//! A credit that a bank reported.

use super::{Command, Machine, Table, next};
use crate::samples::*;
use domain::Refusal;
use domain::application::ApplicationEvent;
use domain::bank_line::{
    BankLine, BankLineEvent, RefundGround, SuspenseReason, accept_refund, approve_refund, fail_refund, honour, match_line, propose_refund,
    reject_refund, request_refund,
};
use domain::payment::{Payment, PaymentState};

const REASON: &str = "金额有误";

fn matched(line: &BankLine, payment: Option<&Payment>) -> Result<BankLineEvent, Refusal> {
    match_line(line, payment, Some(&after(&[described(), submitted()])))
}

fn honoured(line: &BankLine) -> Result<BankLineEvent, Refusal> {
    let payment = Payment { state: PaymentState::Closed, ..payment() };
    honour(line, &payment, &after(&[described(), submitted(), ApplicationEvent::Lapsed]), &known(), now())
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
        ("honoured", after_events(true, &[late, BankLineEvent::Honoured { application: payment().application }])),
    ];
    let commands = vec![
        command("Match, all fits", |line| matched(line, Some(&payment()))),
        command("Match, something differs", |line| matched(line, None)),
        command("Honour", honoured),
        command("ProposeRefund", |line| propose_refund(line, REASON, "first person")),
        command("ApproveRefund, by whoever proposed it", |line| approve_refund(line, "first person")),
        command("ApproveRefund", |line| approve_refund(line, "second person")),
        command("RejectRefund", reject_refund),
        command("Refund, of nobody's account", |line| request_refund(line, RefundGround::Suspense, REASON)),
        command("Refund, order declined", |line| request_refund(line, RefundGround::Declined, REASON)),
        command("Refund again", |line| request_refund(line, RefundGround::Again, REASON)),
        command("AcceptRefund", accept_refund),
        command("FailRefund", |line| fail_refund(line, "账户已销户")),
    ];
    Machine {
        title: "Bank line 到账",
        about: "A credit on a guarantor's account: it settles one payment exactly, or a person looks. Money in suspense goes back by two persons; what\n\
                the bank refuses to send back is a person's again.",
        begins: ("Receive", "received"),
        named: |line: &BankLine| (line.state.code(), line.state.label()),
        ordinary: Some(Refusal::BankLineSettled),
        tables: vec![Table { title: "", states, commands }],
    }
    .section()
}
