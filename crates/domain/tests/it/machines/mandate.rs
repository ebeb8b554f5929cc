//! An agency that acts for a tenderee.

use super::{Command, Machine, Table, next};
use crate::samples::now;
use domain::Refusal;
use domain::id::{MandateId, OrganisationId, RANDOM_BYTES};
use domain::mandate::{Mandate, MandateEvent, MandateSide, MandateStanding, Record, accept, end, record};
use domain::party::{Party, Uscc};
use domain::time::{Timestamp, add_days};

fn party(random: u8, name: &str, code: &str) -> Party {
    let organisation = OrganisationId::new(now(), &[random; RANDOM_BYTES]);
    Party { organisation, name: name.parse().unwrap(), uscc: Uscc::complete(code).unwrap() }
}

fn command() -> Record {
    Record {
        id: MandateId::new(now(), &[1; RANDOM_BYTES]),
        tenderee: party(1, "天山水务投资集团有限公司", "91310000MA1FL5G67"),
        agency: party(2, "北麓招标代理有限公司", "91430000MA7HY2X83"),
        project: "E6500003901006053003001".parse().unwrap(),
        site: "650000".parse().unwrap(),
        until: add_days(now().date(), 90),
        by: MandateSide::Tenderee,
    }
}

pub(crate) fn recorded() -> Mandate {
    Mandate::born(&record(command(), &[], now()).unwrap()).unwrap()
}

pub(crate) fn accepted() -> Mandate {
    let mut mandate = recorded();
    mandate.apply(&accept(&mandate, mandate.facts.agency.name.clone(), now()).unwrap());
    mandate
}

pub(super) fn section() -> String {
    let ended = |by| {
        let mut mandate = recorded();
        mandate.apply(&MandateEvent::Ended { at: now(), by });
        mandate
    };
    let later = now().plus(91 * 24 * Timestamp::HOUR);
    let commands: Vec<Command<'_, Mandate>> = vec![
        (
            "Accept, by the agency",
            Box::new(|mandate| next(mandate, accept(mandate, mandate.facts.agency.name.clone(), now()), Mandate::apply)),
        ),
        ("End, by the tenderee", Box::new(|mandate| next(mandate, end(mandate, MandateSide::Tenderee, now()), Mandate::apply))),
        ("End, by the centre", Box::new(|mandate| next(mandate, end(mandate, MandateSide::Centre, now()), Mandate::apply))),
        ("End, after its last day", Box::new(move |mandate| next(mandate, end(mandate, MandateSide::Tenderee, later), Mandate::apply))),
        (
            "Record the same again",
            Box::new(|mandate| {
                let again = Record { id: MandateId::new(now(), &[9; RANDOM_BYTES]), ..command() };
                record(again, std::slice::from_ref(mandate), now()).map(|event| Mandate::born(&event))
            }),
        ),
    ];
    Machine {
        title: "Mandate 招标代理授权",
        about: "Who acts for a tenderee in one project. Recorded by the tenderee, and accepted by the agency before it counts, or\n\
                by its trading centre; over with its last day.",
        begins: ("Record", "waiting"),
        named: |mandate: &Mandate| {
            let standing = mandate.standing(now());
            (standing.code(), standing.label())
        },
        ordinary: Some(Refusal::MandateStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![("waiting", recorded()), ("recorded", accepted()), ("ended", ended(MandateSide::Centre))],
            commands,
        }],
    }
    .section()
}

#[test]
fn a_mandate_counts_up_to_the_last_moment_of_its_last_day() {
    assert_eq!(recorded().standing(now()), MandateStanding::Waiting, "the agency has not said that it acts");
    let mandate = accepted();
    let end = mandate.ends_at();
    assert_eq!(mandate.standing(end.plus(-1)), MandateStanding::InForce);
    assert_eq!(mandate.standing(end), MandateStanding::Expired);
    assert_eq!(end.plus(-1).date(), mandate.facts.until);
}

#[test]
fn nobody_acts_for_itself_or_for_ever() {
    let with = |change: fn(&mut Record)| {
        let mut command = command();
        change(&mut command);
        record(command, &[], now()).err()
    };
    assert_eq!(with(|command| command.agency = command.tenderee.clone()), Some(Refusal::MandateOfOneself));
    assert_eq!(with(|command| command.until = now().date().yesterday().unwrap()), Some(Refusal::MandateTerm));
    assert_eq!(with(|command| command.until = add_days(now().date(), 3 * 366 + 1)), Some(Refusal::MandateTerm));
    assert_eq!(with(|command| command.until = now().date()), None, "today alone");
}
