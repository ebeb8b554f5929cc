//! What a run says: applications that are nobody's. The same bytes whenever a step is taken again, because a key stands for one body.

use super::scenario::DECLINED;
use crate::error::AppError;
use crate::message::trial::{CREDIT_PAPER, MAIN, PAPERS, company, instruction};
use domain::conformance::ConformanceRun;
use domain::number::{CheckCode, GuaranteeNumber};
use domain::product::PaymentStyle;
use domain::time::Timestamp;
use gm::digest::sm3_hex;
use protocol::message as wire;
use serde::Serialize;
use serde_json::Value;

/// What the invented application is about.
pub(super) const AMOUNT: &str = "800000.00";
/// Its fee.
pub(super) const FEE: &str = "2400.00";
/// A site that is none.
const SITE: &str = "000000";
/// How long its fee may be paid, and how long the guarantee is valid.
const VALID: i64 = 90 * 24 * Timestamp::HOUR;

/// The last day of the application's guarantee.
pub(super) fn expiry(run: &ConformanceRun) -> String {
    run.started_at.plus(VALID).date().to_string()
}

/// The digest of the application's terms.
pub(super) fn terms(run: &ConformanceRun, n: u8) -> String {
    sm3_hex(run.application(n).as_bytes())
}

/// Where the invented accounts are.
const BANK: &str = "接口测试银行";

/// The papers of the instruction of this topic.
fn materials(topic: &str) -> Vec<wire::Material> {
    PAPERS.into_iter().filter(|(of, _)| *of == topic).map(|(_, name)| material(name)).collect()
}

/// A paper: its bytes are its name.
fn material(name: &str) -> wire::Material {
    let size = u64::try_from(name.len()).unwrap_or(u64::MAX);
    wire::Material { name: name.to_owned(), digest: sm3_hex(name.as_bytes()), size }
}

fn applicant() -> wire::Organisation {
    company("").company
}

fn application(run: &ConformanceRun, n: u8, style: PaymentStyle, origin: &str) -> wire::ApplicationOrder {
    let at = |hours: i64| run.started_at.plus(hours * Timestamp::HOUR).to_seconds();
    wire::ApplicationOrder {
        order_number: run.application(n),
        site: SITE.into(),
        kind: "bid".into(),
        applicant: applicant(),
        representative_name: "测试经办".into(),
        representative_mobile: "13900000000".into(),
        lot: Some(wire::LotFacts {
            subject: None,
            lot_number: format!("TEST-{}", run.number),
            lot_name: "接口一致性测试标段（不产生担保责任）".into(),
            beneficiary: wire::Organisation { name: "接口测试招标人".into(), uscc: String::new() },
            entered_by_applicant: false,
        }),
        lot_commitment: None,
        platform_number: SITE.parse().ok().map(|site| GuaranteeNumber::new(site, u64::from(n)).to_string()),
        check_code: Some(CheckCode::new(u128::from(n)).to_string()),
        amount: AMOUNT.into(),
        fee: FEE.into(),
        opens_at: at(240),
        expiry: expiry(run),
        wording: "bid-independent/1".into(),
        terms_digest: terms(run, n),
        pay_until: at(24),
        payment: style.code().into(),
        payment_reference: (style == PaymentStyle::Transfer).then(|| "KHTEST00".to_owned()),
        return_url: format!("{origin}/workbench/conformance"),
        submitted_at: at(0),
    }
}

fn value(message: impl Serialize) -> Result<Value, AppError> {
    serde_json::to_value(message).map_err(|error| AppError::Bug(error.to_string()))
}

/// The message of this topic about the run's application `n`; `guarantee` is the number of its letter, once it is issued.
pub(super) fn payload(
    run: &ConformanceRun,
    topic: &str,
    n: u8,
    style: PaymentStyle,
    guarantee: &str,
    origin: &str,
) -> Result<Value, AppError> {
    let (order_number, instruction_id) = (run.application(n), instruction(run, topic).to_string());
    let (guarantee_number, requested_at) = (guarantee.to_owned(), run.started_at.to_seconds());
    let status = |status| wire::StatusChange { order_number: run.application(n), status, at: run.started_at.to_seconds() };
    match topic {
        "application.order" => value(application(run, n, style, origin)),
        "application.status" if n == MAIN => value(status(wire::Status::Issued)),
        "application.status" if n == DECLINED => value(status(wire::Status::Declined)),
        "application.status" => value(status(wire::Status::Withdrawn)),
        "application.opening_change" => value(wire::ApplicationOpeningChange {
            order_number,
            opens_at: run.started_at.plus(264 * Timestamp::HOUR).to_seconds(),
            pay_until: Some(run.started_at.plus(24 * Timestamp::HOUR).to_seconds()),
            at: requested_at,
        }),
        "payment.notice" => value(wire::PaymentNotice {
            order_number,
            amount: FEE.into(),
            payee_account: run.account.clone(),
            payer_name: applicant().name,
            payer_account: "1100000000000000".into(),
            transaction_id: format!("TEST{}", run.number),
            paid_at: requested_at,
        }),
        "surrender.order" => {
            let (reason, explanation) = ("接口测试".into(), Some("接口测试：不再投标".into()));
            let number = "1100000000000000".into();
            let refund_account = Some(wire::Account { number, name: applicant().name, bank: BANK.into() });
            value(wire::SurrenderOrder {
                instruction_id,
                order_number,
                guarantee_number,
                reason,
                explanation,
                refund_account,
                requested_at,
            })
        }
        "extension.order" => {
            let new_expiry = run.started_at.plus(VALID + 720 * Timestamp::HOUR).date().to_string();
            let (reason, materials) = ("接口测试：开标时间变更".into(), materials(topic));
            value(wire::ExtensionOrder { instruction_id, order_number, guarantee_number, new_expiry, reason, materials, requested_at })
        }
        "claim.order" => value(wire::ClaimOrder {
            instruction_id,
            order_number,
            guarantee_number,
            amount: AMOUNT.into(),
            reason: "接口测试：中标后不订立合同".into(),
            payee_account: "1100000000000001".into(),
            payee_name: "接口测试招标人".into(),
            payee_bank: Some(BANK.into()),
            contact_name: Some("测试联系人".into()),
            contact_phone: Some("010-60000000".into()),
            materials: materials(topic),
            signature: None,
            requested_at,
        }),
        "credit.order" => value(wire::CreditOrder {
            credit_id: order_number,
            round: 1,
            site: SITE.into(),
            applicant: applicant(),
            amount: AMOUNT.into(),
            kinds: vec!["bid".into(), "performance".into()],
            purpose: "接口测试：年内拟投标的项目".into(),
            materials: vec![material(CREDIT_PAPER)],
            submitted_at: requested_at,
        }),
        "release.order" => {
            let (reason, materials) = ("接口测试：合同已订立".into(), materials(topic));
            value(wire::ReleaseOrder { instruction_id, order_number, guarantee_number, reason, materials, requested_at })
        }
        "invoice.request" => value(wire::InvoiceRequest {
            instruction_id,
            order_number,
            kind: wire::InvoiceKind::Special,
            medium: Some(wire::InvoiceMedium::Electronic),
            buyer: applicant(),
            company_address: Some("接口测试路 1 号".into()),
            company_phone: Some("010-60000001".into()),
            bank: Some(BANK.into()),
            bank_account: Some("1100000000000000".into()),
            amount: FEE.into(),
            email: "test@example.com".into(),
            contact_phone: Some("13900000000".into()),
            requested_at,
        }),
        other => Err(AppError::Bug(format!("a run does not send {other}"))),
    }
}
