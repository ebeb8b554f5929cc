use crate::samples::{BID, LOT, agreement, letter_in, now, root, terms, typeset, wordings};
use crate::tools::{check, packed};
use documents::paper::{
    APPLICATION_ROWS, AUTHORISATION_ROWS, About, ApplicationForm, ClaimDecision, Notice, Receipt, Release, Surrender, Template,
};
use documents::typesetting::Sheet;
use domain::money::Cny;
use domain::party::{Party, Uscc};
use domain::product::GuaranteeKind;

const LETTERS: [&str; 19] = [
    "bid-independent/1",
    "bid-accessory/1",
    "performance-independent/1",
    "performance-accessory/1",
    "advance-payment-independent/1",
    "advance-payment-accessory/1",
    "payment-independent/1",
    "payment-accessory/1",
    "wages/1",
    "auction-independent/1",
    "performance-independent/2",
    "performance-accessory/2",
    "advance-payment-independent/2",
    "advance-payment-accessory/2",
    "payment-independent/2",
    "payment-accessory/2",
    "wages/2",
    "warranty-independent/1",
    "warranty-accessory/1",
];

fn text(sheet: &Sheet) -> String {
    packed(&check("pdftotext", &["FILE", "-"], &typeset(sheet).unwrap().pdf))
}

/// 建市〔2021〕11号: amount, triggers, documents, term, irrevocable, not transferable, extension.
#[test]
fn every_letter_has_what_the_ministry_asks_for() {
    for id in LETTERS {
        let text = text(&letter_in(id, LOT, true).sheet(wordings().get(id).unwrap()).unwrap());
        for part in ["最高金额", "有效期", "不可撤销", "不可转让", "延", "人民币叁万元整", LOT, "收款账户"] {
            assert!(text.contains(part), "{id} lacks {part}: {text}");
        }
        let accessory = id.contains("accessory");
        assert_eq!(text.contains("连带责任保证"), accessory, "{id}");
    }
}

/// F-8: a letter calls what it is about by its own word and number.
#[test]
fn a_letter_about_a_contract_does_not_speak_of_a_lot() {
    use domain::lot::Subject;
    for (id, subject, number) in [
        ("auction-independent/1", Subject::AuctionItem, "郑公资竞〔2026〕5号"),
        ("performance-independent/1", Subject::Contract, "HNZB-2026-0012/01"),
        ("performance-accessory/1", Subject::Contract, "豫财招标采购-2026-123"),
        ("payment-independent/1", Subject::Contract, "【2026】郑建施#7"),
        ("payment-accessory/1", Subject::Contract, "GF_2017.0201"),
        ("advance-payment-independent/1", Subject::Contract, "HT(2026)001"),
        ("wages/1", Subject::Project, "2019-410103-48-03-012345"),
        ("performance-independent/2", Subject::Contract, "HNZB-2026-0012/01"),
        ("payment-accessory/2", Subject::Contract, "GF_2017.0201"),
        ("advance-payment-accessory/2", Subject::Contract, "HT(2026)001"),
        ("warranty-independent/1", Subject::Contract, "HT-2025-9"),
        ("wages/2", Subject::Project, "2019-410103-48-03-012345"),
    ] {
        let wording = wordings().get(id).unwrap();
        assert_eq!(wording.metadata.subjects, [subject], "{id}");
        let mut letter = letter_in(id, "会展路综合管廊", true);
        letter.terms.subject = subject;
        letter.terms.lot_number = Some(number.into());
        let letter = text(&letter.sheet(wording).unwrap());
        let mut agreement = agreement(true);
        agreement.terms.subject = subject;
        agreement.terms.lot_name = Some("会展路综合管廊".into());
        agreement.terms.lot_number = Some(number.into());
        let agreement = text(&agreement.sheet(wordings().newest("agreement", subject).unwrap()).unwrap());
        for text in [letter, agreement] {
            let called = text.contains(subject.words().number) && text.contains(number);
            assert!(called && !text.contains("标段"), "{id}: {text}");
        }
    }
    assert_eq!(wordings().newest("agreement", Subject::Lot).unwrap().id, "agreement/1", "what lots' agreements say stays");
}

#[test]
fn english_stands_beside_when_it_is_wanted_and_only_then() {
    let mut letter = letter_in(BID, LOT, true);
    let wording = wordings().get(BID).unwrap();
    assert!(!text(&letter.sheet(wording).unwrap()).contains("TenderGuarantee"));
    letter.terms.english = true;
    assert!(text(&letter.sheet(wording).unwrap()).contains("TenderGuarantee"));
}

#[test]
fn a_sealed_letter_prints_its_commitment_and_not_the_lot() {
    let mut letter = letter_in(BID, LOT, true);
    letter.terms.lot_name = None;
    letter.terms.lot_number = None;
    letter.terms.beneficiary = None;
    letter.commitment = Some("cd".repeat(32));
    let sheet = letter.sheet(wordings().get(BID).unwrap()).unwrap();
    let text = text(&sheet);
    assert!(text.contains("开标前加密") && text.contains(&"cd".repeat(32)) && !text.contains(LOT), "{text}");
    // It is all on the paper, and none of it on the code beside it: 25 mm of margin, 25 mm of code, 72 points an inch.
    let places = check("pdftotext", &["-bbox", "FILE", "-"], &typeset(&sheet).unwrap().pdf);
    let ends = places
        .lines()
        .filter(|line| line.contains("cdcd"))
        .map(|line| line.split("xMax=\"").nth(1).and_then(|rest| rest.split('"').next()).and_then(|x| x.parse::<f64>().ok()).unwrap());
    let code = 595.5 - 50.0 / 25.4 * 72.0;
    assert!(ends.clone().count() == 8 && ends.fold(0.0, f64::max) < code, "{places}");
}

