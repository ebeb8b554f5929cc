//! How much a grantor is ready to be bound for one applicant.

use super::{Command, Machine, Table, next};
use crate::credit_line::{decided, granted, line, terms, today, wanted};
use crate::profile::whole;
use crate::samples::now;
use domain::Refusal;
use domain::credit_line::{
    Correction, CreditDecision, CreditLine, CreditLineEvent, CreditProposal, SystemWord, WordHeard, answer, change, confirm, give_up,
    propose, reject, send_back, submit,
};
use domain::profile::ProfileItem;

const REASON: &str = "材料与登记不符";

fn command(name: &'static str, run: fn(&CreditLine) -> Result<CreditLineEvent, Refusal>) -> Command<'static, CreditLine> {
    (name, Box::new(move |line| next(line, run(line), CreditLine::apply)))
}

/// What the grantor's own system says, as soon as it may be heard.
fn says(name: &'static str, word: SystemWord) -> Command<'static, CreditLine> {
    (
        name,
        Box::new(move |line| match answer::answer(line, &word, now(), today())? {
            WordHeard::Event(event) => next(line, Ok(event), CreditLine::apply),
            WordHeard::Nothing | WordHeard::TooEarly => Ok(None),
        }),
    )
}

fn afterwards(decision: CreditDecision) -> SystemWord {
    SystemWord::Afterwards { decision }
}

fn correction() -> Correction {
    Correction { marks: [ProfileItem::Account].into(), comment: REASON.into() }
}

/// A line whose grantor's own system answers it.
fn of_system(decisions: &[CreditDecision]) -> CreditLine {
    let mut line = line(&[CreditLineEvent::Submitted { by_system: true }]);
    for decision in decisions {
        line.apply(&CreditLineEvent::SystemDecided { decision: decision.clone(), at: now() });
    }
    line
}

fn systems() -> Table<'static, CreditLine> {
    let grant = || CreditDecision::Grant { terms: terms("1000000") };
    let reason = || REASON.to_owned();
    let (suspend, cancel) = (CreditDecision::Suspend { reason: reason() }, CreditDecision::Cancel { reason: reason() });
    let mut returned = of_system(&[]);
    returned.apply(&CreditLineEvent::SentBack { correction: correction() });
    let mut given_up = returned.clone();
    given_up.apply(&CreditLineEvent::GivenUp);
    let answered = |decision| SystemWord::Answered { round: 1, decision };
    Table {
        title: "Answered by the grantor's own system",
        states: vec![
            ("submitted", of_system(&[])),
            ("returned", returned),
            ("given up", given_up),
            ("granted", of_system(&[grant()])),
            ("suspended", of_system(&[grant(), suspend.clone()])),
            ("refused", of_system(&[CreditDecision::Refuse { reason: reason() }])),
            ("cancelled", of_system(&[grant(), cancel.clone()])),
        ],
        commands: vec![
            says("Answer: granted", answered(grant())),
            says("Answer: granted, other terms", answered(CreditDecision::Grant { terms: terms("2000000") })),
            says("Answer: refused", answered(CreditDecision::Refuse { reason: reason() })),
            says("Answer: returned", SystemWord::Returned { round: 1, correction: correction() }),
            says("Answer to what was never handed in", SystemWord::Returned { round: 2, correction: correction() }),
            says("Change", afterwards(CreditDecision::Change { terms: terms("400000") })),
            says("Suspend", afterwards(suspend)),
            says("Resume", afterwards(CreditDecision::Resume)),
            says("Cancel", afterwards(cancel)),
            command("Grant, by two", |line| by_two(line, CreditDecision::Grant { terms: terms("1000000") })),
            command("SendBack", |line| send_back::send_back(line, [ProfileItem::Account].into(), REASON)),
            command("GiveUp, by the applicant", give_up::give_up),
        ],
    }
}

/// A decision as two persons come to it.
fn by_two(line: &CreditLine, decision: CreditDecision) -> Result<CreditLineEvent, Refusal> {
    let proposed = propose::propose(line, decision, "first person", today())?;
    if let CreditLineEvent::Decided { .. } = proposed {
        return Ok(proposed);
    }
    let mut waiting = line.clone();
    waiting.apply(&proposed);
    confirm::confirm(&waiting, "second person", today())
}

fn waiting(line: &CreditLine) -> CreditLine {
    let mut waiting = line.clone();
    let proposal = CreditProposal { decision: CreditDecision::Grant { terms: terms("1000000") }, by: "first person".into() };
    waiting.apply(&CreditLineEvent::Proposed { proposal });
    waiting
}

pub(super) fn section() -> String {
    let submitted = line(&[CreditLineEvent::Submitted { by_system: false }]);
    let returned = line(&[CreditLineEvent::Submitted { by_system: false }, send_back::send_back(&submitted, [].into(), REASON).unwrap()]);
    let given_up = |mut line: CreditLine| {
        line.apply(&CreditLineEvent::GivenUp);
        line
    };
    let then = |decision| {
        let mut line = granted("1000000");
        line.apply(&decided(decision));
        line
    };
    let mut expired = granted("1000000");
    if let Some(terms) = &mut expired.terms {
        terms.until = today().yesterday().unwrap();
    }
    let reason = || REASON.to_owned();
    Machine {
        title: "Credit line 授信",
        about: "How much a grantor, an institution or the site, is ready to be bound for one applicant. Decisions take two persons, suspending one, or the\n\
                word of an institution's own system that knows of credit. That its\n\
                last day is over (`expired`) follows from the day and is not stored; what of it is taken is counted beside it (INV-16).",
        begins: ("Draft", "draft"),
        named: |line: &CreditLine| (line.code(today()), line.label(today())),
        ordinary: Some(Refusal::CreditStateForbids),
        tables: vec![Table {
            title: "Decided by people",
            states: vec![
                ("draft", line(&[])),
                ("submitted", submitted.clone()),
                ("submitted, granting proposed", waiting(&submitted)),
                ("returned", returned.clone()),
                ("given up as a draft", given_up(line(&[]))),
                ("given up once returned", given_up(returned)),
                ("granted", granted("1000000")),
                ("suspended", then(CreditDecision::Suspend { reason: reason() })),
                ("expired", expired),
                ("refused", line(&[CreditLineEvent::Submitted { by_system: false }, decided(CreditDecision::Refuse { reason: reason() })])),
                ("cancelled", then(CreditDecision::Cancel { reason: reason() })),
            ],
            commands: vec![
                command("Change, by the applicant", |line| change::change(line, wanted())),
                command("Submit", |line| submit::submit(line, Some(&whole(&[])), false, today())),
                command("Submit, profile incomplete", |line| submit::submit(line, None, false, today())),
                command("GiveUp, by the applicant", give_up::give_up),
                command("SendBack", |line| send_back::send_back(line, [ProfileItem::Account].into(), REASON)),
                command("Confirm, by whoever proposed", |line| confirm::confirm(line, "first person", today())),
                command("Confirm", |line| confirm::confirm(line, "second person", today())),
                command("Reject", |line| reject::reject(line, "second person", today())),
                command("Grant, by two", |line| by_two(line, CreditDecision::Grant { terms: terms("1000000") })),
                command("Refuse, by two", |line| by_two(line, CreditDecision::Refuse { reason: REASON.into() })),
                command("Change, by two", |line| by_two(line, CreditDecision::Change { terms: terms("400000") })),
                command("Suspend", |line| by_two(line, CreditDecision::Suspend { reason: REASON.into() })),
                command("Resume, by two", |line| by_two(line, CreditDecision::Resume)),
                command("Cancel, by two", |line| by_two(line, CreditDecision::Cancel { reason: REASON.into() })),
            ],
        }, systems()],
    }
    .section()
}
