//! Which interface is which of our messages, and their fields. Names and codes are those of the original where it is known.

use super::field::{Field, Shape, field};
use Shape::{Amount, Codes, Count, Each, Flag, List, Object, Presence, Text};

/// An interface.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// Its name: the last part of its address.
    pub name: &'static str,
    /// The topic of our message, or of our query.
    pub topic: &'static str,
    /// The message's fields.
    pub fields: &'static [Field],
}

/// What `data` of an answer says: 1 for taken, 0 for refused.
pub const STATUS: &str = "status";
/// Why it is refused.
pub const REASON: &str = "ackMsg";
/// The receiver's number.
pub const RECEIPT: &str = "receipt_no";
/// When the message was first taken.
pub const RECEIVED: &str = "receive_time";
/// The interface, in the `data` of every request.
pub const INTERFACE: &str = "interface";
/// The sender's idempotency key, in the `data` of every message.
pub const SERIAL: &str = "serial_no";

const KINDS: Shape =
    Codes(&[("bid", "01"), ("performance", "03"), ("advance_payment", "04"), ("payment", "05"), ("wages", "06"), ("warranty", "07")]);
const OUTCOMES: Shape = Codes(&[("done", "1"), ("refused", "0")]);
const FORMATS: Shape = Codes(&[("pdf", "PDF"), ("ofd", "OFD"), ("xml", "XML")]);

const ORDER_NO: Field = field("order_number", "order_no", Text);
const GUARANTEE_NO: Field = field("guarantee_number", "guarantee_no", Text);
const INSTRUCTION: Field = field("instruction_id", "apply_no", Text);
const APPLIED: Field = field("requested_at", "apply_time", Text);
const REMARK: Field = field("reason", "remark", Text);
const AUDITED: Field = field("decided_at", "audit_time", Text);

const APPLICATION: &[Field] = &[
    ORDER_NO,
    field("site", "region", Text),
    field("kind", "biz_kind", KINDS),
    field("lot", "guarantee_type", Presence),
    field("applicant.name", "principal", Text),
    field("applicant.uscc", "principal_scc", Text),
    field("representative_name", "contact", Text),
    field("representative_mobile", "contact_phone", Text),
    field("lot.lot_number", "section_no", Text),
    field("lot.lot_name", "section_name", Text),
    field("lot.beneficiary.name", "creditor", Text),
    field("lot.beneficiary.uscc", "creditor_scc", Text),
    field("lot.entered_by_applicant", "self_entered", Flag),
    field("lot_commitment", "section_hash", Text),
    field("platform_number", "platform_guarantee_no", Text),
    field("check_code", "check_code", Text),
    field("amount", "guarantee_amount", Amount),
    field("fee", "premium", Amount),
    field("opens_at", "bid_open_time", Text),
    field("expiry", "end_date", Text),
    field("wording", "template_id", Text),
    field("terms_digest", "terms_hash", Text),
    field("pay_until", "pay_deadline", Text),
    field("payment", "pay_type", Codes(&[("cashier", "1"), ("transfer", "2")])),
    field("payment_reference", "pay_remark", Text),
    field("return_url", "back_url", Text),
    field("submitted_at", "apply_time", Text),
];

const PAYMENT: &[Field] = &[
    ORDER_NO,
    field("amount", "pay_amount", Amount),
    field("payee_account", "payee_account_no", Text),
    field("payer_name", "payer_account_name", Text),
    field("payer_account", "payer_account_no", Text),
    field("transaction_id", "bank_serial_no", Text),
    field("paid_at", "pay_time", Text),
];

const FILE: &[Field] = &[field("format", "file_type", FORMATS), field("digest", "file_sm3", Text), field("size", "file_size", Count)];

const MATERIAL: &[Field] = &[field("name", "file_name", Text), field("digest", "file_sm3", Text), field("size", "file_size", Count)];
const MATERIALS: Field = field("materials", "file_list", Each(MATERIAL));

