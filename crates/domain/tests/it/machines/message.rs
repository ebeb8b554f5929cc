//! What came from outside.

use super::{Command, Machine, Table, next};
use crate::samples::now;
use domain::Refusal;
use domain::id::{MessageId, RANDOM_BYTES};
use domain::message::{Effect, Message, MessageState, act, resolve};
use domain::time::Timestamp;

fn message(state: MessageState) -> Message {
    Message {
        id: MessageId::new(now(), &[1; RANDOM_BYTES]),
        sender: "91430000987654321".into(),
        key: "1".into(),
        digest: "00".into(),
        institution: None,
        topic: "decision".into(),
        subject: "D1".into(),
        payload: "{}".into(),
        received_at: now(),
        state,
        reason: String::new(),
    }
}

fn acted(name: &'static str, effect: fn() -> Effect, after: i64) -> Command<'static, Message> {
    (name, Box::new(move |it| next(it, act::act(it, effect(), now().plus(after)), Message::apply)))
}

fn resolved(name: &'static str, again: bool) -> Command<'static, Message> {
    (name, Box::new(move |it| next(it, resolve::resolve(it, again), Message::apply)))
}

pub(super) fn section() -> String {
    Machine {
        title: "Message 来文",
        about: "What an institution's system or a trading centre sent: recorded first, acted on by a job. What waits for something else is looked at\n\
                again when that happens, and left to a person after 72 hours; what contradicts is left to a person at once.",
        begins: ("Receive", "received"),
        named: |it: &Message| (it.state.code(), it.state.label()),
        ordinary: Some(Refusal::MessageStateForbids),
        tables: vec![Table {
            title: "",
            states: MessageState::ALL.into_iter().map(|state| (state.code(), message(state))).collect(),
            commands: vec![
                acted("Act, has its effect", || Effect::Had, 0),
                acted("Act, has to wait", || Effect::Waits, 0),
                acted("Act, has waited for 72 hours", || Effect::Waits, 72 * Timestamp::HOUR),
                acted("Act, is doubtful", || Effect::Doubtful("支付金额与订单费用不一致".into()), 0),
                resolved("Resolve, again", true),
                resolved("Resolve, for good", false),
            ],
        }],
    }
    .section()
}

#[test]
fn what_waits_a_microsecond_less_than_72_hours_goes_on_waiting() {
    let (mut parked, end) = (message(MessageState::Parked), now().plus(72 * Timestamp::HOUR));
    parked.apply(&act::act(&parked, Effect::Waits, end.plus(-1)).unwrap());
    assert_eq!((parked.state, parked.reason.as_str()), (MessageState::Parked, ""));
    parked.apply(&act::act(&parked, Effect::Waits, end).unwrap());
    assert_eq!((parked.state, parked.reason.as_str()), (MessageState::Suspended, "前序报文超过 72 小时未到"));
}

#[test]
fn what_a_person_had_acted_on_again_does_not_keep_its_old_reason() {
    let mut message = Message { reason: "支付金额与订单费用不一致".into(), ..message(MessageState::Suspended) };
    message.apply(&resolve::resolve(&message, true).unwrap());
    message.apply(&act::act(&message, Effect::Had, now()).unwrap());
    assert_eq!((message.state, message.reason.as_str()), (MessageState::Done, ""));
}
