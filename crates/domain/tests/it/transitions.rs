use crate::samples::*;
use domain::Refusal;
use domain::application::{ApplicationState, draft, lapse, settle, submit};
use domain::institution::{Institution, Licence};
use domain::lot::TenderedLot;
use domain::money::Ppm;
use domain::onboarding::Presence;
use domain::payment::Watch;
use domain::product::{FeeRule, Product, ProductStatus, ProductTerms, Quote, Wanted, change, place, quote};
use domain::time::{Timestamp, add_days};

#[test]
fn an_application_costs_what_the_site_publishes_and_ends_28_days_after_validity() {
    let application = after(&[]);
    assert_eq!(application.facts.fee, yuan("600"));
    assert_eq!(application.facts.expiry.to_string(), "2027-03-29");
}

#[test]
fn a_security_above_two_per_cent_of_the_estimate_is_refused() {
    let mut lot = lot();
    lot.bid_security = yuan("100000.01");
    let (product, institution) = (product(), institution());
    let command = draft::Draft {
        id: after(&[]).facts.id,
        number: after(&[]).facts.number,
        applicant: applicant(),
        lot: &lot,
        product: &product,
        wording: product.terms.wording.clone(),
        institution: &institution,
        presence: &Presence::Live,
    };
    assert_eq!(draft::draft(command.clone(), now(), &rules(), &calendar()), Err(Refusal::AmountAboveLegalCap));
    let looser = domain::site::SiteRules { security_cap: Ppm::new(30_000).unwrap(), ..rules() };
    assert!(draft::draft(command, now(), &looser, &calendar()).is_ok());
}

fn quoted(product: &Product, presence: &Presence, amount: &str, at: Timestamp) -> Result<Quote, Refusal> {
    let (lot, rules) = (TenderedLot::open(&lot()), rules());
    quote(product, presence, Wanted { lot: &lot, amount: yuan(amount), rules: &rules }, at, &calendar())
}

#[test]
fn a_paused_product_and_an_opened_lot_are_not_quoted() {
    let live = Presence::Live;
    let mut product = product();
    assert!(quoted(&product, &live, "30000", now()).unwrap().expected_at.unwrap() < lot().opens_at);
    assert_eq!(quoted(&product, &live, "30000", lot().opens_at), Err(Refusal::LotOpened));
    assert_eq!(quoted(&product, &live, "5000000.01", now()), Err(Refusal::AmountAboveProductMaximum));
    assert_eq!(quoted(&product, &live, "999.99", now()), Err(Refusal::AmountBelowProductMinimum));
    product.status = ProductStatus::Paused { notice: "系统升级".into() };
    assert_eq!(quoted(&product, &live, "30000", now()), Err(Refusal::ProductPaused));
}

#[test]
fn what_is_under_test_out_of_its_days_or_of_an_absent_institution_is_not_sold() {
    let (product, live) = (product(), Presence::Live);
    let paused = Presence::Paused { notice: "系统升级".into() };
    assert_eq!(quoted(&product, &paused, "30000", now()), Err(Refusal::ProductPaused));
    assert_eq!(quoted(&product, &Presence::Absent, "30000", now()), Err(Refusal::InstitutionAbsent));
    let under_test = Product { status: ProductStatus::UnderTest, ..product.clone() };
    assert_eq!(quoted(&under_test, &live, "30000", now()), Err(Refusal::ProductNotOnSale));
    let today = now().date();
    let on = |from, until| {
        quoted(&Product { terms: ProductTerms { from, until, ..terms() }, ..product.clone() }, &live, "30000", now()).map(|_| ())
    };
    assert_eq!(on(Some(today), Some(today)), Ok(()));
    assert_eq!(on(Some(add_days(today, 1)), None), Err(Refusal::ProductNotOnSale));
    assert_eq!(on(None, Some(today.yesterday().unwrap())), Err(Refusal::ProductNotOnSale));
}

#[test]
fn a_term_of_one_day_too_many_is_refused() {
    // Opening on 1 December, 90 days of validity, 28 more: 128 days from 21 November.
    let product = |days| Product { terms: ProductTerms { term_days_max: Some(days), ..terms() }, ..product() };
    assert!(quoted(&product(128), &Presence::Live, "30000", now()).is_ok());
    assert_eq!(quoted(&product(127), &Presence::Live, "30000", now()), Err(Refusal::TermAboveProductMaximum));
}

#[test]
fn a_sealed_lot_is_quoted_only_where_sealed_lots_are_taken() {
    let (sealed, rules) = (TenderedLot::sealed(domain::lot::LotCommitment([1; 32]), lot().opens_at), rules());
    let ask = |product: &Product| {
        quote(product, &Presence::Live, Wanted { lot: &sealed, amount: yuan("30000"), rules: &rules }, now(), &calendar()).map(|_| ())
    };
    assert_eq!(ask(&product()), Ok(()));
    assert_eq!(ask(&Product { terms: ProductTerms { takes_sealed: false, ..terms() }, ..product() }), Err(Refusal::SealedLotNotTaken));
}