const ISSUED: &[Field] = &[
    ORDER_NO,
    GUARANTEE_NO,
    field("amount", "guarantee_amount", Amount),
    field("effective", "start_date", Text),
    field("expiry", "end_date", Text),
    field("terms_digest", "terms_hash", Text),
    field("issued_at", "issue_time", Text),
    field("files", "file_list", Each(FILE)),
];

const QUERY: &[Field] = &[ORDER_NO];

/// How an order stands: the answer to a query.
pub const REPORT: &[Field] = &[
    ORDER_NO,
    field(
        "state",
        "order_status",
        Codes(&[
            ("unknown", "00"),
            ("received", "10"),
            ("accepted", "20"),
            ("refused", "21"),
            ("paid", "30"),
            ("issued", "40"),
            ("closed", "90"),
        ]),
    ),
    field("paid", "pay_info", Object(PAYMENT)),
    field("guarantee", "issue_info", Object(ISSUED)),
];

/// What is said of a pushed file beside its bytes.
pub const FILE_PUSH: &[Field] = &[
    ORDER_NO,
    field("kind", "file_kind", Codes(&[("letter", "1"), ("invoice", "2"), ("cipher_letter", "3"), ("red_invoice", "4")])),
    field("format", "file_type", FORMATS),
    field("digest", "file_sm3", Text),
];

const CREDIT_NO: Field = field("credit_id", "credit_no", Text);

const KIND_LIMIT: &[Field] = &[field("kind", "biz_kind", KINDS), field("limit", "kind_amount", Amount)];

/// What is granted.
const CREDIT_TERMS: &[Field] = &[
    field("limit", "credit_amount", Amount),
    field("from", "start_date", Text),
    field("until", "end_date", Text),
    field("kinds", "biz_kind_list", List(&KINDS)),
    field("per_kind", "kind_amount_list", Each(KIND_LIMIT)),
    field("rate", "credit_rate", Text),
];

