//! What an institution's own system is asked to do about a guarantee.

use super::{Command, Machine, Table, perhaps};
use crate::samples::*;
use domain::Refusal;
use domain::id::{InstructionId, RANDOM_BYTES};
use domain::instruction::{Answer, Asked, Instruction, InstructionKind, answer};

fn answered(name: &'static str, kind: InstructionKind, with: fn() -> Answer) -> Command<'static, Instruction> {
    (name, Box::new(move |it| perhaps(it, answer(it, kind, with()), Instruction::apply)))
}

fn done() -> Answer {
    Answer::Done { details: "退还费用 600.00 元".into() }
}

fn refused() -> Answer {
    Answer::Refused { reason: "已开标".into() }
}

pub(super) fn section() -> String {
    let given = |answer| Instruction {
        id: InstructionId::new(now(), &[1; RANDOM_BYTES]),
        application: after(&[]).facts.id,
        number: after(&[]).facts.number,
        institution: institution().id,
        asked: Asked::Surrender { reason: "不再投标".into() },
        requested_at: now(),
        answer,
        version: 1,
    };
    Machine {
        title: "Instruction 保后事项",
        about: "Surrender, extension, claim, release or invoice: sent once, answered once. An answer is final; the same again changes nothing.",
        begins: ("Give", "given"),
        named: |it: &Instruction| match &it.answer {
            None => ("given", "待答复"),
            Some(Answer::Done { .. }) => ("done", "已办理"),
            Some(Answer::Refused { .. }) => ("refused", "未同意"),
        },
        ordinary: Some(Refusal::InstructionAnswered),
        tables: vec![Table {
            title: "",
            states: vec![("given", given(None)), ("done", given(Some(done()))), ("refused", given(Some(refused())))],
            commands: vec![
                answered("Answer done", InstructionKind::Surrender, done),
                answered("Answer refused", InstructionKind::Surrender, refused),
                answered("Answer to another kind", InstructionKind::Extend, done),
            ],
        }],
    }
    .section()
}
