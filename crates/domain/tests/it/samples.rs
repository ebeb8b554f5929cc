//! Canonical samples: one lot, one product, one application in every state.

use domain::Refusal;
use domain::application::{Application, ApplicationEvent, BriefingConsent, BriefingText, Decliner, SignedAgreement, draft};
use domain::bank_line::{BankLine, BankLineEvent, BankLineFacts};
use domain::document::StoredFile;
use domain::id::*;
use domain::institution::{Institution, InstitutionKind};
use domain::lot::{KnownLot, Lot, LotOrigin, TenderedLot, Tenderee};
use domain::money::{Cny, Ppm};
use domain::number::{ApplicationNumber, PaymentReference};
use domain::onboarding::Presence;
use domain::party::{BankAccount, Party, Representative, Uscc};
use domain::payment::{Payment, PaymentState, Settlement};
use domain::product::{FeeRule, GuaranteeKind, IssuingTime, PaymentStyle, Product, ProductStatus, ProductTerms};
use domain::site::SiteRules;
use domain::time::{Timestamp, WorkCalendar, YearTable};

pub(crate) fn now() -> Timestamp {
    Timestamp::parse_civil("2026-11-21 10:00").unwrap()
}

pub(crate) fn yuan(text: &str) -> Cny {
    Cny::parse_yuan(text).unwrap()
}

const R: [u8; RANDOM_BYTES] = [7; RANDOM_BYTES];

pub(crate) fn rules() -> SiteRules {
    SiteRules {
        code: "430000".parse().unwrap(),
        payment_minutes: 30,
        days_after_validity: 28,
        default_valid_days: 90,
        security_cap: Ppm::new(20_000).unwrap(),
        two_persons: true,
        section_numbers: true,
        requires_credit: false,
        grants_credit: false,
        invoice_after: domain::site::InvoiceAfter::Issue,
        proves_mobile: false,
        entered_lots: domain::site::EnteredLots::Taken,
    }
}

pub(crate) fn calendar() -> WorkCalendar {
    let mut calendar = WorkCalendar::default();
    calendar.insert(2026, YearTable::default()).unwrap();
    calendar
}

pub(crate) fn lot() -> Lot {
    Lot {
        id: LotId::new(now(), &R),
        site: rules().code,
        subject: domain::lot::Subject::Lot,
        trade: domain::lot::Trade::Other,
        number: "E4300003901006053003001".parse().unwrap(),
        name: "滨江大道快速化改造工程施工一标段".into(),
        tenderee: Tenderee {
            name: "省交通建设投资集团有限公司".parse().unwrap(), uscc: Uscc::complete("91430000123456789").ok()
        },
        agency: None,
        bid_security: yuan("30000"),
        estimate: Some(yuan("5000000")),
        opens_at: Timestamp::parse_civil("2026-12-01 09:00").unwrap(),
        valid_days: Some(90),
        origin: LotOrigin::Feed,
        progress: domain::lot::LotProgress::Announced,
        opened_at: None,
        reported_at: None,
        opening_announced_at: None,
        validity_announced_at: None,
        candidates: Vec::new(),
        candidates_announced_at: None,
        won_by: None,
        evidence: domain::lot::Evidence::default(),
        confirmation: domain::lot::Confirmation::Unasked,
    }
}

/// The lot of every sample, as it is known now.
pub(crate) fn known() -> KnownLot {
    known_as(&lot())
}

/// The same, as it is now known instead.
pub(crate) fn known_as(lot: &Lot) -> KnownLot {
    TenderedLot::open(&self::lot()).known(Some(lot))
}

pub(crate) fn institution() -> Institution {
    Institution {
        id: InstitutionId::new(now(), &R),
        organisation: OrganisationId::new(now(), &R),
        uscc: Uscc::complete("91430000987654321").unwrap(),
        name: "江海财产保险股份有限公司".parse().unwrap(),
        short_name: "江海财险".into(),
        kind: InstitutionKind::Insurer,
        account: BankAccount {
            number: "6222000011112222".into(), holder: "江海财产保险股份有限公司".into(), bank: "长川银行".into()
        },
        introduction: "经营财产保险与保证保险业务".into(),
        logo: None,
        connection: domain::institution::Connection::Hosted,
        interface: domain::institution::InterfaceVersion::default(),
        licences: Vec::new(),
        limits: domain::institution::Limits::default(),
        closed_days: std::collections::BTreeSet::new(),
    }
}

pub(crate) fn terms() -> ProductTerms {
    ProductTerms {
        fee: FeeRule { rate: Ppm::new(7_000).unwrap(), minimum: yuan("600"), maximum: None },
        amount_min: yuan("1000"),
        amount_max: yuan("5000000"),
        term_days_max: None,
        issuing: IssuingTime::RealTime,
        automatic: true,
        takes_sealed: true,
        requires_credit: false,
        payment: PaymentStyle::Transfer,
        wording: "bid-independent/1".into(),
        other_wordings: Vec::new(),
        from: None,
        until: None,
    }
}

pub(crate) fn product() -> Product {
    Product {
        id: ProductId::new(now(), &R),
        institution: institution().id,
        site: rules().code,
        kind: GuaranteeKind::Bid,
        terms: terms(),
        status: ProductStatus::Live,
        version: 1,
    }
}

pub(crate) fn applicant() -> Party {
    Party {
        organisation: OrganisationId::new(now(), &R),
        name: "中建新城建设有限公司".parse().unwrap(),
        uscc: Uscc::complete("91430100111111111").unwrap(),
    }
}

pub(crate) fn representative() -> Representative {
    Representative {
        name: "经办人甲".parse().unwrap(), mobile: "13800138000".parse().unwrap(), email: "a@example.com".parse().unwrap()
    }
}

