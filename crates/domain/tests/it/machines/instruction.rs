//! What an institution's own system is asked to do about a guarantee.

use super::{Command, Machine, Table, perhaps};
use crate::samples::*;
use domain::Refusal;
use domain::id::{InstructionId, InvoiceId, RANDOM_BYTES};
use domain::instruction::{Answer, Asked, Done, Instruction, InstructionKind, answer, refunded};
use domain::money::Cny;

fn answered(name: &'static str, kind: InstructionKind, with: fn() -> Answer) -> Command<'static, Instruction> {
    (name, Box::new(move |it| perhaps(it, answer(it, kind, with()), Instruction::apply)))
}

fn done() -> Answer {
    Answer::Done { done: Done::Surrendered { refund: yuan("600") } }
}

pub(crate) fn refused() -> Answer {
    Answer::Refused { reason: "已开标".into() }
}

fn invoiced() -> Answer {
    Answer::Done { done: Done::Invoiced { invoice: Box::new(crate::invoice::said("600")) } }
}

pub(crate) fn given(asked: Asked, answer: Option<Answer>) -> Instruction {
    Instruction {
        id: InstructionId::new(now(), &[1; RANDOM_BYTES]),
        application: after(&[]).facts.id,
        number: after(&[]).facts.number,
        institution: institution().id,
        asked,
        requested_at: now(),
        answer,
        version: 1,
    }
}

pub(crate) fn surrender() -> Asked {
    Asked::Surrender { reason: "不再投标".into(), explanation: String::new(), refund_to: None }
}

pub(crate) fn invoice() -> Asked {
    Asked::Invoice { invoice: InvoiceId::new(now(), &[9; RANDOM_BYTES]) }
}

#[test]
fn what_of_a_fee_was_given_back_is_what_surrenders_were_answered_with() {
    let part = Answer::Done { done: Done::Surrendered { refund: yuan("70") } };
    let all =
        [given(surrender(), None), given(surrender(), Some(refused())), given(surrender(), Some(part)), given(invoice(), Some(invoiced()))];
    assert_eq!(refunded(&all), yuan("70"));
    assert_eq!(refunded(&[]), Cny::ZERO);
}

pub(super) fn section() -> String {
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
            states: vec![
                ("given", given(surrender(), None)),
                ("done", given(surrender(), Some(done()))),
                ("refused", given(surrender(), Some(refused()))),
            ],
            commands: vec![
                answered("Answer done", InstructionKind::Surrender, done),
                answered("Answer refused", InstructionKind::Surrender, refused),
                answered("Answer to another kind", InstructionKind::Extend, done),
                answered("Answer with an invoice", InstructionKind::Invoice, invoiced),
            ],
        }],
    }
    .section()
}
