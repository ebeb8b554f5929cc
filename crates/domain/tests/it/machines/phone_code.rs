//! A code by text message.

use super::{Command, Machine, Outcome, Table};
use crate::samples::*;
use domain::id::{PhoneCodeId, RANDOM_BYTES};
use domain::phone_code::prove::{LIFE, Proof, WRONG_MAX, prove};
use domain::phone_code::{PhoneCode, Purpose};
use domain::time::Timestamp;

/// The code once the proof is written down, as the store does.
fn given(code: &PhoneCode, right: bool, at: Timestamp) -> Outcome<PhoneCode> {
    Ok(match prove(code, right, at) {
        Proof::Proved => Some(PhoneCode { used: true, ..code.clone() }),
        Proof::Wrong => Some(PhoneCode { wrong: code.wrong + 1, ..code.clone() }),
        Proof::Dead => None,
    })
}

pub(super) fn section() -> String {
    let sent = |wrong, used| PhoneCode {
        id: PhoneCodeId::new(now(), &[1; RANDOM_BYTES]),
        purpose: Purpose::Apply,
        uscc: institution().uscc,
        to: representative().mobile.into(),
        sent_at: now(),
        wrong,
        used,
    };
    let commands: Vec<Command<'_, PhoneCode>> = vec![
        ("Right digits", Box::new(|code| given(code, true, now()))),
        ("Wrong digits", Box::new(|code| given(code, false, now()))),
        ("Right digits after five minutes", Box::new(|code| given(code, true, now().plus(LIFE)))),
    ];
    Machine {
        title: "Code by text message 短信验证码",
        about: "Proves that whoever fills in a public form holds the phone it names: once, for five minutes, for five mistakes. `·`: refused, and nothing\n\
                is written; all refusals are answered alike.",
        begins: ("Send", "sent"),
        named: |code: &PhoneCode| match (code.used, code.wrong >= WRONG_MAX) {
            (true, _) => ("used", "已使用"),
            (false, true) => ("dead", "已失效"),
            (false, false) => ("sent", "待验证"),
        },
        ordinary: None,
        tables: vec![Table {
            title: "",
            states: vec![
                ("sent", sent(0, false)),
                ("sent, four mistakes", sent(WRONG_MAX - 1, false)),
                ("dead", sent(WRONG_MAX, false)),
                ("used", sent(0, true)),
            ],
            commands,
        }],
    }
    .section()
}
