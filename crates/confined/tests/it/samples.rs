//! A letter and an agreement with invented parties, and the typesetter.

use documents::paper::{Agreement, Letter, Numbering};
use documents::typesetting::{Pages, Sheet, TypesetError, Typesetter};
use documents::wording::Wordings;
use domain::guarantee::LetterTerms;
use domain::id::{OrganisationId, RANDOM_BYTES};
use domain::institution::InstitutionKind;
use domain::money::Cny;
use domain::number::{CheckCode, GuaranteeNumber};
use domain::party::{Party, Uscc};
use domain::product::GuaranteeKind;
use domain::time::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub(crate) const LOT: &str = "滨江大道快速化改造工程施工一标段";

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn wordings() -> &'static Wordings {
    static WORDINGS: OnceLock<Wordings> = OnceLock::new();
    WORDINGS.get_or_init(|| Wordings::open(&root().join("wordings")).unwrap())
}

pub(crate) fn typeset(sheet: &Sheet) -> Result<Pages, TypesetError> {
    static TYPESETTER: OnceLock<Typesetter> = OnceLock::new();
    let program = Path::new(env!("CARGO_BIN_EXE_kaihan-typesetter"));
    TYPESETTER.get_or_init(|| Typesetter::new(program, &root().join(".kaihan/fonts"))).typeset(sheet).map(|pages| (*pages).clone())
}

pub(crate) fn now() -> Timestamp {
    Timestamp::parse_civil("2026-11-21 10:00").unwrap()
}

pub(crate) fn guarantor() -> (&'static str, Uscc) {
    ("江海财产保险股份有限公司", Uscc::complete("91310000MA1FL5G67").unwrap())
}

pub(crate) fn applicant() -> (&'static str, Uscc) {
    ("天山北麓建设工程有限公司", Uscc::complete("91650100MA7ABCD12").unwrap())
}

pub(crate) fn terms(lot_name: &str, wording: &str) -> LetterTerms {
    LetterTerms {
        kind: GuaranteeKind::Bid,
        wording: wording.into(),
        wording_digest: wordings().get(wording).unwrap().digest.clone(),
        english: false,
        applicant: Party {
            organisation: OrganisationId::new(now(), &[1; RANDOM_BYTES]),
            name: applicant().0.parse().unwrap(),
            uscc: applicant().1,
        },
        guarantor: guarantor().0.into(),
        guarantor_uscc: guarantor().1.to_string(),
        form: InstitutionKind::Insurer,
        beneficiary: Some("省交通建设投资集团有限公司".into()),
        subject: domain::lot::Subject::Lot,
        lot_number: Some("E4300003901006053003001".into()),
        lot_name: Some(lot_name.into()),
        opens_at: Timestamp::parse_civil("2026-12-01 09:00").unwrap(),
        amount: Cny::parse_yuan("30000").unwrap(),
        expiry: Timestamp::parse_civil("2027-03-01 00:00").unwrap().date(),
        underlying: std::collections::BTreeMap::new(),
    }
}

pub(crate) fn numbering() -> Numbering {
    Numbering { number: GuaranteeNumber::new("430000".parse().unwrap(), 7), check_code: CheckCode::new(1 << 70), issued_on: now().date() }
}

pub(crate) fn letter_in(wording: &str, lot_name: &str, numbered: bool) -> Letter {
    Letter {
        terms: terms(lot_name, wording),
        terms_digest: "ab".repeat(32),
        numbering: numbered.then(numbering),
        commitment: None,
        verify_at: "https://baohan.example/verify".into(),
    }
}

pub(crate) const BID: &str = "bid-independent/1";

pub(crate) fn letter(lot_name: &str, numbered: bool) -> Result<Pages, TypesetError> {
    let letter = letter_in(BID, lot_name, numbered);
    typeset(&letter.sheet(wordings().get(BID).unwrap()).unwrap())
}

pub(crate) fn agreement(signed: bool) -> Agreement {
    Agreement {
        terms: terms(LOT, BID),
        terms_digest: "ab".repeat(32),
        order_number: "D2026112100000001".into(),
        fee: Cny::parse_yuan("600").unwrap(),
        dated: now().date(),
        signed,
        verify_at: "https://baohan.example/verify".into(),
    }
}
