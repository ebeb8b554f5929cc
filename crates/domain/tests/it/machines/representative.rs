//! Who acts for an enterprise: one of its people, beside one who manages.

use super::{Command, Machine, Table, next, perhaps};
use crate::representative::{id, people, person, with_phone};
use crate::samples::{now, yuan};
use domain::duty::Duty;
use domain::representative::{Person, Representatives, change, leave, register, require_two};

/// The person the table is about, and the same once registered again.
const SECOND: u8 = 2;
const AGAIN: u8 = 3;

/// As whom a person is registered: everybody is somebody new.
fn fresh(people: &Representatives, person: Person) -> Person {
    let known = people.people.iter().any(|known| known.id == id(SECOND));
    Person { id: id(if known { AGAIN } else { SECOND }), ..person }
}

pub(super) fn section() -> String {
    let manager = || person(1, &[Duty::Manager, Duty::Signer]);
    let today = now().date();
    let beside = |second| people(&[manager(), second]);
    let mut left = beside(person(SECOND, &[Duty::Drafter]));
    left.apply(&leave(&left, id(SECOND), now()).unwrap());
    let give = move |duties: &'static [Duty]| {
        move |people: &Representatives| perhaps(people, change(people, person(SECOND, duties), today), Representatives::apply)
    };
    let commands: Vec<Command<'_, Representatives>> = vec![
        (
            "Register",
            Box::new(move |people| {
                next(people, register(people, fresh(people, person(SECOND, &[Duty::Drafter])), today), Representatives::apply)
            }),
        ),
        (
            "Register by phone, to sign",
            Box::new(move |people| {
                next(people, register(people, fresh(people, with_phone(SECOND, &[Duty::Signer])), today), Representatives::apply)
            }),
        ),
        ("Give: apply", Box::new(give(&[Duty::Drafter]))),
        ("Give: sign", Box::new(give(&[Duty::Signer]))),
        ("Give: manage", Box::new(give(&[Duty::Manager]))),
        ("Leave", Box::new(|people| next(people, leave(people, id(SECOND), now()), Representatives::apply))),
        ("The manager leaves", Box::new(|people| next(people, leave(people, id(1), now()), Representatives::apply))),
        ("Require two persons", Box::new(|people| perhaps(people, require_two(people, Some(yuan("100000"))), Representatives::apply))),
    ];
    Machine {
        title: "Representatives 经办人",
        about: "Who acts for an enterprise, seen from one of its people beside one who manages and signs. Until it has registered somebody, whoever\n\
                holds its certificate has all rights; rights are read at each request, and whoever leaves is logged out at once.",
        begins: ("Register", "acting"),
        named: |people: &Representatives| match people.people.iter().rev().find(|person| [id(SECOND), id(AGAIN)].contains(&person.id)) {
            Some(person) if person.acts() => ("acting", "在用"),
            Some(_) => ("left", "已停用"),
            None => ("unknown", "未登记"),
        },
        ordinary: None,
        tables: vec![Table {
            title: "",
            states: vec![
                ("unknown, nobody is registered", people(&[])),
                ("unknown", people(&[manager()])),
                ("acting: apply", beside(person(SECOND, &[Duty::Drafter]))),
                ("acting: apply, by phone", beside(with_phone(SECOND, &[Duty::Drafter]))),
                ("acting: manage", beside(person(SECOND, &[Duty::Manager, Duty::Drafter]))),
                ("left", left),
            ],
            commands,
        }],
    }
    .section()
}