fn party(name: &str, code: &str) -> Party {
    let organisation = domain::id::OrganisationId::new(now(), &[2; domain::id::RANDOM_BYTES]);
    Party { organisation, name: name.parse().unwrap(), uscc: Uscc::complete(code).unwrap() }
}

#[test]
fn every_other_document_can_be_set() {
    let yuan = |text: &str| Cny::parse_yuan(text).unwrap();
    let guarantor = party("江海财产保险股份有限公司", "91310000MA1FL5G67");
    let applicant = party("天山北麓建设工程有限公司", "91650100MA7ABCD12");
    let about = || About {
        guarantor: guarantor.clone(),
        applicant: applicant.clone(),
        beneficiary: "省交通建设投资集团有限公司".into(),
        number: "BH430000000000000007".into(),
        kind: GuaranteeKind::Bid,
        amount: yuan("30000"),
    };
    let wording = |id: &str| wordings().get(id).unwrap();
    let day = now().date();
    let receipt = Receipt {
        guarantor: guarantor.clone(),
        applicant: applicant.clone(),
        order_number: "D1".into(),
        fee: yuan("600"),
        paid_on: day,
        payer_account: "6217".into(),
    };
    let decision = ClaimDecision {
        about: about(),
        decided_on: day,
        demanded_on: day,
        demanded: yuan("20000"),
        decision: "单据相符，同意付款。".into(),
        reason: "投标人中标后无正当理由不订立合同。".into(),
        payable: yuan("20000"),
        remaining: yuan("10000"),
    };
    let notice = Notice { guarantor: guarantor.clone(), verify_at: "https://baohan.example/verify".into(), dated: day };
    let form = ApplicationForm { agreement: agreement(false), representative: Some(("林知夏".into(), "13800000000".into())) };
    let template = |rows| Template { centre: "省交易中心".into(), site_title: "保函系统".into(), rows, dated: day };
    for (sheet, says) in [
        (template(AUTHORISATION_ROWS).sheet(wording("onboarding-authorisation/1")), "经办人姓名"),
        (template(APPLICATION_ROWS).sheet(wording("onboarding-application/1")), "净资产"),
        (agreement(true).sheet(wording("agreement/1")), "追偿"),
        (form.sheet(wording("application-form/1")), "经办人"),
        (notice.sheet(wording("notice/1")), "见索即付"),
        (receipt.sheet(wording("receipt/1")), "人民币陆佰元整"),
        (Surrender { about: about(), effective_on: day, refund: yuan("600") }.sheet(wording("surrender/1")), "退保"),
        (Release { about: about(), effective_on: day, reason: "有效期届满。".into() }.sheet(wording("release/1")), "责任解除"),
        (decision.sheet(wording("claim-decision/1")), "同意付款"),
    ] {
        let sheet = sheet.unwrap();
        let text = text(&sheet);
        assert!(text.contains(says), "{}: {text}", sheet.title);
    }
}

#[test]
fn a_wording_is_offered_from_its_first_day_to_the_institutions_it_is_for() {
    use domain::institution::InstitutionKind::{GuaranteeCompany, Insurer};
    let wording = wordings().get(BID).unwrap();
    let first = wording.metadata.effective_from;
    assert!(wording.is_offered("650000", Insurer, first));
    assert!(!wording.is_offered("650000", Insurer, first.yesterday().unwrap()));
    let mut narrow = wording.clone();
    narrow.metadata.sites = vec!["430000".into()];
    narrow.metadata.forms = vec![Insurer];
    narrow.metadata.effective_until = Some(first);
    assert!(narrow.is_offered("430000", Insurer, first) && !narrow.is_offered("650000", Insurer, first));
    assert!(!narrow.is_offered("430000", GuaranteeCompany, first));
    assert!(!narrow.is_offered("430000", Insurer, first.tomorrow().unwrap()));
}

#[test]
fn a_wording_that_was_used_is_not_edited() {
    let digests: String = wordings().iter().map(|wording| format!("{}  {}\n", wording.digest, wording.id)).collect();
    let path = root().join("docs/reference/wordings.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &digests).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    for line in known.lines() {
        assert!(digests.contains(line), "{line} was edited or removed: make a new version instead");
    }
    assert_eq!(known, digests, "a wording is not listed: UPDATE_EXPECT=1 lists it");
    assert_ne!(terms(LOT, BID).wording_digest, "");
}

/// A letter says what was stated of the contract, in each field that its wording has for it; what there is nothing of is a stroke.
#[test]
fn a_letter_says_what_it_secures() {
    for (id, fields) in [
        ("performance-independent/2", &["contract_price", "completes_on"][..]),
        ("payment-independent/2", &["contract_price", "signed_on", "settled_by"]),
        ("advance-payment-independent/2", &["contract_price", "signed_on", "advance", "recovered_by"]),
        ("warranty-accessory/1", &["settlement", "accepted_on", "liability_months", "liability_ends"]),
        ("wages/2", &["contract_number", "contract_price", "permit", "wages_bank", "wages_account", "completes_on"]),
    ] {
        let mut letter = letter_in(id, "会展路综合管廊", true);
        let blank = text(&letter.sheet(wordings().get(id).unwrap()).unwrap());
        assert!(blank.contains('／'), "{id}: {blank}");
        letter.terms.underlying = domain::underlying::FACTS.into_iter().map(|code| (code, format!("“{code}”"))).collect();
        let said = text(&letter.sheet(wordings().get(id).unwrap()).unwrap());
        let missing: Vec<&&str> = fields.iter().filter(|code| !said.contains(&format!("“{code}”"))).collect();
        assert!(missing.is_empty() && !said.contains('／'), "{id} lacks {missing:?}: {said}");
    }
}
