//! What an institution's own system is asked to do about a guarantee.

use super::{Command, Machine, Table, perhaps};
use crate::samples::*;
use domain::Refusal;
use domain::id::{InstructionId, RANDOM_BYTES};
use domain::instruction::{
    Answer, Asked, Done, Instruction, InstructionEvent, InstructionKind, Invoice, InvoiceAsked, InvoiceFile, InvoiceFormat, InvoiceKind,
    InvoiceMedium, RedInvoice, RedReason, answer, reverse,
};
use domain::money::Cny;

fn answered(name: &'static str, kind: InstructionKind, with: fn() -> Answer) -> Command<'static, Instruction> {
    (name, Box::new(move |it| perhaps(it, answer(it, kind, with()), Instruction::apply)))
}

fn done() -> Answer {
    Answer::Done { done: Done::Surrendered { refund: Cny::parse_yuan("600").unwrap() } }
}

fn refused() -> Answer {
    Answer::Refused { reason: "已开标".into() }
}

fn yuan(text: &str) -> Cny {
    Cny::parse_yuan(text).unwrap()
}

fn invoice(number: &str, amount: &str) -> Invoice {
    let files = vec![InvoiceFile { format: InvoiceFormat::Xml, digest: "00".into(), size: 1 }];
    Invoice { number: number.into(), amount: yuan(amount), issued_on: now().date(), files }
}

fn red(number: &str, reverses: &str, amount: &str) -> RedInvoice {
    RedInvoice { reverses: reverses.into(), reason: RedReason::Allowed, invoice: invoice(number, amount) }
}

/// An instruction for an invoice, answered with one of six hundred yuan.
fn invoiced() -> Instruction {
    let asked = InvoiceAsked {
        kind: InvoiceKind::Ordinary,
        medium: InvoiceMedium::Electronic,
        email: "caiwu@example.com".parse().unwrap(),
        buyer: None,
    };
    let answer = Answer::Done { done: Done::Invoiced { invoice: Box::new(invoice("B1", "600")) } };
    Instruction { asked: Asked::Invoice(Box::new(asked)), answer: Some(answer), ..given(None) }
}

#[test]
fn an_invoice_is_taken_back_in_parts_and_not_one_fen_beyond() {
    let mut instruction = invoiced();
    let refused = Err(Refusal::InvoiceIrreversible);
    assert_eq!(reverse(&instruction, red("R1", "B2", "1")), refused, "another invoice");
    assert_eq!(reverse(&instruction, red("R1", "B1", "0")), refused, "nothing");
    let event = reverse(&instruction, red("R1", "B1", "200")).unwrap().unwrap();
    instruction.apply(&event);
    assert_eq!(reverse(&instruction, red("R1", "B1", "200")), Ok(None), "the same again");
    assert_eq!(reverse(&instruction, red("R1", "B1", "100")), refused, "its number is used");
    assert_eq!(reverse(&instruction, red("R2", "B1", "400.01")), refused);
    assert!(matches!(reverse(&instruction, red("R2", "B1", "400")), Ok(Some(InstructionEvent::Reversed { .. }))));
    assert_eq!(reverse(&given(Some(done())), red("R1", "B1", "1")), refused, "no invoice at all");
}

fn given(answer: Option<Answer>) -> Instruction {
    Instruction {
        id: InstructionId::new(now(), &[1; RANDOM_BYTES]),
        application: after(&[]).facts.id,
        number: after(&[]).facts.number,
        institution: institution().id,
        asked: Asked::Surrender { reason: "不再投标".into(), explanation: String::new(), refund_to: None },
        requested_at: now(),
        answer,
        reversals: Vec::new(),
        version: 1,
    }
}

pub(super) fn section() -> String {
    let reversed = Instruction { reversals: vec![red("R1", "B1", "600")], ..invoiced() };
    Machine {
        title: "Instruction 保后事项",
        about: "Surrender, extension, claim, release or invoice: sent once, answered once. An answer is final; the same again changes nothing. An invoice can be taken back.",
        begins: ("Give", "given"),
        named: |it: &Instruction| match &it.answer {
            None => ("given", "待答复"),
            Some(Answer::Done { .. }) if !it.reversals.is_empty() => ("reversed", "已冲红"),
            Some(Answer::Done { done: Done::Invoiced { .. } }) => ("invoiced", "已开票"),
            Some(Answer::Done { .. }) => ("done", "已办理"),
            Some(Answer::Refused { .. }) => ("refused", "未同意"),
        },
        ordinary: Some(Refusal::InstructionAnswered),
        tables: vec![Table {
            title: "",
            states: vec![
                ("given", given(None)),
                ("done", given(Some(done()))),
                ("refused", given(Some(refused()))),
                ("invoiced", invoiced()),
                ("reversed", reversed),
            ],
            commands: vec![
                answered("Answer done", InstructionKind::Surrender, done),
                answered("Answer refused", InstructionKind::Surrender, refused),
                answered("Answer to another kind", InstructionKind::Extend, done),
                ("Reverse", Box::new(|it| perhaps(it, reverse(it, red("R1", "B1", "600")), Instruction::apply))),
            ],
        }],
    }
    .section()
}
