//! What goes to an institution's own system.

use super::{Command, Machine, Table, next};
use crate::samples::{institution, now};
use domain::Refusal;
use domain::delivery::settle::TRIES_MAX;
use domain::delivery::{Delivery, DeliveryState, Tried, replay, settle};
use domain::id::{OutboxId, RANDOM_BYTES};

fn delivery(state: DeliveryState, tries: u32) -> Delivery {
    Delivery {
        id: OutboxId::new(now(), &[1; RANDOM_BYTES]),
        institution: institution().id,
        subject: "D1".into(),
        topic: "application.order".into(),
        payload: "{}".into(),
        created_at: now(),
        state,
        tries,
        error: String::new(),
    }
}

fn tried(name: &'static str, tried: fn() -> Tried) -> Command<'static, Delivery> {
    (name, Box::new(move |it| next(it, settle::settle(it, tried()), Delivery::apply)))
}

pub(super) fn section() -> String {
    Machine {
        title: "Delivery 去文",
        about: "What an institution's own system is told: in turn for each subject, under one key however often. A no is final at once, what is not\n\
                understood after sixteen tries; a person takes either up again.",
        begins: ("Write", "pending"),
        named: |it: &Delivery| (it.state.code(), it.state.label()),
        ordinary: Some(Refusal::DeliveryStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("pending", delivery(DeliveryState::Pending, 0)),
                ("pending, fifteen tries", delivery(DeliveryState::Pending, TRIES_MAX - 1)),
                ("delivered", delivery(DeliveryState::Delivered, 1)),
                ("dead", delivery(DeliveryState::Dead, TRIES_MAX)),
            ],
            commands: vec![
                tried("Settle, delivered", || Tried::Delivered),
                tried("Settle, refused", || Tried::Refused("金额不符".into())),
                tried("Settle, unknown", || Tried::Unknown("timed out".into())),
                ("Replay", Box::new(|it| next(it, replay::replay(it), Delivery::apply))),
            ],
        }],
    }
    .section()
}

#[test]
fn what_is_taken_up_again_has_all_its_tries_again() {
    let mut dead = delivery(DeliveryState::Dead, TRIES_MAX);
    dead.apply(&replay::replay(&dead).unwrap());
    dead.apply(&settle::settle(&dead, Tried::Unknown("timed out".into())).unwrap());
    assert_eq!((dead.state, dead.tries, dead.error.as_str()), (DeliveryState::Pending, 1, "timed out"));
}
