//! What the applicant is told before applying, and the phone it names: nothing is submitted before the one was read and the other proved.

use crate::samples::*;
use domain::Refusal;
use domain::application::{Application, ApplicationEvent, BriefingOpening, agree, submit};
use domain::party::{Mobile, Representative};
use domain::time::Timestamp;

fn opening() -> BriefingOpening {
    BriefingOpening { digest: notice().digest, at: now() }
}

fn agreeing(
    application: &Application,
    opening: Option<&BriefingOpening>,
    proved: Option<Mobile>,
) -> Result<Option<ApplicationEvent>, Refusal> {
    agree::agree(application, &known(), now().plus(Timestamp::MINUTE), notice(), opening, proved, "preparer".into())
}

/// A draft on a site that asks for the phone to be proved.
fn asked() -> Application {
    let mut draft = after(&[described()]);
    draft.facts.proves_mobile = true;
    draft
}

fn another() -> Mobile {
    "13900139000".parse().unwrap()
}

#[test]
fn what_was_not_opened_in_the_session_is_not_agreed_to_and_nothing_is_submitted_without_it() {
    let mut draft = after(&[described()]);
    assert_eq!(submit::check(&draft, &known(), now()), Err(Refusal::ConsentMissing));
    assert_eq!(agreeing(&draft, None, None), Err(Refusal::ConsentMissing));
    let older = BriefingOpening { digest: "another version".into(), at: now() };
    assert_eq!(agreeing(&draft, Some(&older), None), Err(Refusal::ConsentMissing), "another text was opened");
    draft.apply(&agreeing(&draft, Some(&opening()), None).unwrap().unwrap());
    let consent = draft.consent.clone().unwrap();
    assert_eq!((consent.document.as_str(), consent.version.as_str(), consent.digest.as_str()), ("notice", "1", "n1"));
    assert_eq!((consent.opened_at, consent.agreed_at, consent.by.as_str()), (now(), now().plus(Timestamp::MINUTE), "preparer"));
    assert_eq!(submit::check(&draft, &known(), now()), Ok(()));
    assert_eq!(agreeing(&draft, None, None), Ok(None), "agreed to once");
}

#[test]
fn nobody_agrees_before_somebody_is_named_or_once_it_is_signed() {
    assert_eq!(agreeing(&after(&[]), Some(&opening()), None), Err(Refusal::DetailsMissing));
    assert_eq!(agreeing(&after(&[described(), submitted()]), Some(&opening()), None), Err(Refusal::ApplicationStateForbids));
}

#[test]
fn a_phone_is_proved_where_the_site_asks_for_it_and_another_one_is_proved_anew() {
    let mut draft = asked();
    let named = representative().mobile;
    assert_eq!(agreeing(&draft, Some(&opening()), None), Err(Refusal::ContactUnproved));
    assert_eq!(agreeing(&draft, Some(&opening()), Some(another())), Err(Refusal::ContactUnproved), "the code of another phone");
    draft.apply(&agreeing(&draft, Some(&opening()), Some(named)).unwrap().unwrap());
    assert!(!draft.awaits_proof() && submit::check(&draft, &known(), now()).is_ok());
    // The same phone need not be proved again, whoever else is named.
    draft.apply(&described());
    assert!(!draft.awaits_proof());
    let moved = ApplicationEvent::Described {
        representative: Representative { mobile: another(), ..representative() },
        english: false,
        wording: None,
        by: "preparer".into(),
    };
    draft.apply(&moved);
    assert_eq!(submit::check(&draft, &known(), now()), Err(Refusal::ContactUnproved));
    draft.apply(&described());
    assert!(draft.awaits_proof(), "a change of the phone undoes its proof, also when it is changed back");
}