#[test]
fn an_expired_licence_stops_an_institution_the_day_after_its_last() {
    let with = |until| {
        let licence = Licence { name: "保险许可证".into(), number: "P10310000".into(), until };
        Institution { licences: vec![licence], ..institution() }.licensed(now().date())
    };
    assert_eq!(with(Some(now().date())), Ok(()));
    assert_eq!(with(Some(now().date().yesterday().unwrap())), Err(Refusal::LicenceExpired));
    assert_eq!(with(None), Ok(()));
}

#[test]
fn terms_that_contradict_each_other_are_refused() {
    let refused = |terms| assert_eq!(change::change(terms), Err(Refusal::TermsContradict));
    assert!(change::change(terms()).is_ok());
    refused(ProductTerms { amount_min: yuan("5000000.01"), ..terms() });
    refused(ProductTerms { fee: FeeRule { maximum: Some(yuan("599.99")), ..terms().fee }, ..terms() });
    let today = now().date();
    refused(ProductTerms { from: Some(add_days(today, 1)), until: Some(today), ..terms() });
    refused(ProductTerms { term_days_max: Some(0), ..terms() });
}

#[test]
fn a_product_is_paused_only_with_words_for_buyers() {
    let pause = |notice: &str| place::place(&product(), ProductStatus::Paused { notice: notice.into() }).map(|_| ());
    assert_eq!(pause(" "), Err(Refusal::ReasonMissing));
    assert_eq!(pause("系统升级"), Ok(()));
    assert_eq!(place::place(&product(), ProductStatus::Live), Err(Refusal::ProductStateForbids));
}

#[test]
fn a_fee_stays_between_its_minimum_and_its_maximum() {
    let rule = FeeRule { rate: Ppm::new(7_000).unwrap(), minimum: yuan("600"), maximum: Some(yuan("3000")) };
    assert_eq!(rule.fee(yuan("30000")), yuan("600"));
    assert_eq!(rule.fee(yuan("5000000")), yuan("3000"));
}

#[test]
fn a_lot_the_applicant_typed_in_is_never_issued_without_a_person() {
    let (mut lot, rules) = (lot(), rules());
    lot.origin = domain::lot::LotOrigin::EnteredBy(applicant().organisation);
    let wanted = Wanted { lot: &TenderedLot::open(&lot), amount: yuan("30000"), rules: &rules };
    let quote = quote(&product(), &Presence::Live, wanted, now(), &calendar()).unwrap();
    assert!(product().terms.automatic && !quote.automatic);
}

pub(crate) fn consent(digest: &str) -> submit::SignedConsent {
    submit::SignedConsent {
        terms_digest: digest.into(),
        agreement: agreement(),
        numbered: None,
        certificate: "cert".into(),
        signer: applicant().uscc,
    }
}

#[test]
fn what_is_signed_must_be_what_was_previewed() {
    let application = after(&[described(), agreed()]);
    let submit =
        |digest: &str, previewed: &str| submit::submit(&application, &known(), consent(digest), previewed, payment_id(), now(), &rules());
    assert!(submit("aa", "aa").is_ok());
    assert_eq!(submit("aa", "bb"), Err(Refusal::PreviewOutdated));
}

#[test]
fn another_companys_certificate_cannot_sign() {
    let stranger = submit::SignedConsent { signer: institution().uscc, ..consent("aa") };
    let refused = submit::submit(&after(&[described(), agreed()]), &known(), stranger, "aa", payment_id(), now(), &rules());
    assert_eq!(refused, Err(Refusal::CertificateOfAnother));
}

#[test]
fn the_payment_period_never_outlasts_bid_opening() {
    let mut lot = lot();
    lot.opens_at = now().plus(10 * Timestamp::MINUTE);
    let mut application = domain::application::Application::born(&drafted(&lot, &product())).unwrap();
    application.apply(&described());
    application.apply(&agreed());
    let event =
        submit::submit(&application, &TenderedLot::open(&lot).known(Some(&lot)), consent("aa"), "aa", payment_id(), now(), &rules())
            .unwrap();
    application.apply(&event);
    assert_eq!(application.state, ApplicationState::AwaitingPayment { payment: payment_id(), until: lot.opens_at, cashier: None });
}

#[test]
fn an_application_does_not_lapse_a_microsecond_early() {
    let application = after(&[described(), submitted()]);
    let end = now().plus(30 * Timestamp::MINUTE);
    assert_eq!(lapse::check(&application, &Watch::Reported, end.plus(-1)), Err(Refusal::ApplicationStateForbids));
    assert!(lapse::check(&application, &Watch::Reported, end).is_ok());
    assert!(settle::check(&application).is_ok());
}

#[test]
fn a_sealed_lot_tells_nothing() {
    let sealed = TenderedLot::sealed(domain::lot::LotCommitment([1; 32]), now());
    assert!(sealed.title().is_none() && sealed.tenderee().is_none() && sealed.estimate().is_none() && sealed.valid_days().is_none());
    let text = serde_json::to_string(&sealed).unwrap();
    assert!(!text.contains("E43"), "{text}");
}
