use crate::samples::*;
use domain::Refusal;
use domain::application::{Application, reword, submit};
use domain::id::{RANDOM_BYTES, SpecialFormId};
use domain::special_form::{SpecialForm, SpecialFormEvent, abandon, approve, confirm, edit, refuse, request, send_back};

pub(crate) const TEXT: &str = "投标保函\n\n【担保金额】最高金额为人民币 {amount} 元，不可撤销。";

fn id() -> SpecialFormId {
    SpecialFormId::new(now(), &[4; RANDOM_BYTES])
}

pub(crate) fn form(events: &[SpecialFormEvent]) -> SpecialForm {
    let asked = request::request(&after(&[described(), agreed()]), &known(), id(), "招标文件要求见索即付", None, now()).unwrap();
    let mut form = SpecialForm::born(&asked).unwrap();
    events.iter().for_each(|event| form.apply(event));
    form
}

pub(crate) fn edited() -> SpecialFormEvent {
    edit::edit(&form(&[]), TEXT, "first person").unwrap()
}

fn waiting() -> Application {
    after(&[described(), agreed(), reword::request(&after(&[described(), agreed()]), &known(), id(), now()).unwrap()])
}

#[test]
fn whoever_drafts_a_special_form_cannot_approve_it() {
    let drafted = form(&[edited()]);
    assert_eq!(approve::approve(&drafted, "first person"), Err(Refusal::SecondPersonNeeded));
    assert_eq!(approve::approve(&drafted, "second person"), Ok(SpecialFormEvent::Approved));
}

#[test]
fn an_approved_text_is_fixed_until_the_applicant_sends_it_back() {
    let approved = form(&[edited(), SpecialFormEvent::Approved]);
    assert_eq!(edit::edit(&approved, TEXT, "first person"), Err(Refusal::SpecialFormStateForbids));
    assert_eq!(refuse::refuse(&approved, "不承保"), Err(Refusal::SpecialFormStateForbids));
    let back = send_back::send_back(&approved, "有效期请写到 2027 年底").unwrap();
    let again = form(&[edited(), SpecialFormEvent::Approved, back]);
    assert!(edit::edit(&again, TEXT, "first person").is_ok() && again.note.contains("2027"));
}

#[test]
fn a_confirmed_special_form_never_changes() {
    let confirmed = form(&[edited(), SpecialFormEvent::Approved, SpecialFormEvent::Confirmed]);
    assert_eq!(edit::edit(&confirmed, TEXT, "x"), Err(Refusal::SpecialFormStateForbids));
    assert_eq!(approve::approve(&confirmed, "x"), Err(Refusal::SpecialFormStateForbids));
    assert_eq!(send_back::send_back(&confirmed, "再改"), Err(Refusal::SpecialFormStateForbids));
    assert_eq!(confirm::confirm(&confirmed), Err(Refusal::SpecialFormStateForbids));
    assert_eq!(abandon::abandon(&confirmed), Err(Refusal::SpecialFormStateForbids));
}

#[test]
fn nothing_can_be_confirmed_before_a_second_person_approved() {
    assert_eq!(confirm::confirm(&form(&[])), Err(Refusal::SpecialFormStateForbids));
    assert_eq!(confirm::confirm(&form(&[edited()])), Err(Refusal::SpecialFormStateForbids));
}

#[test]
fn an_application_that_waits_for_its_special_form_cannot_be_submitted_nor_ask_for_another() {
    let waiting = waiting();
    assert_eq!(submit::check(&waiting, &known(), now()), Err(Refusal::SpecialFormPending));
    assert_eq!(reword::check(&waiting, &known(), now()), Err(Refusal::SpecialFormPending));
    let mut reworded = waiting;
    let event = reword::reword(&reworded, "special/x").unwrap();
    reworded.apply(&event);
    assert!(submit::check(&reworded, &known(), now()).is_ok() && reworded.wording == "special/x");
}

#[test]
fn another_applications_special_form_is_not_this_ones() {
    assert!(request::is_of(&form(&[]), &waiting()));
    assert!(!request::is_of(&form(&[]), &after(&[described(), agreed()])));
}

#[test]
fn a_note_must_say_something() {
    let ask = |note: &str| request::request(&after(&[described(), agreed()]), &known(), id(), note, None, now()).map(|_| ());
    assert_eq!(ask(" "), Err(Refusal::NoteMissing));
    assert_eq!(ask(&"长".repeat(501)), Err(Refusal::NoteMissing));
    assert_eq!(edit::edit(&form(&[]), "短", "x"), Err(Refusal::TextLength));
}
