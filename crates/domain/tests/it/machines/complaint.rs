//! Complaints about institutions.

use super::{Command, Machine, Table, next};
use crate::complaint::{accepted, answered, asked, complaint, decided, reopened};
use crate::samples::now;
use domain::Refusal;
use domain::complaint::{
    Complaint, ComplaintEvent, ComplaintOutcome, accept, answer, ask, assign, close, decide, refuse, reopen, withdraw,
};

const WORDS: &str = "见办理记录";

fn command(name: &'static str, run: fn(&Complaint) -> Result<ComplaintEvent, Refusal>) -> Command<'static, Complaint> {
    (name, Box::new(move |complaint| next(complaint, run(complaint), Complaint::apply)))
}

pub(super) fn section() -> String {
    let closed = || decided(ComplaintOutcome::Partly);
    Machine {
        title: "Complaint 投诉",
        about: "About an institution, to a trading centre. The institution hears of it when it is asked. The steps' last days follow from the\n\
                site's working days and are not stored; a decided one closes by itself when the complainant's time for more is over.",
        begins: ("File", "filed"),
        named: |complaint: &Complaint| (complaint.state.code(), complaint.state.label()),
        ordinary: Some(Refusal::ComplaintStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("filed", complaint(&[])),
                ("not accepted", complaint(&[refuse::refuse(&complaint(&[]), WORDS).unwrap()])),
                ("accepted", complaint(&[accepted()])),
                ("with the institution", complaint(&[accepted(), asked()])),
                ("answered", complaint(&[accepted(), asked(), answered()])),
                ("decided", complaint(&[accepted(), asked(), answered(), closed()])),
                ("closed", complaint(&[accepted(), asked(), answered(), closed(), ComplaintEvent::Closed])),
                ("looked at once more", complaint(&[accepted(), asked(), answered(), closed(), reopened()])),
                ("decided again", complaint(&[accepted(), asked(), answered(), closed(), reopened(), closed()])),
                ("withdrawn", complaint(&[ComplaintEvent::Withdrawn])),
            ],
            commands: vec![
                command("Accept", |complaint| accept::accept(complaint, now())),
                command("Refuse", |complaint| refuse::refuse(complaint, WORDS)),
                command("Assign", |complaint| assign::assign(complaint, &"周明远".parse().unwrap())),
                command("Ask the institution", |complaint| ask::ask(complaint, WORDS, now())),
                command("Answer", |complaint| answer::answer(complaint, WORDS)),
                command("Decide for the complainant", |complaint| {
                    decide::decide(complaint, ComplaintOutcome::Upheld, WORDS, false, now())
                }),
                command("Decide against it", |complaint| decide::decide(complaint, ComplaintOutcome::Rejected, WORDS, false, now())),
                command("Decide, the answer is late", |complaint| {
                    decide::decide(complaint, ComplaintOutcome::Upheld, WORDS, true, now())
                }),
                command("Close", close::close),
                command("Reopen", |complaint| reopen::reopen(complaint, WORDS, Some(now().date()), now())),
                command("Reopen, too late", |complaint| reopen::reopen(complaint, WORDS, None, now())),
                command("Withdraw", withdraw::withdraw),
            ],
        }],
    }
    .section()
}
