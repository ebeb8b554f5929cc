use crate::samples::*;
use domain::Refusal;
use domain::application::{Application, ApplicationEvent, ApplicationState, Decliner, Halt, approve, endorse, halt};
use domain::onboarding::Presence;

fn paused() -> Presence {
    Presence::Paused { notice: "系统升级".into() }
}

fn hear(application: &Application, presence: &Presence) -> Application {
    let mut application = application.clone();
    if let Some(event) = halt::hear(&application, presence) {
        application.apply(&event);
        assert_eq!(halt::hear(&application, presence), None, "heard twice it changes nothing");
    }
    application
}

#[test]
fn nobody_pays_an_institution_that_was_taken_down() {
    let unpaid = after(&[described(), submitted()]);
    assert_eq!(hear(&unpaid, &paused()), unpaid, "what was signed goes on");
    let ApplicationState::Declined { reason, by, .. } = hear(&unpaid, &Presence::Absent).state else { panic!() };
    assert!(by == Decliner::Rule && reason.contains("请勿付款"));
}

#[test]
fn a_draft_is_told_before_anybody_signs() {
    let draft = after(&[described()]);
    for (presence, halt) in [(paused(), Halt::Paused), (Presence::Absent, Halt::Gone)] {
        let told = hear(&draft, &presence);
        assert_eq!(told.halt, Some(halt));
        assert_eq!(hear(&told, &Presence::Live).halt, None);
    }
}

#[test]
fn what_is_paid_waits_and_goes_on_where_it_was() {
    let review = after(&[described(), submitted(), settled(false), endorsed()]);
    let waits = hear(&review, &Presence::Absent);
    assert_eq!(endorse::check(&after(&[described(), submitted(), settled(false)]), &known(), now()), Ok(()));
    assert_eq!(approve::check(&waits, &known(), now()), Err(Refusal::InstitutionGone));
    let back = hear(&waits, &Presence::Live);
    assert!(back.endorsed_by().is_some() && approve::check(&back, &known(), now()).is_ok());
    let mut issuing = hear(&after(&[described(), submitted(), settled(true)]), &Presence::Absent);
    issuing.apply(&ApplicationEvent::Held { refusal: Refusal::InstitutionAbsent.code().into() });
    assert!(matches!(hear(&issuing, &Presence::Live).state, ApplicationState::Issuing { .. }), "released already: it is issued");
    issuing.apply(&ApplicationEvent::Held { refusal: Refusal::ExposureTotal.code().into() });
    assert!(matches!(hear(&issuing, &Presence::Live).state, ApplicationState::UnderReview { .. }), "something else stood in the way");
}
