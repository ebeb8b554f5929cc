//! What of a notice goes out to one person by one channel.

use super::{Command, Machine, Table, next};
use crate::samples::now;
use domain::Refusal;
use domain::dispatch::settle::{HandedOver, TRIES_MAX, settle};
use domain::dispatch::{Dispatch, DispatchState, Dropped, Recipient, Tidings};
use domain::id::{ApplicationId, NoticeId, OutboxId, RANDOM_BYTES};
use domain::notice::{NoticeChannel, NoticeKind};

fn dispatch(channel: NoticeChannel, state: DispatchState, tries: u32) -> Dispatch {
    Dispatch {
        id: OutboxId::new(now(), &[1; RANDOM_BYTES]),
        audience: "org_1".into(),
        recipient: Recipient::Application(ApplicationId::new(now(), &[2; RANDOM_BYTES])),
        channel,
        site: "650000".parse().unwrap(),
        tidings: Tidings::Notice(NoticeId::new(now(), &[3; RANDOM_BYTES]), NoticeKind::Issued),
        created_at: now(),
        due_at: now(),
        state,
        tries,
        shown: String::new(),
        edition: 0,
        version: 1,
    }
}

fn handed(name: &'static str, handed: HandedOver) -> Command<'static, Dispatch> {
    (name, Box::new(move |it| next(it, settle(it, handed, now()), Dispatch::apply)))
}

fn table(title: &'static str, channel: NoticeChannel) -> Table<'static, Dispatch> {
    Table {
        title,
        states: vec![
            ("waiting", dispatch(channel, DispatchState::Waiting, 0)),
            ("waiting, eleven tries", dispatch(channel, DispatchState::Waiting, TRIES_MAX - 1)),
            ("doubtful", dispatch(channel, DispatchState::Doubtful, 1)),
            ("sent", dispatch(channel, DispatchState::Sent { at: now() }, 1)),
            ("unsure", dispatch(channel, DispatchState::Unsure, 2)),
            ("dropped", dispatch(channel, DispatchState::Dropped { why: Dropped::Refused }, 1)),
        ],
        commands: vec![
            handed("Settle, taken", HandedOver::Taken),
            handed("Settle, refused", HandedOver::Refused),
            handed("Settle, not yet", HandedOver::NotYet),
            handed("Settle, unknown", HandedOver::Unknown),
            handed("Settle, no address", HandedOver::NoAddress),
            handed("Settle, nothing to say", HandedOver::Nothing),
        ],
    }
}

pub(super) fn section() -> String {
    Machine {
        title: "Dispatch 发送",
        about: "What of a notice goes out by text message or mail. The gateway of text messages sends each name once, so that what is not known is sent\n\
                again; a mail that may have been taken is sent once more and not a third time.",
        begins: ("Spread", "waiting"),
        named: |it: &Dispatch| (it.state.code(), it.state.label()),
        ordinary: Some(Refusal::DispatchStateForbids),
        tables: vec![table("By text message", NoticeChannel::TextMessage), table("By mail", NoticeChannel::Mail)],
    }
    .section()
}

#[test]
fn a_mail_that_may_have_been_taken_is_sent_once_more_and_not_a_third_time() {
    let mut mail = dispatch(NoticeChannel::Mail, DispatchState::Waiting, 0);
    mail.apply(&settle(&mail, HandedOver::Unknown, now()).unwrap());
    assert_eq!(mail.state, DispatchState::Doubtful);
    mail.apply(&settle(&mail, HandedOver::Unknown, now()).unwrap());
    assert_eq!(mail.state, DispatchState::Unsure);
    assert_eq!(settle(&mail, HandedOver::Taken, now()), Err(Refusal::DispatchStateForbids));
}