pub(crate) fn drafted(lot: &Lot, product: &Product) -> ApplicationEvent {
    let institution = institution();
    let command = draft::Draft {
        id: ApplicationId::new(now(), &R),
        number: ApplicationNumber::new(rules().code, 42),
        applicant: applicant(),
        lot,
        product,
        wording: product.terms.wording.clone(),
        institution: &institution,
        presence: &Presence::Live,
    };
    draft::draft(command, now(), &rules(), &calendar()).unwrap()
}

pub(crate) fn payment_id() -> PaymentId {
    PaymentId::new(now(), &R)
}

/// An application after the events, with the facts that led to it.
pub(crate) fn after(events: &[ApplicationEvent]) -> Application {
    let mut application = Application::born(&drafted(&lot(), &product())).unwrap();
    for event in events {
        application.apply(event);
    }
    application
}

pub(crate) fn described() -> ApplicationEvent {
    ApplicationEvent::Described { representative: representative(), english: false, wording: None, by: "preparer".into() }
}

/// The text that is agreed to.
pub(crate) fn notice() -> BriefingText {
    BriefingText { document: "notice".into(), version: "1".into(), digest: "n1".into() }
}

pub(crate) fn agreed() -> ApplicationEvent {
    let BriefingText { document, version, digest } = notice();
    let consent = BriefingConsent { document, version, digest, opened_at: now(), agreed_at: now(), by: "preparer".into() };
    ApplicationEvent::Agreed { consent: Box::new(consent), proved: None }
}

pub(crate) fn agreement() -> SignedAgreement {
    SignedAgreement { prepared_at: now(), signature: StoredFile { file: FileId::new(now(), &R), digest: "00".into(), size: 1 } }
}

pub(crate) fn submitted() -> ApplicationEvent {
    ApplicationEvent::Submitted {
        payment: payment_id(),
        until: now().plus(30 * Timestamp::MINUTE),
        terms_digest: "00".into(),
        agreement: agreement(),
        numbered: None,
        certificate: String::new(),
    }
}

pub(crate) fn settled(automatic: bool) -> ApplicationEvent {
    ApplicationEvent::Settled { by: Settlement::Line(line_id()), automatic }
}

pub(crate) fn line_id() -> BankLineId {
    BankLineId::new(now(), &R)
}

/// One application in each state a person can tell apart, with its name.
pub(crate) fn endorsed() -> ApplicationEvent {
    ApplicationEvent::Endorsed { by: "maker".into() }
}

fn closed() -> ApplicationEvent {
    ApplicationEvent::Declined { reason: "标段已流标".into(), by: Decliner::Rule }
}

pub(crate) fn every_state() -> Vec<(&'static str, Application)> {
    let guarantee = GuaranteeId::new(now(), &R);
    vec![
        ("draft, not described", after(&[])),
        ("draft, described", after(&[described()])),
        ("draft, agreed", after(&[described(), agreed()])),
        ("awaiting_payment", after(&[described(), submitted()])),
        ("under_review", after(&[described(), submitted(), settled(false)])),
        ("under_review, endorsed", after(&[described(), submitted(), settled(false), endorsed()])),
        ("issuing", after(&[described(), submitted(), settled(true)])),
        ("issued", after(&[described(), submitted(), settled(true), ApplicationEvent::Issued { guarantee }])),
        ("withdrawn, unsubmitted", after(&[ApplicationEvent::Withdrawn])),
        ("withdrawn", after(&[described(), submitted(), ApplicationEvent::Withdrawn])),
        ("lapsed", after(&[described(), submitted(), ApplicationEvent::Lapsed])),
        (
            "declined",
            after(&[
                described(),
                submitted(),
                settled(false),
                ApplicationEvent::Declined { reason: "资料不符".into(), by: Decliner::Staff },
            ]),
        ),
        ("closed, a draft", after(&[described(), closed()])),
        ("closed", after(&[described(), submitted(), settled(false), closed()])),
    ]
}

pub(crate) fn payment() -> Payment {
    let institution = institution();
    Payment {
        id: payment_id(),
        application: ApplicationId::new(now(), &R),
        institution: institution.id,
        payee: institution.account,
        amount: yuan("600"),
        style: PaymentStyle::Transfer,
        reference: PaymentReference::new(1),
        state: PaymentState::Due { until: now().plus(30 * Timestamp::MINUTE) },
        version: 1,
    }
}

/// The line held against a payment and its order, at an institution that is live.
pub(crate) fn held(line: &BankLine, payment: Option<&Payment>, application: &Application, at: Timestamp) -> Result<BankLineEvent, Refusal> {
    let (lot, presence) = (known(), Presence::Live);
    let owed = payment.map(|payment| domain::bank_line::Owed { payment, application, lot: &lot, presence: &presence, credit: true });
    domain::bank_line::match_line(line, owed.as_ref(), at)
}

pub(crate) fn line() -> BankLine {
    let facts = BankLineFacts {
        id: line_id(),
        bank_reference: "B1".into(),
        account: institution().account.number,
        institution: Some(institution().id),
        amount: yuan("600"),
        payer_name: applicant().name.to_string(),
        payer_account: "6217".into(),
        remark: PaymentReference::new(1).to_string(),
        booked_at: now(),
        received_at: now().plus(Timestamp::MINUTE),
        source: domain::bank_line::LineSource::Bank,
        contradicts: None,
        day_only: false,
        statement: None,
        balance: None,
    };
    BankLine::born(&BankLineEvent::Received { facts: Box::new(facts) }).unwrap()
}
