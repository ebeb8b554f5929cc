use crate::samples::*;
use domain::Refusal;
use domain::document::StoredFile;
use domain::id::{FileId, RANDOM_BYTES};
use domain::party::{Concealed, OrganisationName};
use domain::profile::{
    EnterpriseProfile, FILES_BYTES_MAX, ProfileContent, ProfileEvent, ProfileFacts, ProfileFile, ProfileFileKind, ProfileItem, ProfileNeed,
    ProfileStanding, Scan, attach, change, remove, send_back, submit, verify,
};
use domain::site::SiteCode;
use domain::time::{Date, Timestamp, add_months};

pub(crate) fn site() -> SiteCode {
    "410000".parse().unwrap()
}

/// Whom the certificate of the organisation names.
pub(crate) fn holder() -> OrganisationName {
    applicant().name
}

pub(crate) fn certificate_ends() -> Option<Date> {
    Some(add_months(now().date(), 20))
}

fn concealed(shown: &str) -> Option<Concealed> {
    Some(Concealed { shown: shown.into(), cipher: "AA==".into() })
}

pub(crate) fn content() -> ProfileContent {
    ProfileContent {
        address: "郑州市金水区纬五路 8 号".parse().ok(),
        bank: "中原银行郑州金水支行".parse().ok(),
        account: concealed("6222 **** 7890"),
        legal_name: "顾北辰".parse().ok(),
        legal_number: concealed("110 **** 002X"),
        contact: "林知夏".parse().ok(),
        contact_mobile: concealed("138 **** 8000"),
        contact_email: "lin@example.com".parse().ok(),
        invoice_address: "郑州市金水区纬五路 8 号".parse().ok(),
        invoice_phone: concealed("037 **** 0000"),
        invoice_bank: "中原银行郑州金水支行".parse().ok(),
        invoice_account: concealed("6222 **** 7890"),
    }
}

pub(crate) fn file(kind: ProfileFileKind, number: u8) -> ProfileFile {
    let id = FileId::new(now(), &[number; RANDOM_BYTES]);
    ProfileFile {
        id,
        kind,
        name: "扫描件.pdf".into(),
        media: "pdf".into(),
        digest: "00".into(),
        size: 1_000,
        stored: StoredFile { file: id, digest: "01".into(), size: 1_028 },
        until: None,
        scan: Scan::Clean,
        at: now(),
    }
}

pub(crate) fn profile(events: &[ProfileEvent]) -> EnterpriseProfile {
    let facts = ProfileFacts { organisation: after(&[]).facts.applicant, begun_at: now() };
    let mut profile = EnterpriseProfile::born(&ProfileEvent::Begun { facts: Box::new(facts) }).unwrap();
    events.iter().for_each(|event| profile.apply(event));
    profile
}

/// With all that is needed, and what happened then.
pub(crate) fn whole(events: &[ProfileEvent]) -> EnterpriseProfile {
    let mut profile = profile(&[]);
    profile.apply(&change::change(&profile, content()).unwrap());
    for (number, kind) in (1..).zip([ProfileFileKind::LegalCard, ProfileFileKind::BusinessLicence, ProfileFileKind::AccountPermit]) {
        profile.apply(&attach::attach(&profile, file(kind, number)).unwrap());
    }
    events.iter().for_each(|event| profile.apply(event));
    profile
}

pub(crate) fn verified() -> EnterpriseProfile {
    let mut profile = whole(&[]);
    profile.apply(&submit::submit(&profile, site(), &holder(), certificate_ends(), now()).unwrap());
    profile.apply(&verify::verify(&profile, profile.version, now()).unwrap());
    profile
}

#[test]
fn it_says_what_is_missing_for_what() {
    let empty = profile(&[]);
    assert_eq!(empty.missing(ProfileNeed::Application, now().date()), ProfileNeed::Application.items());
    assert_eq!((empty.filled(now().date()), whole(&[]).filled(now().date())), (0, 100));
    let mut without_account = content();
    without_account.account = None;
    let mut profile = whole(&[]);
    profile.apply(&change::change(&profile, without_account).unwrap());
    assert_eq!(profile.missing(ProfileNeed::Credit, now().date()), [ProfileItem::Account]);
    assert_eq!(submit::submit(&profile, site(), &holder(), None, now()), Err(Refusal::ProfileIncomplete));
}

#[test]
fn a_licence_that_has_ended_is_missing_from_the_day_after() {
    let mut profile = verified();
    let last = now().date();
    profile.apply(&attach::attach(&profile, ProfileFile { until: Some(last), ..file(ProfileFileKind::BusinessLicence, 7) }).unwrap());
    assert_eq!(profile.standing(&holder(), now()), ProfileStanding::Complete);
    let tomorrow = now().plus(24 * Timestamp::HOUR);
    assert_eq!(profile.missing(ProfileNeed::Credit, tomorrow.date()), [ProfileItem::BusinessLicence]);
    assert_eq!(profile.standing(&holder(), tomorrow), ProfileStanding::Incomplete);
}

