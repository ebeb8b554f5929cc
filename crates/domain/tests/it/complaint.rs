use crate::samples::*;
use domain::Refusal;
use domain::access::{Action, Actor, Denial, Relation, Role, may};
use domain::complaint::{
    Complaint, ComplaintContent, ComplaintEvent, ComplaintFacts, ComplaintOutcome, ComplaintRules, OPEN_MAX, accept, answer, ask, decide,
    file, reopen, tend, withdraw,
};
use domain::consequence::{Consequence, Follows};
use domain::id::{ComplaintId, RANDOM_BYTES};
use domain::notice::Side;
use domain::number::ComplaintNumber;
use domain::party::{Concealed, Uscc};
use domain::text::lines;
use domain::time::{CalendarError, Date, Timestamp, WorkCalendar, YearTable};
use jiff::civil::date;

fn concealed() -> Concealed {
    Concealed { shown: "138 **** 8000".into(), cipher: String::new() }
}

fn content() -> ComplaintContent {
    ComplaintContent {
        text: "付款后三个工作日仍未出函，电话无人接听".into(), name: concealed(), mobile: concealed(), files: Vec::new()
    }
}

fn facts(filed_at: Timestamp) -> ComplaintFacts {
    ComplaintFacts {
        id: ComplaintId::new(filed_at, &[5; RANDOM_BYTES]),
        number: ComplaintNumber::new(rules().code, 42),
        site: rules().code,
        centre: rules().code,
        institution: institution().id,
        institution_name: institution().name.to_string(),
        complainant: applicant(),
        filed_at,
    }
}

pub(crate) fn filed_at(at: Timestamp) -> Complaint {
    Complaint::born(&file::file(facts(at), content(), &institution().uscc, true, 0).unwrap()).unwrap()
}

/// A complaint after these events.
pub(crate) fn complaint(events: &[ComplaintEvent]) -> Complaint {
    let mut complaint = filed_at(now());
    events.iter().for_each(|event| complaint.apply(event));
    complaint
}

pub(crate) fn accepted() -> ComplaintEvent {
    ComplaintEvent::Accepted { at: now() }
}

pub(crate) fn asked() -> ComplaintEvent {
    ask::ask(&complaint(&[accepted()]), "请说明未按时出函的原因", now()).unwrap()
}

pub(crate) fn answered() -> ComplaintEvent {
    ComplaintEvent::Answered { answer: "系统升级所致，已出函并致歉".into() }
}

pub(crate) fn decided(outcome: ComplaintOutcome) -> ComplaintEvent {
    decide::decide(&complaint(&[accepted(), asked(), answered()]), outcome, "机构应退还费用", false, now()).unwrap()
}

pub(crate) fn reopened() -> ComplaintEvent {
    ComplaintEvent::Reopened { reason: "仍未退费".into(), at: now() }
}

/// National Day and the worked Saturday, as `regions/calendar/2026.toml` has them.
fn autumn() -> WorkCalendar {
    let mut calendar = WorkCalendar::default();
    let holidays = [date(2026, 9, 25), date(2026, 9, 26), date(2026, 9, 27)].into_iter().chain((1..=7).map(|day| date(2026, 10, day)));
    let table =
        YearTable { holidays: holidays.collect(), working_weekends: [date(2026, 9, 20), date(2026, 10, 10)].into(), provisional: false };
    calendar.insert(2026, table).unwrap();
    calendar
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse_civil(text).unwrap()
}

fn due(complaint: &Complaint) -> Option<Date> {
    complaint.due(ComplaintRules::default(), &autumn()).unwrap()
}

#[test]
fn a_complaint_filed_before_national_day_is_taken_by_the_ninth_of_october_and_decided_by_the_seventeenth_of_november() {
    let mut complaint = filed_at(at("2026-09-29 16:30"));
    assert_eq!(due(&complaint), Some(date(2026, 10, 9)));
    complaint.apply(&accept::accept(&complaint, at("2026-09-30 09:00")).unwrap());
    assert_eq!(due(&complaint), Some(date(2026, 11, 17)));
    complaint.apply(&ask::ask(&complaint, "请说明情况", at("2026-09-30 10:00")).unwrap());
    assert_eq!(due(&complaint), Some(date(2026, 10, 13)), "five working days of the institution");
    assert_eq!(complaint.decide_by(ComplaintRules::default(), &autumn()), Ok(Some(date(2026, 11, 17))), "the centre's run on");
    let other_year = filed_at(at("2027-01-04 09:00"));
    assert_eq!(other_year.due(ComplaintRules::default(), &autumn()), Err(CalendarError::MissingYear(2027)), "never guessed");
}

#[test]
fn whoever_has_to_act_is_reminded_on_the_working_day_before_the_last_and_on_the_day_after_it() {
    let complaint = filed_at(at("2026-09-29 16:30"));
    let next = |now| tend::next(&complaint, due(&complaint), now, &autumn()).unwrap();
    let tended = |now| tend::tend(&complaint, due(&complaint), now, &autumn()).unwrap();
    let reminded = |late| ComplaintEvent::Reminded { due: date(2026, 10, 9), late };
    assert_eq!(next(at("2026-09-29 16:30")), Some(at("2026-10-08 09:00")));
    assert_eq!(tended(at("2026-09-30 09:00")), None);
    assert_eq!(tended(at("2026-10-08 09:00")), Some(reminded(false)));
    assert_eq!(next(at("2026-10-08 09:00")), Some(at("2026-10-10 09:00")));
    assert_eq!(tended(at("2026-10-10 09:00")), Some(reminded(true)));
    assert_eq!(next(at("2026-10-10 09:00")), None, "and no more");
    let mut told = complaint.clone();
    told.apply(&reminded(true));
    assert_eq!(tend::tend(&told, due(&told), at("2026-10-10 09:00"), &autumn()), Ok(None), "once, however often the job runs");
}

