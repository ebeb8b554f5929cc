//! The invoice for a fee.

use super::{Command, Machine, Table, next, perhaps};
use crate::invoice::{invoice, issued, of_own_system, posted, red, sent_back, special};
use crate::samples::*;
use domain::Refusal;
use domain::invoice::{Invoice, InvoiceEvent, RedConfirmation, RedReason, confirm_red, issue, post, refund, reverse, send_back};

fn command(name: &'static str, run: fn(&Invoice) -> Result<InvoiceEvent, Refusal>) -> Command<'static, Invoice> {
    (name, Box::new(move |it| next(it, run(it), Invoice::apply)))
}

fn refunded(name: &'static str, amount: &'static str) -> Command<'static, Invoice> {
    (name, Box::new(move |it| perhaps(it, Ok(refund::refund(it, yuan(amount))), Invoice::apply)))
}

fn confirmed(name: &'static str, state: RedConfirmation) -> Command<'static, Invoice> {
    (name, Box::new(move |it| next(it, confirm_red::confirm_red(it, RedReason::Mistaken, state, now()), Invoice::apply)))
}

pub(super) fn section() -> String {
    let wanted = || InvoiceEvent::RedWanted { amount: yuan("600"), reason: RedReason::Ended };
    let awaits = || confirm_red::confirm_red(&invoice(&[issued()]), RedReason::Ended, RedConfirmation::AwaitsBuyer, now()).unwrap();
    let agreed = || confirm_red::confirm_red(&invoice(&[issued(), awaits()]), RedReason::Ended, RedConfirmation::Confirmed, now()).unwrap();
    let part = || InvoiceEvent::Reversed { red: Box::new(red("70")) };
    Machine {
        title: "Invoice 发票",
        about: "For one fee, once the letter is out: asked for, issued or sent back, taken back by red ones where the fee goes back. `partly reversed`\n\
                and `reversed` follow from what was taken back; of a confirmation that nobody confirms in 72 hours the time makes a void one.",
        begins: ("Request", "requested"),
        named: |it: &Invoice| match it.state.wanted() {
            None if it.state.issued().is_none() && it.due() < it.facts.amount => ("requested_refunded", "处理中，费用已退"),
            Some(wanted) if wanted.confirming.is_some() => ("confirming", "待红冲，确认单办理中"),
            Some(_) => ("red_wanted", "待红冲"),
            None => (it.state.code(), it.state.label()),
        },
        ordinary: Some(Refusal::InvoiceStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("requested", invoice(&[])),
                ("requested of an own system", of_own_system(&[])),
                ("requested of an own system, refunded", of_own_system(&[wanted()])),
                ("issued", invoice(&[issued()])),
                ("issued, on paper", special(&[issued()])),
                ("red wanted", invoice(&[issued(), wanted()])),
                ("red wanted, the buyer is to confirm", invoice(&[issued(), awaits()])),
                ("red wanted, the buyer has agreed", invoice(&[issued(), awaits(), agreed()])),
                ("partly reversed", invoice(&[issued(), part()])),
                ("reversed", invoice(&[issued(), InvoiceEvent::Reversed { red: Box::new(red("600")) }])),
                ("returned", invoice(&[sent_back()])),
                ("cancelled", invoice(&[InvoiceEvent::Cancelled])),
            ],
            commands: vec![
                command("Issue", |it| issue::issue(it, crate::invoice::said("600"))),
                command("Issue, another amount", |it| issue::issue(it, crate::invoice::said("599.99"))),
                command("SendBack", |it| send_back::send_back(it, "抬头有误")),
                refunded("Refund, all", "600"),
                refunded("Refund, a part", "70"),
                confirmed("Confirm, applied for", RedConfirmation::Applying),
                confirmed("Confirm, the buyer agrees", RedConfirmation::Confirmed),
                ("Reverse", Box::new(|it| perhaps(it, reverse::reverse(it, red("530"), now()), Invoice::apply))),
                ("Reverse, in whole", Box::new(|it| perhaps(it, reverse::reverse(it, red("600"), now()), Invoice::apply))),
                command("Post", |it| post::post(it, posted())),
            ],
        }],
    }
    .section()
}
