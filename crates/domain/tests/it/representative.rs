//! Who acts for an enterprise: rights, leaving, two persons at a submission.

use crate::samples::{after, described, now, yuan};
use domain::Refusal;
use domain::application::Application;
use domain::consequence::{Consequence, Follows};
use domain::duty::{Duties, Duty};
use domain::id::{OrganisationId, PersonId, RANDOM_BYTES};
use domain::party::Concealed;
use domain::representative::{Person, PersonKey, Representatives, RepresentativesEvent, change, leave, may_sign, register, require_two};
use domain::session::LoginWay;
use domain::time::{Date, add_days};

pub(crate) fn organisation() -> OrganisationId {
    OrganisationId::new(now(), &[1; RANDOM_BYTES])
}

pub(crate) fn id(number: u8) -> PersonId {
    PersonId::new(now(), &[number; RANDOM_BYTES])
}

fn ends() -> Date {
    add_days(now().date(), 100)
}

/// A person with one certificate, called by its number.
pub(crate) fn person(number: u8, duties: &[Duty]) -> Person {
    Person {
        id: id(number),
        name: "林知夏".parse().unwrap(),
        duties: duties.iter().copied().collect(),
        keys: vec![PersonKey { by: format!("certificate {number}"), ends: Some(ends()) }],
        mobile: None,
        since: now(),
        granted_by: "certificate 1".into(),
        until: None,
    }
}

/// The same with a phone and nothing else.
pub(crate) fn with_phone(number: u8, duties: &[Duty]) -> Person {
    let mobile = Some(Concealed { shown: "138 **** 8000".into(), cipher: "AA==".into() });
    Person { keys: Vec::new(), mobile, ..person(number, duties) }
}

/// An enterprise with these people.
pub(crate) fn people(registered: &[Person]) -> Representatives {
    let mut people = Representatives::born(&RepresentativesEvent::Begun { organisation: organisation() }).unwrap();
    for person in registered {
        people.apply(&register(&people, person.clone(), now().date()).unwrap());
    }
    people
}

const MANAGER: &[Duty] = &[Duty::Manager, Duty::Drafter, Duty::Signer];

fn duties(people: &Representatives, by: &str, way: LoginWay) -> Duties {
    people.duties_of(by, way, now().date())
}

#[test]
fn whoever_was_given_nothing_may_only_look_and_a_phone_never_signs() {
    let people = people(&[person(1, MANAGER), with_phone(2, &[Duty::Drafter, Duty::Payer])]);
    assert_eq!(duties(&people, "certificate 1", LoginWay::Certificate), MANAGER.iter().copied().collect());
    assert_eq!(duties(&people, "a stranger's", LoginWay::Certificate), Duties::default());
    let phone = Person::by_phone(id(2));
    assert_eq!(duties(&people, &phone, LoginWay::Phone), [Duty::Drafter, Duty::Payer].into_iter().collect());
    // One person with both: what the phone may not, the certificate may.
    let both = Person { mobile: with_phone(1, &[]).mobile, ..person(1, MANAGER) };
    let mut people = people;
    people.apply(&change(&people, both, now().date()).unwrap().unwrap());
    assert_eq!(duties(&people, &Person::by_phone(id(1)), LoginWay::Phone), [Duty::Drafter].into_iter().collect());
    assert!(!duties(&people, "certificate 1", LoginWay::Portal).has(Duty::Manager), "a portal's word manages nobody");
}

#[test]
fn signing_and_managing_take_a_certificate() {
    let people = people(&[person(1, MANAGER)]);
    for duty in [Duty::Signer, Duty::Manager] {
        assert_eq!(register(&people, with_phone(2, &[duty]), now().date()), Err(Refusal::CertificateNeeded), "{duty:?}");
    }
    let untold = Person { keys: Vec::new(), ..person(2, &[Duty::Drafter]) };
    assert_eq!(register(&people, untold, now().date()), Err(Refusal::PersonUntold));
    let same = Person { id: id(2), ..person(1, &[Duty::Drafter]) };
    assert_eq!(register(&people, same, now().date()), Err(Refusal::RepresentativeKnown), "one certificate is one person");
}

#[test]
fn somebody_always_manages() {
    let empty = people(&[]);
    assert_eq!(register(&empty, person(1, &[Duty::Signer]), now().date()), Err(Refusal::ManagerMissing), "the first does");
    let alone = people(&[person(1, MANAGER), person(2, &[Duty::Signer])]);
    assert_eq!(leave(&alone, id(1), now()), Err(Refusal::ManagerMissing), "the last one cannot remove oneself");
    assert_eq!(change(&alone, person(1, &[Duty::Signer]), now().date()), Err(Refusal::ManagerMissing));
    let without = Person { mobile: with_phone(1, &[]).mobile, keys: Vec::new(), ..person(1, &[Duty::Drafter]) };
    assert_eq!(change(&alone, without, now().date()), Err(Refusal::ManagerMissing), "nor one's certificate");
    let two = people(&[person(1, MANAGER), person(2, MANAGER)]);
    assert!(leave(&two, id(1), now()).is_ok());
    assert_eq!(leave(&two, id(9), now()), Err(Refusal::RepresentativeUnknown));
}

