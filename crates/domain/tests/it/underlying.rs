//! What guarantees other than bid guarantees secure: amounts, last days, papers, and the way from a bid that won.

use crate::samples::*;
use domain::Refusal;
use domain::application::substantiate::{Binding, substantiate as state};
use domain::application::win::{AwardWord, check, win};
use domain::application::{Application, ApplicationEvent, Won, attach, reach, submit};
use domain::document::StoredFile;
use domain::guarantee::LetterTerms;
use domain::id::{FileId, GuaranteeId, LotId, RANDOM_BYTES};
use domain::lot::{Lot, LotProgress, Subject, TenderedLot};
use domain::product::{GuaranteeKind, Product, ProductTerms};
use domain::profile::Scan;
use domain::time::{Date, Timestamp};
use domain::underlying::{Award, FACTS, KindRules, PAPERS_MAX, Underlying, UnderlyingPaper, UnderlyingPaperKind, WagesAccount, Works};

const RULES: &str = include_str!("../../../../regions/rules/kinds.toml");

fn kinds() -> KindRules {
    toml::from_str(RULES).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn works(price: &str) -> Works {
    Works { price: yuan(price), signed_on: None, begins_on: day("2026-12-10"), completes_on: day("2027-12-31") }
}

pub(crate) fn performance() -> Underlying {
    Underlying::Performance { works: works("3000000"), award: Some(Award { number: "ZB-2026-1".parse().unwrap(), on: day("2026-11-20") }) }
}

fn wages(price: &str, reduced: bool) -> Underlying {
    let account = WagesAccount { bank: "长川银行郑州东区支行".parse().unwrap(), number: "6222021234567890".parse().unwrap() };
    let (contract, permit) = ("HT-1".parse().unwrap(), "410105202612200101".parse().unwrap());
    Underlying::Wages { works: Works { signed_on: Some(day("2026-11-01")), ..works(price) }, contract, permit, account, reduced }
}

fn payment(performance: &str) -> Underlying {
    Underlying::Payment { works: works("3000000"), permit: None, performance: yuan(performance), settled_by: day("2028-06-30") }
}

fn warranty(settlement: &str) -> Underlying {
    let (accepted_on, liability_months) = (day("2026-08-31"), 18);
    Underlying::Warranty { works: works("3000000"), settlement: yuan(settlement), accepted_on, liability_months }
}

fn advance(advance: &str) -> Underlying {
    Underlying::AdvancePayment { works: works("3000000"), advance: yuan(advance), recovered_by: day("2027-06-30") }
}

pub(crate) fn substantiated(underlying: Underlying) -> ApplicationEvent {
    ApplicationEvent::Substantiated { underlying: Box::new(underlying), until: Some(day("2028-01-30")), expiry: day("2028-01-30") }
}

fn paper(kind: UnderlyingPaperKind) -> UnderlyingPaper {
    let id = FileId::new(now(), &[7; RANDOM_BYTES]);
    let stored = StoredFile { file: id, digest: "00".into(), size: 1 };
    UnderlyingPaper { id, kind, name: "a.pdf".into(), media: "pdf".into(), digest: "00".into(), size: 1, stored, scan: Scan::Clean }
}

pub(crate) fn attached(kind: UnderlyingPaperKind) -> ApplicationEvent {
    ApplicationEvent::PaperAttached { paper: Box::new(paper(kind)) }
}

pub(crate) fn won() -> Won {
    let contract = LotId::new(now(), &[8; RANDOM_BYTES]);
    Won { contract, underlying: performance(), paper: Some(paper(UnderlyingPaperKind::AwardNotice)) }
}

/// An issued bid guarantee.
pub(crate) fn won_order() -> Application {
    let guarantee = GuaranteeId::new(now(), &[7; RANDOM_BYTES]);
    after(&[described(), submitted(), settled(true), ApplicationEvent::Issued { guarantee }])
}

/// The contract that performance guarantees of these tests are about: 300 000 yuan, handed in by 1 December.
fn contract() -> Lot {
    Lot { subject: Subject::Contract, estimate: None, bid_security: yuan("300000"), valid_days: Some(30), ..lot() }
}

fn sold() -> Product {
    Product { kind: GuaranteeKind::Performance, ..product() }
}

/// A described draft of a performance guarantee.
fn draft() -> Application {
    let mut draft = Application::born(&drafted(&contract(), &sold())).unwrap();
    draft.apply(&described());
    draft
}

fn known_contract() -> domain::lot::KnownLot {
    TenderedLot::open(&contract()).known(Some(&contract()))
}

fn stated(draft: &Application, underlying: Underlying, product: &Product) -> Result<ApplicationEvent, Refusal> {
    state(draft, &known_contract(), underlying, Binding { kinds: &kinds(), site: &rules(), product }, now())
}

#[test]
fn an_amount_is_held_against_the_rule_of_its_kind_and_the_source_is_said() {
    let (rules, henan, hainan) = (kinds(), "410000".parse().unwrap(), "460000".parse().unwrap());
    let today = now().date();
    for (underlying, right, wrong, source) in [
        (performance(), "300000.00", "300000.01", "招标投标法实施条例 第五十八条"),
        (advance("600000"), "600000", "600000.01", "GF-2017-0201"),
        (payment("300000"), "300000", "299999.99", "建市〔2004〕137号"),
        (payment("300000"), "300000", "300000.01", "建市〔2004〕137号"),
        (warranty("2800000"), "84000", "84000.01", "建质〔2017〕138号"),
        (wages("10000000", false), "100000", "99999.99", "人社部发〔2021〕65号"),
        (wages("10000000", false), "300000", "300000.01", "人社部发〔2021〕65号"),
        (wages("10000000", true), "50000", "49999.99", "人社部发〔2021〕65号"),
    ] {
        assert_eq!(rules.broken(&underlying, yuan(right), henan, today), None, "{underlying:?}");
        let broken = rules.broken(&underlying, yuan(wrong), henan, today).unwrap().to_string();
        assert!(broken.contains(source) && broken.contains("担保金额"), "{broken}");
    }
    assert_eq!(rules.broken(&payment("300000"), yuan("100000"), hainan, today), None, "Hainan has another rule");
    assert_eq!(rules.broken(&wages("10000000", false), yuan("1"), henan, day("2021-10-31")), None, "before its first day");
}

#[test]
fn a_later_row_and_a_sites_own_count() {
    let more = |rows: &str| -> KindRules { toml::from_str(&RULES.replacen("[[term]]", &format!("{rows}\n[[term]]"), 1)).unwrap() };
    let row = |extra: &str, ppm: u32| {
        format!(
            "[[amount]]\nkind = \"performance\"\nbound = \"at_most\"\nof = \"contract_price\"\nppm = {ppm}\nsource = \"新规\"\n{extra}\n"
        )
    };
    let (henan, city, hainan) = ("410000".parse().unwrap(), "410100".parse().unwrap(), "460000".parse().unwrap());
    let later = more(&row("from = \"2026-12-01\"", 50_000));
    let limit = |rules: &KindRules, site, on| rules.broken(&performance(), yuan("3000000"), site, on).unwrap().limit;
    assert_eq!((limit(&later, henan, day("2026-11-30")), limit(&later, henan, day("2026-12-01"))), (yuan("300000"), yuan("150000")));
    let own = more(&row("from = \"2020-01-01\"\nsites = [\"410000\"]", 20_000));
    let today = now().date();
    assert_eq!(
        (limit(&own, henan, today), limit(&own, city, today), limit(&own, hainan, today)),
        (yuan("60000"), yuan("60000"), yuan("300000"))
    );
}

#[test]
fn the_last_day_follows_from_what_is_secured() {
    let (rules, site, by) = (kinds(), "410000".parse().unwrap(), day("2026-12-01"));
    for (underlying, last) in [
        (performance(), "2028-01-30"),
        (advance("1"), "2027-07-28"),
        (payment("1"), "2028-07-30"),
        // Eighteen months from 31 August end with February of a leap year.
        (warranty("1"), "2028-03-28"),
        (wages("1", false), "2028-01-30"),
    ] {
        assert_eq!(rules.last_day(&underlying, by, site, now().date()), Some(day(last)), "{underlying:?}");
    }
    let Underlying::Wages { works, contract, permit, account, reduced } = wages("1", false) else { panic!("wages") };
    let short = Underlying::Wages { works: Works { completes_on: day("2027-03-01"), ..works }, contract, permit, account, reduced };
    assert_eq!(rules.last_day(&short, by, site, now().date()), Some(day("2027-12-01")), "a year at least (人社部发〔2021〕65号)");
}

#[test]
fn what_is_stated_moves_the_last_day_and_a_change_of_the_lot_does_not_move_it_back() {
    let mut draft = draft();
    assert_eq!(draft.facts.expiry, day("2027-01-28"));
    let event = stated(&draft, performance(), &sold()).unwrap();
    draft.apply(&event);
    assert_eq!(draft.facts.expiry, day("2028-01-30"));
    let later = Lot { opens_at: contract().opens_at.plus(24 * Timestamp::HOUR), ..contract() };
    let event = reach::reach(&draft, &TenderedLot::open(&contract()).known(Some(&later)), &rules(), now()).unwrap();
    draft.apply(&event);
    assert_eq!((draft.facts.lot.opens_at(), draft.facts.expiry), (later.opens_at, day("2028-01-30")));
}

#[test]
fn what_cannot_be_guaranteed_is_refused() {
    let draft = draft();
    let one_more = Underlying::Performance { works: works("2999990"), award: None };
    assert_eq!(stated(&draft, one_more, &sold()), Err(Refusal::AmountAgainstRule));
    assert_eq!(stated(&draft, wages("10000000", false), &sold()), Err(Refusal::UnderlyingMissing), "another kind's");
    let short = Product { terms: ProductTerms { term_days_max: Some(365), ..terms() }, ..sold() };
    assert_eq!(stated(&draft, performance(), &short), Err(Refusal::TermAboveProductMaximum));
    assert_eq!(stated(&after(&[described(), submitted()]), performance(), &sold()), Err(Refusal::ApplicationStateForbids));
}

#[test]
fn nothing_is_signed_without_what_its_kind_asks_for() {
    let mut draft = draft();
    let check = |draft: &Application| submit::check(draft, &known_contract(), now());
    assert_eq!(check(&draft), Err(Refusal::UnderlyingMissing));
    draft.apply(&substantiated(performance()));
    assert_eq!(check(&draft), Err(Refusal::PapersMissing));
    draft.apply(&attached(UnderlyingPaperKind::Contract));
    assert_eq!(check(&draft), Err(Refusal::PapersMissing), "another paper");
    draft.apply(&attached(UnderlyingPaperKind::AwardNotice));
    draft.apply(&agreed());
    assert_eq!(check(&draft), Ok(()));
    let file = draft.papers[0].id;
    let removed = attach::remove(&draft, &known_contract(), file, now()).unwrap().unwrap();
    draft.apply(&removed);
    assert_eq!(attach::remove(&draft, &known_contract(), file, now()), Ok(None), "gone is gone");
    assert_eq!(submit::check(&after(&[described(), agreed()]), &known(), now()), Ok(()), "a bid asks for nothing");
    assert_eq!(attach::check(&after(&[described()]), &known(), now()), Err(Refusal::ApplicationStateForbids));
}

#[test]
fn papers_end_at_their_bound() {
    let mut draft = draft();
    for _ in 0..PAPERS_MAX {
        let event = attach::attach(&draft, &known_contract(), paper(UnderlyingPaperKind::Contract), now()).unwrap();
        draft.apply(&event);
    }
    let one_more = attach::attach(&draft, &known_contract(), paper(UnderlyingPaperKind::Contract), now());
    assert_eq!(one_more, Err(Refusal::PapersTooMany));
}

#[test]
fn what_is_secured_is_signed_and_letters_from_before_stay_as_they_were() {
    let mut draft = draft();
    let before = LetterTerms::of(&draft, "");
    assert!(before.underlying.is_empty() && !String::from_utf8_lossy(&before.canonical()).contains("contract_price"));
    draft.apply(&substantiated(performance()));
    let one = LetterTerms::of(&draft, "");
    draft.apply(&substantiated(Underlying::Performance { works: works("3000000.01"), award: None }));
    assert_ne!(one.canonical(), LetterTerms::of(&draft, "").canonical());
    assert_eq!(one.underlying["contract_price"], "3,000,000.00");
    for underlying in [performance(), advance("1"), payment("1"), warranty("1"), wages("1", true)] {
        let facts = underlying.facts();
        assert!(facts.iter().all(|fact| FACTS.contains(&fact.code) && !fact.text.is_empty()), "{facts:?}");
        let kept: Underlying = serde_json::from_str(&serde_json::to_string(&underlying).unwrap()).unwrap();
        assert_eq!(kept, underlying);
    }
}

#[test]
fn only_who_won_goes_on_to_the_performance_guarantee() {
    let order = won_order();
    let opened = lot().opens_at;
    let as_it_stands = |progress| known_as(&Lot { progress, ..lot() });
    let winner = |winner: &str| LotProgress::Awarded { winner: winner.into(), at: opened };
    assert_eq!(check(&order, &known(), now()), Err(Refusal::AwardTooEarly));
    assert_eq!(check(&order, &known(), opened), Ok(AwardWord::Applicant));
    assert_eq!(check(&order, &as_it_stands(winner(applicant().uscc.as_str())), opened), Ok(AwardWord::Centre));
    assert_eq!(check(&order, &as_it_stands(winner("91430100MA4L00000X")), opened), Err(Refusal::NotWinner));
    let aborted = LotProgress::Aborted { reason: "流标".into(), code: domain::lot::AbortReason::Failed, at: opened };
    assert_eq!(check(&order, &as_it_stands(aborted), opened), Err(Refusal::LotAborted));
    assert_eq!(check(&after(&[described(), submitted()]), &known(), opened), Err(Refusal::ApplicationStateForbids), "without a letter");
    let without = Won { paper: None, ..won() };
    assert_eq!(win(&order, &known(), without.clone(), opened), Err(Refusal::PapersMissing), "on nobody's word but its own");
    assert!(win(&order, &as_it_stands(winner(applicant().uscc.as_str())), without, opened).is_ok());
    let mut order = order;
    let event = win(&order, &known(), won(), opened).unwrap();
    order.apply(&event);
    assert_eq!(order.won.unwrap().contract, won().contract);
}