#[test]
fn what_was_verified_is_stale_after_twelve_months_or_with_the_certificate_it_was_handed_in_with() {
    let noon = |date: Date| Timestamp::from_civil(date.at(12, 0, 0, 0)).unwrap();
    let last = add_months(now().date(), 12);
    assert_eq!(verified().standing(&holder(), noon(last)), ProfileStanding::Verified);
    assert_eq!(verified().standing(&holder(), noon(last.tomorrow().unwrap())), ProfileStanding::Stale);
    let ends = add_months(now().date(), 3);
    let mut sooner = whole(&[ProfileEvent::Submitted { site: site(), certificate_ends: Some(ends), holder: None }]);
    sooner.apply(&verify::verify(&sooner, sooner.version, now()).unwrap());
    assert_eq!(sooner.standing(&holder(), noon(ends)), ProfileStanding::Verified);
    assert_eq!(sooner.standing(&holder(), noon(ends.tomorrow().unwrap())), ProfileStanding::Stale);
    assert!(submit::submit(&sooner, site(), &holder(), None, noon(ends.tomorrow().unwrap())).is_ok(), "and handed in again");
}

#[test]
fn a_renewed_certificate_with_another_name_makes_it_stale_until_it_is_handed_in_with_that_name() {
    let renamed: OrganisationName = "湘江中路建设集团有限公司".parse().unwrap();
    let mut profile = verified();
    assert_eq!(profile.standing(&renamed, now()), ProfileStanding::Stale);
    assert_eq!(profile.renamed(&renamed), Some(&holder()));
    profile.apply(&submit::submit(&profile, site(), &renamed, certificate_ends(), now()).unwrap());
    profile.apply(&verify::verify(&profile, profile.version, now()).unwrap());
    assert_eq!((profile.standing(&renamed, now()), profile.renamed(&renamed)), (ProfileStanding::Verified, None));
    // One that was verified before names were kept is held against the name it was begun with.
    let mut earlier = whole(&[ProfileEvent::Submitted { site: site(), certificate_ends: None, holder: None }]);
    earlier.apply(&verify::verify(&earlier, earlier.version, now()).unwrap());
    assert_eq!(earlier.standing(&holder(), now()), ProfileStanding::Verified);
    assert_eq!(earlier.standing(&renamed, now()), ProfileStanding::Stale);
}

#[test]
fn a_new_contact_is_no_reason_to_verify_again_and_a_new_account_is() {
    let mut content = content();
    content.contact = "沈青禾".parse().ok();
    let mut profile = verified();
    profile.apply(&change::change(&profile, content.clone()).unwrap());
    assert_eq!(profile.standing(&holder(), now()), ProfileStanding::Verified);
    content.account = concealed("6222 **** 0001");
    profile.apply(&change::change(&profile, content.clone()).unwrap());
    assert_eq!(profile.standing(&holder(), now()), ProfileStanding::Complete);
    assert_eq!(change::change(&profile, content), None, "nothing is other than before");
}

#[test]
fn nobody_verifies_what_they_have_not_seen() {
    let submitted = whole(&[ProfileEvent::Submitted { site: site(), certificate_ends: None, holder: None }]);
    assert_eq!(verify::verify(&submitted, submitted.version - 1, now()), Err(Refusal::ProfileChanged));
    assert_eq!(send_back::send_back(&submitted, submitted.version, " "), Err(Refusal::ReasonMissing));
    let mut reopened = submitted;
    reopened.apply(&remove::remove(&reopened, reopened.files[0].id).unwrap());
    assert_eq!(verify::verify(&reopened, reopened.version, now()), Err(Refusal::ProfileStateForbids));
}

#[test]
fn a_new_licence_takes_the_old_ones_place_and_certificates_stand_beside_one_another() {
    let mut profile = whole(&[]);
    profile.apply(&attach::attach(&profile, file(ProfileFileKind::BusinessLicence, 8)).unwrap());
    assert_eq!(profile.files.iter().filter(|file| file.kind == ProfileFileKind::BusinessLicence).count(), 1);
    for number in 20..30 {
        profile.apply(&attach::attach(&profile, file(ProfileFileKind::Qualification, number)).unwrap());
    }
    assert_eq!(attach::attach(&profile, file(ProfileFileKind::Qualification, 31)), Err(Refusal::ProfileFilesTooMany));
    let large = ProfileFile { size: FILES_BYTES_MAX, ..file(ProfileFileKind::LegalCard, 32) };
    assert_eq!(attach::attach(&profile, large), Err(Refusal::ProfileFilesTooLarge));
}