/// Interfaces of an institution's system.
pub const TO_INSTITUTION: &[Interface] = &[
    Interface { name: "DlgOrderApply", topic: "application.order", fields: APPLICATION },
    Interface {
        name: "DlgOrderStUpdate",
        topic: "application.status",
        fields: &[
            ORDER_NO,
            field("status", "order_status", Codes(&[("issued", "40"), ("withdrawn", "91"), ("lapsed", "92"), ("declined", "93")])),
            field("at", "update_time", Text),
        ],
    },
    Interface {
        name: "DlgOpenTimeUpdate",
        topic: "application.opening_change",
        fields: &[
            ORDER_NO,
            field("opens_at", "bid_open_time", Text),
            field("pay_until", "pay_deadline", Text),
            field("at", "update_time", Text),
        ],
    },
    Interface { name: "DlgPayNotice", topic: "payment.notice", fields: PAYMENT },
    Interface {
        name: "DlgSurrenderApply",
        topic: "surrender.order",
        fields: &[
            INSTRUCTION,
            ORDER_NO,
            GUARANTEE_NO,
            field("reason", "surrender_reason", Text),
            field("explanation", "surrender_desc", Text),
            field("refund_account.number", "refund_account_no", Text),
            field("refund_account.name", "refund_account_name", Text),
            field("refund_account.bank", "refund_bank_name", Text),
            APPLIED,
        ],
    },
    Interface {
        name: "DlgExtendApply",
        topic: "extension.order",
        fields: &[
            INSTRUCTION,
            ORDER_NO,
            GUARANTEE_NO,
            field("new_expiry", "end_date", Text),
            field("reason", "extend_reason", Text),
            MATERIALS,
            APPLIED,
        ],
    },
    Interface {
        name: "DlgClaimApply",
        topic: "claim.order",
        fields: &[
            INSTRUCTION,
            ORDER_NO,
            GUARANTEE_NO,
            field("amount", "claim_amount", Amount),
            field("reason", "claim_reason", Text),
            field("payee_account", "creditor_account_no", Text),
            field("payee_name", "creditor_account_name", Text),
            field("payee_bank", "creditor_bank_name", Text),
            field("contact_name", "contact", Text),
            field("contact_phone", "contact_phone", Text),
            MATERIALS,
            field("signature.certificate", "sign_cert", Text),
            field("signature.signature", "sign_value", Text),
            field("signature.signed_at", "sign_time", Text),
            APPLIED,
        ],
    },
    Interface {
        name: "DlgReleaseNotice",
        topic: "release.order",
        fields: &[INSTRUCTION, ORDER_NO, GUARANTEE_NO, field("reason", "release_reason", Text), MATERIALS, APPLIED],
    },
    Interface {
        name: "DlgInvoiceApply",
        topic: "invoice.request",
        fields: &[
            INSTRUCTION,
            ORDER_NO,
            field("kind", "invoice_type", Codes(&[("ordinary", "1"), ("special", "2")])),
            field("medium", "invoice_medium", Codes(&[("electronic", "1"), ("paper", "2")])),
            field("buyer.name", "buyer_name", Text),
            field("buyer.uscc", "taxpayer_no", Text),
            field("company_address", "buyer_address", Text),
            field("company_phone", "buyer_phone", Text),
            field("bank", "buyer_bank_name", Text),
            field("bank_account", "buyer_account_no", Text),
            field("contact_phone", "contact_phone", Text),
            field("amount", "invoice_amount", Amount),
            field("email", "email", Text),
            APPLIED,
        ],
    },
    Interface {
        name: "DlgCreditApply",
        topic: "credit.order",
        fields: &[
            CREDIT_NO,
            field("round", "apply_times", Count),
            field("site", "region", Text),
            field("applicant.name", "principal", Text),
            field("applicant.uscc", "principal_scc", Text),
            field("amount", "apply_amount", Amount),
            field("kinds", "biz_kind_list", List(&KINDS)),
            field("purpose", "apply_reason", Text),
            MATERIALS,
            field("submitted_at", "apply_time", Text),
        ],
    },
    Interface { name: "DlgOrderQuery", topic: "application.query", fields: QUERY },
];