#[test]
fn a_decided_complaint_is_over_when_the_time_for_more_is_and_is_looked_at_once_more_at_most_once() {
    let decided_at = now();
    let mut complaint = complaint(&[accepted(), asked(), answered(), decided(ComplaintOutcome::Rejected)]);
    let by = complaint.reopen_by(ComplaintRules::default(), &calendar()).unwrap();
    let last = by.unwrap();
    let tended = |complaint: &Complaint, now| tend::tend(complaint, by, now, &calendar()).unwrap();
    let end = Timestamp::from_civil(last.at(23, 59, 59, 0)).unwrap();
    assert_eq!(tended(&complaint, end), None);
    let after = tend::next(&complaint, by, decided_at, &calendar()).unwrap().unwrap();
    assert_eq!(tended(&complaint, after), Some(ComplaintEvent::Closed));
    assert_eq!(reopen::reopen(&complaint, "仍未退费", by, after), Err(Refusal::ComplaintOver));
    complaint.apply(&ComplaintEvent::Closed);
    complaint.apply(&reopen::reopen(&complaint, "仍未退费", by, end).unwrap());
    assert_eq!((complaint.state.code(), &complaint.decision), ("accepted", &None), "what was decided counts no longer");
    complaint.apply(&decided(ComplaintOutcome::Upheld));
    assert_eq!(reopen::reopen(&complaint, "仍未退费", by, end), Err(Refusal::ComplaintReopened));
}

#[test]
fn nobody_complains_of_itself_of_a_stranger_or_of_more_than_three_things_at_once() {
    let of = |uscc: &Uscc, admitted, open| file::file(facts(now()), content(), uscc, admitted, open).map(drop);
    let institution = institution().uscc;
    assert_eq!(of(&institution, true, OPEN_MAX - 1), Ok(()));
    assert_eq!(of(&institution, true, OPEN_MAX), Err(Refusal::ComplaintsTooMany));
    assert_eq!(of(&institution, false, 0), Err(Refusal::ComplaintNotAdmitted));
    assert_eq!(of(&applicant().uscc, true, 0), Err(Refusal::ComplaintOfOneself));
}

#[test]
fn nothing_is_decided_against_an_institution_that_was_not_asked_and_none_is_waited_for_after_its_last_day() {
    let taken = complaint(&[accepted()]);
    let decide = |complaint: &Complaint, outcome, late| decide::decide(complaint, outcome, "见附件", late, now()).map(drop);
    assert_eq!(decide(&taken, ComplaintOutcome::Upheld, false), Err(Refusal::ComplaintUnheard));
    assert_eq!(decide(&taken, ComplaintOutcome::Rejected, false), Ok(()));
    let waiting = complaint(&[accepted(), asked()]);
    assert_eq!(decide(&waiting, ComplaintOutcome::Upheld, false), Err(Refusal::ComplaintUnanswered));
    assert_eq!(decide(&waiting, ComplaintOutcome::Upheld, true), Ok(()));
    assert_eq!(decide::decide(&waiting, ComplaintOutcome::Upheld, "无", true, now()), Err(Refusal::NoteMissing));
    assert_eq!(answer::answer(&taken, "我们没有问题"), Err(Refusal::ComplaintStateForbids));
}

#[test]
fn before_it_is_asked_the_institution_hears_nothing() {
    let to_institution = |complaint: &Complaint, event: &ComplaintEvent| {
        let told = |one: &Consequence| matches!(one, Consequence::Notify(notice) if notice.to == Side::Guarantor);
        complaint.follows(event).iter().any(told)
    };
    for state in [complaint(&[]), complaint(&[accepted()])] {
        for event in [
            accepted(),
            ComplaintEvent::Withdrawn,
            decided(ComplaintOutcome::Rejected),
            ComplaintEvent::Reminded { due: now().date(), late: true },
        ] {
            assert!(!to_institution(&state, &event), "{event:?}");
        }
    }
    let heard = complaint(&[accepted(), asked()]);
    assert!(to_institution(&heard, &withdraw::withdraw(&heard).unwrap()));
}

#[test]
fn what_is_said_has_no_hidden_characters_and_a_length() {
    assert_eq!(lines("  甲\u{202e}方\r\n乙方 ", 2..=10).as_deref(), Some("甲方\n乙方"));
    assert_eq!(lines("\u{200b}\u{200b}", 1..=10), None);
    assert_eq!(lines("一二三", 1..=2), None);
}

#[test]
fn offices_file_no_complaints_and_an_institution_answers_by_its_makers_and_checkers() {
    let actor = |role| Actor { role, ..Actor::public() };
    for role in [Role::CentreStaff, Role::Regulator, Role::Public, Role::System] {
        assert_eq!(may(&actor(role), Action::FileComplaint, Relation::Holder).err(), Some(Denial::Unknown), "{role:?}");
    }
    assert!(may(&actor(Role::Tenderee), Action::FileComplaint, Relation::Holder).is_ok());
    assert_eq!(may(&actor(Role::GuarantorStaff), Action::AnswerComplaint, Relation::Guarantor).err(), Some(Denial::Duty));
    assert!(may(&actor(Role::GuarantorStaff), Action::HandleComplaint, Relation::Guarantor).is_err());
}