#[test]
fn where_every_managers_certificate_has_ended_whoever_holds_one_may_manage_again_and_who_left_may_not() {
    let mut people = people(&[person(1, MANAGER), person(2, &[Duty::Drafter])]);
    let late = add_days(ends(), 1);
    assert_eq!(people.duties_of("renewed", LoginWay::Certificate, ends()), Duties::default());
    assert_eq!(people.duties_of("renewed", LoginWay::Certificate, late), [Duty::Manager].into_iter().collect());
    assert_eq!(people.duties_of("renewed", LoginWay::Phone, late), Duties::default());
    people.apply(&leave(&people, id(2), now()).unwrap());
    assert!(people.has_left("certificate 2") && !people.has_left("renewed"));
    // Somebody who comes back is registered anew.
    let back = Person { id: id(3), ..person(2, &[Duty::Drafter]) };
    people.apply(&register(&people, back, now().date()).unwrap());
    assert!(!people.has_left("certificate 2"));
}

#[test]
fn what_a_person_was_known_by_is_logged_out_when_it_is_no_more() {
    let both = Person { mobile: with_phone(2, &[]).mobile, ..person(2, &[Duty::Drafter]) };
    let people = people(&[person(1, MANAGER), both.clone()]);
    let ended = |event: &RepresentativesEvent| -> Vec<String> {
        let ended = |one| if let Consequence::EndSessions { by, .. } = one { by } else { panic!("{one:?}") };
        people.follows(event).into_iter().map(ended).collect()
    };
    let phone = Person::by_phone(id(2));
    assert_eq!(ended(&leave(&people, id(2), now()).unwrap()), ["certificate 2".to_owned(), phone.clone()]);
    let renewed = Person { keys: vec![PersonKey { by: "renewed".into(), ends: None }], ..both.clone() };
    assert_eq!(ended(&change(&people, renewed, now().date()).unwrap().unwrap()), ["certificate 2"]);
    let moved = Person { mobile: Some(Concealed { shown: "139 **** 9000".into(), cipher: "AQ==".into() }), ..both.clone() };
    assert_eq!(ended(&change(&people, moved, now().date()).unwrap().unwrap()), [phone]);
    let fewer = Person { duties: Duties::default(), ..both };
    assert!(ended(&change(&people, fewer, now().date()).unwrap().unwrap()).is_empty(), "rights are read at each request");
}

fn prepared_by(by: &str) -> Application {
    Application { prepared_by: by.into(), ..after(&[described()]) }
}

#[test]
fn above_the_enterprises_amount_one_prepares_and_another_signs() {
    let drafter = Person { mobile: with_phone(2, &[]).mobile, ..person(2, &[Duty::Drafter, Duty::Signer]) };
    let mut people = people(&[person(1, MANAGER), drafter]);
    let amount = prepared_by("").facts.amount;
    assert_eq!(may_sign(None, &prepared_by("anybody"), "anybody"), Ok(()), "nobody is registered");
    assert_eq!(may_sign(Some(&people), &prepared_by("certificate 2"), "certificate 2"), Ok(()), "nothing is demanded");
    people.apply(&require_two(&people, Some(amount)).unwrap().unwrap());
    assert_eq!(may_sign(Some(&people), &prepared_by("certificate 2"), "certificate 2"), Ok(()), "at the amount itself one is enough");
    people.apply(&require_two(&people, Some(yuan("1"))).unwrap().unwrap());
    let phone = Person::by_phone(id(2));
    for preparer in ["certificate 2", phone.as_str(), ""] {
        let refused = may_sign(Some(&people), &prepared_by(preparer), "certificate 2");
        assert_eq!(refused, Err(Refusal::SecondSignerNeeded), "{preparer}: the same person, or nobody knows who");
    }
    assert_eq!(may_sign(Some(&people), &prepared_by(&phone), "certificate 1"), Ok(()));
    assert_eq!(may_sign(Some(&people), &prepared_by(&phone), "a stranger's"), Err(Refusal::SignerUnknown));
}

#[test]
fn two_persons_are_demanded_only_where_there_are_two() {
    assert_eq!(require_two(&people(&[person(1, MANAGER)]), Some(yuan("1"))), Err(Refusal::TwoPersonsMissing));
    assert_eq!(require_two(&people(&[person(1, MANAGER), person(2, &[Duty::Payer])]), Some(yuan("1"))), Err(Refusal::TwoPersonsMissing));
    let two = people(&[person(1, MANAGER), with_phone(2, &[Duty::Drafter])]);
    assert!(require_two(&two, Some(yuan("1"))).unwrap().is_some());
    assert_eq!(require_two(&two, None), Ok(None), "nothing was demanded");
}
