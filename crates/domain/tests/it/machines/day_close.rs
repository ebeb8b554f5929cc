//! The day's close.

use super::{Command, Machine, Table, next};
use crate::day_close::close;
use crate::samples::now;
use domain::Refusal;
use domain::day_close::{DayClose, DayCloseEvent, confirm, withdraw};

fn command(name: &'static str, run: fn(&DayClose) -> Result<DayCloseEvent, Refusal>) -> Command<'static, DayClose> {
    (name, Box::new(move |it| next(it, run(it), DayClose::apply)))
}

pub(super) fn section() -> String {
    let confirmed = DayCloseEvent::Confirmed { by: "second person".into(), at: now() };
    Machine {
        title: "Day close 日终对账",
        about: "The bank's own balance against the ledger, to the fen: drawn up by one person, confirmed by a second.",
        begins: ("DrawUp", "proposed"),
        named: |it: &DayClose| (it.state.code(), it.state.label()),
        ordinary: Some(Refusal::DayClosed),
        tables: vec![Table {
            title: "",
            states: vec![("proposed", close(&[])), ("confirmed", close(&[confirmed])), ("withdrawn", close(&[DayCloseEvent::Withdrawn]))],
            commands: vec![
                command("Confirm, by whoever drew it up", |it| confirm::confirm(it, "first person", now())),
                command("Confirm", |it| confirm::confirm(it, "second person", now())),
                command("Withdraw", withdraw::withdraw),
            ],
        }],
    }
    .section()
}
