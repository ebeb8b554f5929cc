//! The text that a beneficiary asks for.

use super::{Command, Machine, Table, next};
use crate::special_form::{TEXT, edited, form};
use domain::Refusal;
use domain::special_form::{SpecialForm, SpecialFormEvent, abandon, approve, confirm, edit, refuse, send_back};

const NOTE: &str = "有效期请写到 2027 年底";

fn command(name: &'static str, run: fn(&SpecialForm) -> Result<SpecialFormEvent, Refusal>) -> Command<'static, SpecialForm> {
    (name, Box::new(move |form| next(form, run(form), SpecialForm::apply)))
}

pub(super) fn section() -> String {
    let approved = [edited(), SpecialFormEvent::Approved];
    let then = |event: SpecialFormEvent| form(&[edited(), SpecialFormEvent::Approved, event]);
    Machine {
        title: "Special form 特殊格式",
        about: "Another text than the product's wording: asked for by the applicant, drafted and approved by two persons at the guarantor, confirmed by\n\
                the applicant.",
        begins: ("Request", "requested"),
        named: |form: &SpecialForm| (form.state.code(), form.state.label()),
        ordinary: Some(Refusal::SpecialFormStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("requested", form(&[])),
                ("drafted", form(&[edited()])),
                ("approved", form(&approved)),
                ("confirmed", then(SpecialFormEvent::Confirmed)),
                ("refused", form(&[SpecialFormEvent::Refused { reason: NOTE.into() }])),
                ("abandoned", form(&[SpecialFormEvent::Abandoned])),
            ],
            commands: vec![
                command("Edit", |form| edit::edit(form, TEXT, "first person")),
                command("Approve, by whoever drafted it", |form| approve::approve(form, "first person")),
                command("Approve", |form| approve::approve(form, "second person")),
                command("Refuse", |form| refuse::refuse(form, NOTE)),
                command("Confirm", confirm::confirm),
                command("SendBack", |form| send_back::send_back(form, NOTE)),
                command("Abandon", abandon::abandon),
            ],
        }],
    }
    .section()
}
