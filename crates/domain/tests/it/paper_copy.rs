//! Paper originals: asked for of a letter that counts, one at a time, each print counted.

use crate::machines::guarantee::issued;
use crate::samples::*;
use domain::Refusal;
use domain::application::reapply;
use domain::id::{PaperCopyId, RANDOM_BYTES};
use domain::invoice::Post;
use domain::paper_copy::{PaperCopy, PaperCopyEvent, PaperCopyState, Recipient, deliver, post, print, refuse, request};
use domain::party::Concealed;
use domain::time::Timestamp;

fn recipient() -> Recipient {
    Recipient {
        name: "王招标".parse().unwrap(),
        mobile: Concealed { shown: "138 **** 8000".into(), cipher: "c2VjcmV0".into() },
        address: "郑州市金水区纬五路 8 号".parse().unwrap(),
    }
}

pub(crate) fn sent() -> Post {
    Post { courier: "顺丰速运".into(), tracking: "SF1234567890".into() }
}

/// One after the events.
pub(crate) fn copy(events: &[PaperCopyEvent]) -> PaperCopy {
    let number = after(&[]).facts.number;
    let mut copy =
        PaperCopy::born(&request::request(&issued(), number, PaperCopyId::new(now(), &[8; RANDOM_BYTES]), recipient(), now())).unwrap();
    events.iter().for_each(|event| copy.apply(event));
    copy
}

pub(crate) fn posted() -> PaperCopyEvent {
    PaperCopyEvent::Posted { post: sent() }
}

#[test]
fn one_is_asked_for_of_a_letter_that_counts_and_one_at_a_time() {
    let letter = issued();
    let may = |earlier: &[PaperCopy], at| request::check(Some(&letter), earlier, at).map(drop);
    assert_eq!(request::check(None, &[], now()).map(drop), Err(Refusal::PaperBeforeIssue));
    assert_eq!(may(&[], now()), Ok(()));
    let long_after = now().plus(400 * 24 * Timestamp::HOUR);
    assert_eq!(may(&[], long_after), Err(Refusal::PaperOfExpired));
    for (earlier, verdict) in [
        (copy(&[]), Err(Refusal::PaperUnderWay)),
        (copy(&[PaperCopyEvent::Printed, posted()]), Err(Refusal::PaperUnderWay)),
        (copy(&[PaperCopyEvent::Printed, posted(), PaperCopyEvent::Delivered]), Ok(())),
        (copy(&[PaperCopyEvent::Refused { reason: "不提供纸质件".into() }]), Ok(())),
    ] {
        assert_eq!(may(std::slice::from_ref(&earlier), now()), verdict, "{:?}", earlier.state);
    }
}

#[test]
fn each_print_is_counted_and_nothing_is_sent_that_was_not_printed() {
    assert_eq!(post::post(&copy(&[]), sent()), Err(Refusal::PaperNotPrinted));
    let twice = copy(&[print::print(&copy(&[])).unwrap(), PaperCopyEvent::Printed]);
    assert_eq!(twice.prints, 2);
    assert_eq!(post::post(&twice, Post { courier: "顺".into(), tracking: "SF1".into() }), Err(Refusal::PostMissing));
    let on_its_way = copy(&[PaperCopyEvent::Printed, posted()]);
    assert_eq!(post::post(&on_its_way, sent()), Ok(None), "said twice, it is said once");
    let anew = Post { tracking: "SF0000000001".into(), ..sent() };
    assert_eq!(post::post(&on_its_way, anew.clone()), Ok(Some(PaperCopyEvent::Posted { post: anew })));
    assert!(print::print(&on_its_way).is_ok(), "one that was lost is printed again");
}

#[test]
fn what_was_received_or_refused_is_over() {
    let received = copy(&[PaperCopyEvent::Printed, posted(), PaperCopyEvent::Delivered]);
    assert_eq!(received.state, PaperCopyState::Delivered { post: sent() });
    assert_eq!(deliver::deliver(&copy(&[])), Err(Refusal::PaperStateForbids), "nothing is received that was not sent");
    assert_eq!(refuse::refuse(&copy(&[]), " "), Err(Refusal::ReasonMissing));
    assert_eq!(refuse::refuse(&copy(&[PaperCopyEvent::Printed, posted()]), "已寄出"), Err(Refusal::PaperStateForbids));
    for over in [received, copy(&[PaperCopyEvent::Refused { reason: "不提供纸质件".into() }])] {
        assert_eq!(print::print(&over), Err(Refusal::PaperStateForbids));
        assert_eq!(post::post(&over, sent()), Err(Refusal::PaperStateForbids));
        assert_eq!(deliver::deliver(&over), Err(Refusal::PaperStateForbids));
    }
}

#[test]
fn an_order_that_came_to_nothing_is_taken_up_again_until_bids_are_opened() {
    let opened = lot().opens_at;
    for (state, application) in every_state() {
        let over = ["withdrawn", "lapsed", "declined", "closed"].contains(&application.state.code());
        let verdict = if over { Ok(()) } else { Err(Refusal::ApplicationStateForbids) };
        assert_eq!(reapply::check(&application, &known(), now()), verdict, "{state}");
        if over {
            assert_eq!(reapply::check(&application, &known(), opened), Err(Refusal::LotOpened), "{state}");
        }
    }
}
