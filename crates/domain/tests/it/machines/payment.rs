//! The fee of an order.

use super::{Command, Machine, Outcome, Table};
use crate::samples::*;
use domain::Refusal;
use domain::application::{Application, ApplicationEvent, lapse, reach, settle, withdraw};
use domain::bank_line::{BankLine, BankLineEvent, SuspenseReason, honour};
use domain::payment::{Payment, PaymentEvent, PaymentState, Settlement, Watch};
use domain::time::Timestamp;

/// A payment is changed together with its order, whose guard decides.
type Owed = (Payment, Application);

fn by() -> Settlement {
    Settlement::Line(line_id())
}

fn then(owed: &Owed, event: ApplicationEvent, payment: PaymentEvent) -> Owed {
    let mut owed = owed.clone();
    owed.0.apply(&payment);
    owed.1.apply(&event);
    owed
}

/// A credit of the exact fee under the right reference, that was booked and reached the platform at `received_at`.
fn credit(owed: &Owed, received_at: Timestamp) -> Outcome<Owed> {
    let mut line = line();
    (line.facts.booked_at, line.facts.received_at) = (received_at, received_at);
    if let BankLineEvent::Matched { .. } = held(&line, Some(&owed.0), &owed.1, received_at)? {
        Ok(Some(then(owed, settle::settle(&owed.1, by())?, PaymentEvent::Settled { by: by() })))
    } else {
        Ok(None)
    }
}

/// A person accepts a credit that came too late.
fn accept_late(owed: &Owed) -> Outcome<Owed> {
    let mut late: BankLine = line();
    late.apply(&BankLineEvent::Suspended { reason: SuspenseReason::PaymentClosed, payment: Some(payment_id()) });
    honour(&late, &owed.0, &owed.1, &known(), "second person", now())?;
    Ok(Some(then(owed, ApplicationEvent::Honoured { line: line_id(), in_time: false }, PaymentEvent::Settled { by: by() })))
}

/// The lot is opened in ten minutes instead.
fn moved(owed: &Owed) -> Outcome<Owed> {
    let opens_at = now().plus(10 * Timestamp::MINUTE);
    let sooner = known_as(&domain::lot::Lot { opens_at, ..lot() });
    match reach::reach(&owed.1, &sooner, &rules(), now()) {
        Some(event) => Ok(Some(then(owed, event, PaymentEvent::Moved { until: opens_at }))),
        None => Ok(None),
    }
}

pub(super) fn section() -> String {
    let period_ends = now().plus(30 * Timestamp::MINUTE);
    let owed = |state, events: &[ApplicationEvent]| (Payment { state, ..payment() }, after(events));
    let commands: Vec<Command<'_, Owed>> = vec![
        ("Credit, in time", Box::new(|owed| credit(owed, now().plus(Timestamp::MINUTE)))),
        ("Credit, too late", Box::new(move |owed| credit(owed, period_ends))),
        ("Honour", Box::new(accept_late)),
        ("Move, the opening has", Box::new(moved)),
        ("Withdraw", Box::new(|owed| Ok(Some(then(owed, withdraw::withdraw(&owed.1)?, PaymentEvent::Closed))))),
        ("Lapse", Box::new(move |owed| Ok(Some(then(owed, lapse::lapse(&owed.1, &Watch::Reported, period_ends)?, PaymentEvent::Closed))))),
    ];
    Machine {
        title: "Payment 应付费用",
        about: "The fee of one order, changed in the order's transaction. `·` under a credit: it goes to suspense and leaves the payment as it is. An\n\
                institution's signed word about its own cashier settles as a credit in time does.",
        begins: ("Submit", "due"),
        named: |owed: &Owed| {
            let word = match owed.0.state {
                PaymentState::Due { .. } => "待付",
                PaymentState::Settled { .. } => "已付",
                PaymentState::Closed => "不再收取",
            };
            (owed.0.state.code(), word)
        },
        ordinary: Some(Refusal::ApplicationStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("due", owed(payment().state, &[described(), submitted()])),
                ("settled", owed(PaymentState::Settled { by: by() }, &[described(), submitted(), settled(false)])),
                ("closed, withdrawn", owed(PaymentState::Closed, &[described(), submitted(), ApplicationEvent::Withdrawn])),
                ("closed, lapsed", owed(PaymentState::Closed, &[described(), submitted(), ApplicationEvent::Lapsed])),
            ],
            commands,
        }],
    }
    .section()
}
