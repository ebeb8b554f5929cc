//! A trial of an institution's own system.

use super::{Command, Machine, Table};
use crate::samples::*;
use domain::conformance::{ConformanceRun, Verdict};
use domain::id::{ConformanceId, RANDOM_BYTES};
use domain::institution::{InterfaceVersion, Wire};
use domain::product::PaymentStyle;
use domain::time::Timestamp;

pub(crate) fn running() -> ConformanceRun {
    ConformanceRun {
        id: ConformanceId::new(now(), &[1; RANDOM_BYTES]),
        number: "C0000000000000000".into(),
        institution: institution().id,
        uscc: institution().uscc,
        name: institution().name,
        account: institution().account.number,
        address: "https://baohan.example.com/kaihan".into(),
        wire: Wire::Canonical,
        styles: vec![PaymentStyle::Transfer],
        started_at: now(),
        step: 0,
        waits_until: None,
        receipts: std::collections::BTreeMap::new(),
        checks: Vec::new(),
        ended_at: None,
        report: None,
        version: 1,
    }
}

pub(super) fn section() -> String {
    let commands: Vec<Command<'_, ConformanceRun>> = vec![
        (
            "Record",
            Box::new(|run| {
                let mut next = run.clone();
                next.record("application.submit", "answers twice alike", InterfaceVersion::default(), Verdict::Passed);
                Ok(run.ended_at.is_none().then_some(next))
            }),
        ),
        (
            "Wait for a message",
            Box::new(|run| {
                Ok(run.ended_at.is_none().then(|| ConformanceRun { waits_until: Some(now().plus(Timestamp::MINUTE)), ..run.clone() }))
            }),
        ),
        (
            "End",
            Box::new(|run| {
                Ok((run.ended_at.is_none() && run.waits_until.is_none()).then(|| ConformanceRun { ended_at: Some(now()), ..run.clone() }))
            }),
        ),
    ];
    Machine {
        title: "Conformance run 一致性测试",
        about: "Step by step through the specification. What is sent, waited for and ended is decided by `app::conformance`; the drawing shows the fields\n\
                that it writes.",
        begins: ("Start", "running"),
        named: |run: &ConformanceRun| match (run.ended_at, run.waits_until) {
            (Some(_), _) => ("ended", "已结束"),
            (None, Some(_)) => ("waiting", "等待对方消息"),
            (None, None) => ("running", "进行中"),
        },
        ordinary: None,
        tables: vec![Table {
            title: "",
            states: vec![
                ("running", running()),
                ("waiting", ConformanceRun { waits_until: Some(now()), ..running() }),
                ("ended", ConformanceRun { ended_at: Some(now()), ..running() }),
            ],
            commands,
        }],
    }
    .section()
}
