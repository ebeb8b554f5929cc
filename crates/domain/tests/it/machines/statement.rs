//! A bank statement that staff take in.

use super::{Command, Machine, Table, next};
use crate::statement::{RIGHT, begun, proposed};
use domain::Refusal;
use domain::statement::{Statement, StatementEvent, Totals, advance, confirm, discard, finish_reading};

fn command(name: &'static str, run: fn(&Statement) -> Result<StatementEvent, Refusal>) -> Command<'static, Statement> {
    (name, Box::new(move |statement| next(statement, run(statement), Statement::apply)))
}

pub(super) fn section() -> String {
    let read = || proposed(Some(600), Some(RIGHT));
    let then = |events: &[StatementEvent]| {
        let mut statement = read();
        events.iter().for_each(|event| statement.apply(event));
        statement
    };
    let confirmed = StatementEvent::Confirmed { by: "b".into(), balances: RIGHT };
    let done = StatementEvent::Advanced { until: 9, recorded: 1, known: 0, done: true };
    Machine {
        title: "Statement 对账单",
        about: "Taken in by one person; settles nothing before a second one has held it against the bank's balances. Then its credits are recorded, some\n\
                at a time.",
        begins: ("Begin", "reading"),
        named: |statement: &Statement| (statement.state.code(), statement.state.label()),
        ordinary: Some(Refusal::StatementStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("reading", begun()),
                ("proposed", read()),
                ("proposed, rows do not lead from balance to balance", proposed(Some(601), Some(RIGHT))),
                ("confirmed", then(std::slice::from_ref(&confirmed))),
                ("taken", then(&[confirmed, done])),
                ("discarded", then(&[StatementEvent::Discarded])),
            ],
            commands: vec![
                command("FinishReading", |statement| finish_reading(statement, Totals::default())),
                command("Confirm, by whoever took it in", |statement| confirm(statement, "a", None)),
                command("Confirm", |statement| confirm(statement, "b", None)),
                command("Advance", |statement| advance(statement, 5, 1, 0, false)),
                command("Advance, to the end", |statement| advance(statement, 9, 1, 0, true)),
                command("Discard", discard),
            ],
        }],
    }
    .section()
}