/// Interfaces of the platform.
pub const FROM_INSTITUTION: &[Interface] = &[
    Interface {
        name: "DlgQuote",
        topic: "quote",
        fields: &[ORDER_NO, field("fee", "premium", Amount), field("valid_until", "valid_time", Text)],
    },
    Interface { name: "DlgAuditResult", topic: "decision", fields: &[ORDER_NO, field("accepted", "result", Flag), REMARK, AUDITED] },
    Interface {
        name: "DlgPayUrl",
        topic: "payment.page",
        fields: &[ORDER_NO, field("url", "pay_url", Text), field("amount", "pay_amount", Amount), field("expires_at", "expire_time", Text)],
    },
    Interface { name: "DlgPaySuccess", topic: "paid", fields: PAYMENT },
    Interface { name: "DlgIssueResult", topic: "issued", fields: ISSUED },
    Interface {
        name: "DlgSurrenderResult",
        topic: "surrender.result",
        fields: &[INSTRUCTION, ORDER_NO, field("outcome", "result", OUTCOMES), REMARK, field("refund", "refund_amount", Amount), AUDITED],
    },
    Interface {
        name: "DlgExtendResult",
        topic: "extension.result",
        fields: &[INSTRUCTION, ORDER_NO, field("outcome", "result", OUTCOMES), REMARK, field("new_expiry", "end_date", Text), AUDITED],
    },
    Interface {
        name: "DlgClaimResult",
        topic: "claim.result",
        fields: &[
            INSTRUCTION,
            ORDER_NO,
            field("outcome", "result", OUTCOMES),
            REMARK,
            field("paid_amount", "claim_amount", Amount),
            AUDITED,
        ],
    },
    Interface {
        name: "DlgInvoiceResult",
        topic: "invoice",
        fields: &[
            INSTRUCTION,
            ORDER_NO,
            field("invoice_number", "invoice_no", Text),
            field("amount", "invoice_amount", Amount),
            field("issued_on", "invoice_date", Text),
            field("file", "file", Object(FILE)),
            field("files", "file_list", Each(FILE)),
        ],
    },
    Interface {
        name: "DlgRedInvoice",
        topic: "invoice.red",
        fields: &[
            INSTRUCTION,
            ORDER_NO,
            field("invoice_number", "invoice_no", Text),
            field("reverses", "blue_invoice_no", Text),
            field("reason", "red_reason", Codes(&[("mistaken", "1"), ("returned", "2"), ("ended", "3"), ("allowed", "4")])),
            field("amount", "invoice_amount", Amount),
            field("issued_on", "invoice_date", Text),
            field("files", "file_list", Each(FILE)),
        ],
    },
    Interface {
        name: "DlgCreditResult",
        topic: "credit.decision",
        fields: &[
            CREDIT_NO,
            field("round", "apply_times", Count),
            field("outcome", "result", Codes(&[("granted", "1"), ("refused", "0"), ("returned", "2")])),
            field("terms", "credit_info", Object(CREDIT_TERMS)),
            REMARK,
            field("marks", "item_list", List(&Text)),
            AUDITED,
        ],
    },
    Interface {
        name: "DlgCreditChange",
        topic: "credit.change",
        fields: &[CREDIT_NO, field("terms", "credit_info", Object(CREDIT_TERMS)), AUDITED],
    },
    Interface {
        name: "DlgCreditStUpdate",
        topic: "credit.standing",
        fields: &[
            CREDIT_NO,
            field("standing", "credit_status", Codes(&[("suspended", "1"), ("resumed", "2"), ("ended", "3")])),
            REMARK,
            AUDITED,
        ],
    },
    Interface { name: "DlgFilePush", topic: "file", fields: FILE_PUSH },
    Interface { name: "DlgOrderStQuery", topic: "application.report", fields: QUERY },
];

/// The interface of a topic; every topic has one on one side only.
#[must_use]
pub fn of_topic(topic: &str) -> Option<&'static Interface> {
    TO_INSTITUTION.iter().chain(FROM_INSTITUTION).find(|interface| interface.topic == topic)
}

/// The interface with this name on that side.
#[must_use]
pub fn of_name(side: &'static [Interface], name: &str) -> Option<&'static Interface> {
    side.iter().find(|interface| interface.name == name)
}

#[cfg(test)]
mod tests {
    use super::super::field::{to_ours, to_theirs};
    use super::*;
    use protocol::catalogue::{Direction, all};
    use serde_json::Value;

    #[test]
    fn every_message_has_an_interface_that_keeps_every_field_of_its_sample() {
        // Papers, and who asks for credit, are fetched in the platform's own way, whatever the wire.
        let fetched = ["material", "credit.material", "credit.company"];
        for entry in all().filter(|entry| entry.direction != Direction::FromCentre && !fetched.contains(&entry.topic)) {
            let interface = of_topic(entry.topic).unwrap_or_else(|| panic!("no interface for {}", entry.topic));
            if entry.method == "GET" || entry.topic == "file" {
                continue;
            }
            let sample: Value = serde_json::from_str(entry.sample).expect("a sample");
            let theirs = to_theirs(interface.fields, &sample).expect("words for everything");
            assert_eq!(to_ours(interface.fields, &theirs).expect("words for everything"), sample, "{}", entry.topic);
        }
        let report = all().find(|entry| entry.topic == "application.query").expect("a query");
        let sample: Value = serde_json::from_str(report.sample).expect("a sample");
        let theirs = to_theirs(REPORT, &sample).expect("words for everything");
        assert_eq!(to_ours(REPORT, &theirs).expect("words for everything"), sample);
    }
}
