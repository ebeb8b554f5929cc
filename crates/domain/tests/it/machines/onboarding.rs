//! How an institution comes to sell on a site.

use super::{Command, Machine, Table, next};
use crate::onboarding::{ADDRESS, acceptance, every_state, facts, profile, report};
use crate::samples::{institution, now};
use domain::Refusal;
use domain::institution::Connection;
use domain::onboarding::{DecisionKind, Onboarding, OnboardingEvent, apply, choose_prefectures, decide, file_report, request_acceptance};
use std::collections::BTreeSet;

fn command(name: &'static str, run: impl Fn(&Onboarding) -> Result<OnboardingEvent, Refusal> + 'static) -> Command<'static, Onboarding> {
    (name, Box::new(move |onboarding| next(onboarding, run(onboarding), Onboarding::apply)))
}

pub(super) fn section() -> String {
    let mut commands: Vec<Command<'static, Onboarding>> = vec![
        command("Apply again", |it| apply::apply(Some(it), facts(), profile())),
        command("RequestAcceptance", |it| request_acceptance::request_acceptance(it, acceptance(Connection::Hosted), institution().id)),
        command("FileReport", |it| file_report::file_report(it, report(ADDRESS, 0, now()))),
        (
            "ChoosePrefectures",
            Box::new(|it: &Onboarding| {
                let chosen = choose_prefectures::choose_prefectures(it, Some(BTreeSet::new()));
                next(it, chosen.map(Option::unwrap), Onboarding::apply)
            }),
        ),
    ];
    for kind in DecisionKind::ALL {
        commands.push(command(decision(kind), move |it| decide::decide(it, kind.with("原因")?, "one", false, now())));
    }
    Machine {
        title: "Onboarding 机构接入",
        about: "Where a site asks for two persons, a decision is proposed by one and made by the second who decides the same. What the institution is\n\
                told in each state is in [onboarding](onboarding.md).",
        begins: ("Apply", "applied"),
        named: |onboarding: &Onboarding| (onboarding.state.code(), onboarding.state.label()),
        ordinary: Some(Refusal::OnboardingStateForbids),
        tables: vec![Table { title: "", states: every_state(), commands }],
    }
    .section()
}

fn decision(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::Admit => "Admit",
        DecisionKind::Refuse => "Refuse",
        DecisionKind::Accept => "Accept",
        DecisionKind::Return => "Return",
        DecisionKind::PutLive => "PutLive",
        DecisionKind::Pause => "Pause",
        DecisionKind::TakeDown => "TakeDown",
    }
}
