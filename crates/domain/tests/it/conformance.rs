//! What a conformance run proves.

use crate::machines::conformance::running;
use domain::conformance::{ConformanceRun, Verdict};
use domain::institution::InterfaceVersion;

fn recorded(checks: &[(InterfaceVersion, Verdict)]) -> ConformanceRun {
    let mut run = running();
    for (since, verdict) in checks {
        run.record("application.status", "as the specification says", *since, verdict.clone());
    }
    run
}

#[test]
fn what_only_a_later_version_asks_is_lacking_and_not_failed() {
    let failed = || Verdict::Failed { reason: "答复 404".into() };
    let run = recorded(&[(InterfaceVersion::V1_1, Verdict::Passed), (InterfaceVersion::V1_3, failed())]);
    assert_eq!((run.counts(), run.proved()), ((1, 0, 1), InterfaceVersion::V1_1));
    assert_eq!(run.checks[1].verdict, Verdict::Lacking { reason: "答复 404".into() });
    let run = recorded(&[(InterfaceVersion::V1_1, failed())]);
    assert_eq!(run.counts(), (0, 1, 0));
}

#[test]
fn a_version_is_proved_by_all_of_its_checks_and_by_none_that_were_not_taken() {
    let (later, passed) = (InterfaceVersion::V1_3, Verdict::Passed);
    let all = recorded(&[(InterfaceVersion::V1_1, passed.clone()), (later, passed.clone()), (later, passed.clone())]);
    assert_eq!(all.proved(), later);
    let skipped = Verdict::Skipped { reason: "其后未测试".into() };
    assert_eq!(recorded(&[(later, passed.clone()), (later, skipped)]).proved(), InterfaceVersion::V1_1);
    assert_eq!(recorded(&[(InterfaceVersion::V1_1, passed)]).proved(), InterfaceVersion::V1_1);
}

#[test]
fn reports_from_before_versions_were_told_apart_prove_the_first() {
    let check = serde_json::json!({ "topic": "decision", "what": "…", "verdict": "passed" });
    let check: domain::conformance::Check = serde_json::from_value(check).unwrap();
    assert_eq!(check.since, InterfaceVersion::V1_1);
}

#[test]
fn a_later_version_is_proved_only_with_all_that_came_before_it() {
    let (passed, failed) = (Verdict::Passed, Verdict::Failed { reason: "答复 404".into() });
    let with = |third: &Verdict, fourth: &Verdict| {
        recorded(&[
            (InterfaceVersion::V1_1, Verdict::Passed),
            (InterfaceVersion::V1_3, third.clone()),
            (InterfaceVersion::V1_4, fourth.clone()),
        ])
        .proved()
    };
    assert_eq!(with(&passed, &passed), InterfaceVersion::V1_4);
    assert_eq!(with(&passed, &failed), InterfaceVersion::V1_3);
    assert_eq!(with(&failed, &passed), InterfaceVersion::V1_1);
}
