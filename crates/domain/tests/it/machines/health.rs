//! The breaker before an institution's own system.

use super::{Command, Machine, Table};
use crate::samples::now;
use domain::institution::health::{Health, OPENS_AT, PAUSE, Turn};

fn failed(times: u32) -> Health {
    let mut health = Health::default();
    (0..times).for_each(|_| health.fail("timed out", now()));
    health
}

fn changed(name: &'static str, change: fn(&mut Health)) -> Command<'static, Health> {
    let run = move |health: &Health| {
        let mut next = health.clone();
        change(&mut next);
        Ok(Some(next))
    };
    (name, Box::new(run))
}

fn taken(name: &'static str, after: i64) -> Command<'static, Health> {
    let run = move |health: &Health| {
        let mut next = health.clone();
        Ok(match next.take_turn(false, now().plus(after)) {
            Turn::Try => Some(next),
            Turn::Wait(_) => None,
        })
    };
    (name, Box::new(run))
}

pub(super) fn section() -> String {
    Machine {
        title: "Breaker 机构系统的熔断",
        about: "Before everything that is sent to an institution's own system (T-32). `·`: not now. An open breaker lets one probe through in five\n\
                seconds; retries live on a budget besides.",
        begins: ("Go live", "closed"),
        named: |health: &Health| if health.is_open() { ("open", "暂停发送") } else { ("closed", "正常") },
        ordinary: None,
        tables: vec![Table {
            title: "",
            states: vec![("closed", failed(0)), ("closed, one failure short", failed(OPENS_AT - 1)), ("open", failed(OPENS_AT))],
            commands: vec![
                taken("TakeTurn, at once", 0),
                taken("TakeTurn, five seconds later", PAUSE),
                changed("Succeed", |health| health.succeed(now())),
                changed("Fail", |health| health.fail("timed out", now())),
            ],
        }],
    }
    .section()
}
