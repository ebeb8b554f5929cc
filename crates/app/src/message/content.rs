//! What a message says, parsed once at the edge; every fault is told in the order of the fields.

use crate::error::{AppError, FieldError};
use crate::lot::LotRecord;
use domain::application::Cashier;
use domain::id::{InstructionId, LotId, RANDOM_BYTES};
use domain::instruction::{Answer, InstructionKind};
use domain::lot::{AbortReason, Candidate, Lot, LotOrigin};
use domain::money::Cny;
use domain::site::SiteCode;
use domain::time::{Date, Timestamp};
use protocol::message as wire;
use serde::de::DeserializeOwned;

/// What a message says.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Quote { fee: Cny },
    Accepted,
    Refused { reason: String },
    Cashier { cashier: Cashier, amount: Cny },
    Paid(Paid),
    Issued(Box<Issued>),
    Answered { instruction: InstructionId, kind: InstructionKind, answer: Answer },
    File,
    Lot { record: Box<LotRecord>, announced_at: Option<Timestamp> },
    OpeningChange { opens_at: Timestamp, announced_at: Timestamp },
    ValidityChange { valid_days: u32, announced_at: Timestamp },
    Opening { at: Timestamp },
    Candidates { candidates: Vec<Candidate>, announced_at: Timestamp },
    Award { winner: String, at: Timestamp },
    ContractSigned { contractor: String, at: Timestamp },
    Abort { reason: String, code: AbortReason, at: Timestamp },
}

/// A payment at an institution's cashier.
#[derive(Clone, Debug)]
pub(crate) struct Paid {
    pub(crate) amount: Cny,
    pub(crate) payee_account: String,
    pub(crate) transaction: String,
    pub(crate) paid_at: Timestamp,
}

/// A letter that an institution has issued.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) number: String,
    pub(crate) amount: Cny,
    pub(crate) expiry: Date,
    pub(crate) terms_digest: String,
    pub(crate) issued_at: Timestamp,
    pub(crate) files: Vec<wire::IssuedFile>,
}

/// A message, parsed.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    /// What it is about: an order's or a lot's number.
    pub(crate) subject: String,
    pub(crate) content: Content,
}

/// Longest identifier of another system.
const FOREIGN_MAX: usize = 64;

struct Fields(Vec<FieldError>);

impl Fields {
    fn fault(&mut self, field: &'static str, message: impl std::fmt::Display) {
        self.0.push(FieldError::new(field, message));
    }

    fn amount(&mut self, field: &'static str, text: &str) -> Cny {
        Cny::parse_yuan(text).unwrap_or_else(|error| {
            self.fault(field, error);
            Cny::ZERO
        })
    }

    fn at(&mut self, field: &'static str, text: &str) -> Timestamp {
        Timestamp::parse_civil(text).unwrap_or_else(|| {
            self.fault(field, "时间应为 2026-11-21 10:00:00 的形式");
            Timestamp::from_micros(0)
        })
    }

    fn day(&mut self, field: &'static str, text: &str) -> Date {
        text.parse().unwrap_or_else(|_| {
            self.fault(field, "日期应为 2026-11-21 的形式");
            Date::default()
        })
    }

    fn foreign(&mut self, field: &'static str, text: &str) -> String {
        let plain = !text.is_empty() && text.len() <= FOREIGN_MAX && text.chars().all(|c| c.is_ascii_graphic());
        if !plain {
            self.fault(field, "应为 1 至 64 个可见 ASCII 字符");
        }
        text.to_owned()
    }

    fn words(&mut self, field: &'static str, text: &str) -> String {
        let text = text.trim();
        if !(2..=200).contains(&text.chars().count()) {
            self.fault(field, "应为 2 至 200 个字");
        }
        text.to_owned()
    }

    fn digest(&mut self, field: &'static str, text: &str) {
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            self.fault(field, "应为 64 位小写十六进制的 SM3 摘要");
        }
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, AppError> {
    serde_json::from_slice(body).map_err(|error| AppError::Invalid(vec![FieldError::new("body", format!("不是约定的 JSON：{error}"))]))
}

fn answer(fields: &mut Fields, outcome: wire::Outcome, reason: &str, details: String) -> Answer {
    match outcome {
        wire::Outcome::Done => Answer::Done { details },
        wire::Outcome::Refused => Answer::Refused { reason: fields.words("reason", reason) },
    }
}

fn instruction(fields: &mut Fields, text: &str) -> Option<InstructionId> {
    text.parse().map_err(|_| fields.fault("instruction_id", "不是平台发出的指令编号")).ok()
}

/// A signed word on an instruction, by its parts.
fn answered(fields: &mut Fields, id: &str, kind: InstructionKind, answer: Answer) -> Option<Content> {
    Some(Content::Answered { instruction: instruction(fields, id)?, kind, answer })
}

/// Parses the message of this topic; a lot as one of `site`, where that is known.
///
/// # Errors
/// [`AppError::Invalid`] with every fault; [`AppError::NotFound`] for an unknown topic.
pub(crate) fn parse(topic: &str, body: &[u8], site: Option<SiteCode>) -> Result<Parsed, AppError> {
    let mut fields = Fields(Vec::new());
    let (subject, content) = match topic {
        "quote" => {
            let message: wire::Quote = read(body)?;
            fields.at("valid_until", &message.valid_until);
            (message.order_number, Some(Content::Quote { fee: fields.amount("fee", &message.fee) }))
        }
        "decision" => {
            let message: wire::Decision = read(body)?;
            fields.at("decided_at", &message.decided_at);
            let content =
                if message.accepted { Content::Accepted } else { Content::Refused { reason: fields.words("reason", &message.reason) } };
            (message.order_number, Some(content))
        }
        "payment.page" => {
            let message: wire::PaymentPage = read(body)?;
            let cashier = Cashier { until: fields.at("expires_at", &message.expires_at), url: message.url };
            (message.order_number, Some(Content::Cashier { cashier, amount: fields.amount("amount", &message.amount) }))
        }
        "paid" => {
            let message: wire::Paid = read(body)?;
            let paid = Paid {
                amount: fields.amount("amount", &message.amount),
                payee_account: fields.foreign("payee_account", &message.payee_account),
                transaction: fields.foreign("transaction_id", &message.transaction_id),
                paid_at: fields.at("paid_at", &message.paid_at),
            };
            (message.order_number, Some(Content::Paid(paid)))
        }
        "issued" => {
            let message: wire::IssuedGuarantee = read(body)?;
            (message.order_number.clone(), Some(issued(&mut fields, message)))
        }
        "surrender.result" => {
            let message: wire::SurrenderResult = read(body)?;
            fields.amount("refund", &message.refund);
            let answer = answer(&mut fields, message.outcome, &message.reason, format!("退还费用 {} 元", message.refund));
            (message.order_number, answered(&mut fields, &message.instruction_id, InstructionKind::Surrender, answer))
        }
        "extension.result" => {
            let message: wire::ExtensionResult = read(body)?;
            fields.day("new_expiry", &message.new_expiry);
            let answer = answer(&mut fields, message.outcome, &message.reason, format!("有效期至 {}", message.new_expiry));
            (message.order_number, answered(&mut fields, &message.instruction_id, InstructionKind::Extend, answer))
        }
        "claim.result" => {
            let message: wire::ClaimResult = read(body)?;
            fields.amount("paid_amount", &message.paid_amount);
            let answer = answer(&mut fields, message.outcome, &message.reason, format!("赔付 {} 元", message.paid_amount));
            (message.order_number, answered(&mut fields, &message.instruction_id, InstructionKind::Claim, answer))
        }
        "invoice" => {
            let message: wire::InvoiceFile = read(body)?;
            fields.amount("amount", &message.amount);
            fields.digest("file", &message.file.digest);
            let number = fields.foreign("invoice_number", &message.invoice_number);
            let answer = Answer::Done { details: format!("发票号码 {number}，文件 {}", message.file.digest) };
            (message.order_number, answered(&mut fields, &message.instruction_id, InstructionKind::Invoice, answer))
        }
        "file" => {
            let message: StoredFile = read(body)?;
            (message.order_number, Some(Content::File))
        }
        _ => lot(topic, body, site, &mut fields)?,
    };
    match content {
        Some(content) if fields.0.is_empty() => Ok(Parsed { subject, content }),
        Some(_) | None => Err(AppError::Invalid(fields.0)),
    }
}

/// A pushed file as its message records it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct StoredFile {
    pub(crate) order_number: String,
    pub(crate) kind: wire::FileKind,
    pub(crate) format: wire::FileFormat,
    pub(crate) file: domain::document::StoredFile,
}

fn issued(fields: &mut Fields, message: wire::IssuedGuarantee) -> Content {
    fields.day("effective", &message.effective);
    fields.digest("terms_digest", &message.terms_digest);
    let mut formats: Vec<_> = message.files.iter().map(|file| file.format).collect();
    formats.sort_unstable();
    formats.dedup();
    if message.files.is_empty() || formats.len() != message.files.len() {
        fields.fault("files", "应为一个或两个文件，PDF、OFD 各至多一个");
    }
    for file in &message.files {
        fields.digest("files", &file.digest);
    }
    Content::Issued(Box::new(Issued {
        number: fields.foreign("guarantee_number", &message.guarantee_number),
        amount: fields.amount("amount", &message.amount),
        expiry: fields.day("expiry", &message.expiry),
        terms_digest: message.terms_digest,
        issued_at: fields.at("issued_at", &message.issued_at),
        files: message.files,
    }))
}

/// What a trading centre reports.
fn lot(topic: &str, body: &[u8], site: Option<SiteCode>, fields: &mut Fields) -> Result<(String, Option<Content>), AppError> {
    Ok(match topic {
        "lot" => {
            let message: wire::LotReport = read(body)?;
            let record = LotRecord {
                section_no: message.lot_number.clone(),
                section_name: message.lot_name,
                creditor: message.tenderee,
                creditor_scc: message.tenderee_uscc.unwrap_or_default(),
                creditor_scc_sure: false,
                agency: message.agency.unwrap_or_default(),
                guarantee_amount: message.bid_security,
                estimate: message.estimate.unwrap_or_default(),
                bid_open_time: message.opens_at,
                valid_day: message.valid_days.map(|days| days.to_string()).unwrap_or_default(),
            };
            // What depends on whose lot it is, the sender is told at once too.
            if let Some(site) = site
                && let Err(faults) = record.parse(LotId::new(Timestamp::from_micros(0), &[0; RANDOM_BYTES]), site, LotOrigin::Feed)
            {
                fields.0.extend(faults);
            }
            let announced_at = message.announced_at.map(|text| fields.at("announced_at", &text));
            (message.lot_number, Some(Content::Lot { record: Box::new(record), announced_at }))
        }
        "lot.opening_change" => {
            let message: wire::OpeningChange = read(body)?;
            fields.words("reason", &message.reason);
            let opens_at = fields.at("opens_at", &message.opens_at);
            let announced_at = fields.at("announced_at", &message.announced_at);
            (message.lot_number, Some(Content::OpeningChange { opens_at, announced_at }))
        }
        "lot.opening" => {
            let message: wire::LotOpening = read(body)?;
            (message.lot_number, Some(Content::Opening { at: fields.at("opened_at", &message.opened_at) }))
        }
        "lot.award" => {
            let message: wire::LotAward = read(body)?;
            fields.amount("amount", &message.amount);
            if let Err(error) = message.winner.uscc.parse::<domain::party::Uscc>() {
                fields.fault("winner", error);
            }
            let at = fields.at("awarded_at", &message.awarded_at);
            (message.lot_number, Some(Content::Award { winner: message.winner.uscc, at }))
        }
        "lot.validity_change" => {
            let message: wire::ValidityChange = read(body)?;
            fields.words("reason", &message.reason);
            if !(1..=Lot::VALID_DAYS_MAX).contains(&message.valid_days) {
                fields.fault("valid_days", format!("应为 1 至 {} 天", Lot::VALID_DAYS_MAX));
            }
            let announced_at = fields.at("announced_at", &message.announced_at);
            (message.lot_number, Some(Content::ValidityChange { valid_days: message.valid_days, announced_at }))
        }
        "lot.candidates" => {
            let message: wire::LotCandidates = read(body)?;
            let candidates = candidates(fields, &message.candidates);
            let announced_at = fields.at("announced_at", &message.announced_at);
            (message.lot_number, Some(Content::Candidates { candidates, announced_at }))
        }
        "lot.contract_signed" => {
            let message: wire::ContractSigned = read(body)?;
            fields.amount("amount", &message.amount);
            if let Err(error) = message.contractor.uscc.parse::<domain::party::Uscc>() {
                fields.fault("contractor", error);
            }
            let at = fields.at("signed_at", &message.signed_at);
            (message.lot_number, Some(Content::ContractSigned { contractor: message.contractor.uscc, at }))
        }
        "lot.abort" => {
            let message: wire::LotAbort = read(body)?;
            let reason = fields.words("reason", &message.reason);
            let code = message.code.map_or_else(AbortReason::default, abort_reason);
            (message.lot_number, Some(Content::Abort { reason, code, at: fields.at("aborted_at", &message.aborted_at) }))
        }
        _ => return Err(AppError::NotFound),
    })
}

/// Most candidates of a lot.
const CANDIDATES_MAX: usize = 10;

/// The candidates, in their order.
fn candidates(fields: &mut Fields, told: &[wire::Organisation]) -> Vec<Candidate> {
    if told.is_empty() || told.len() > CANDIDATES_MAX {
        fields.fault("candidates", format!("应为 1 至 {CANDIDATES_MAX} 名，按名次排列"));
    }
    let mut known = Vec::new();
    for one in told {
        match (one.name.parse(), one.uscc.parse()) {
            (Ok(name), Ok(uscc)) => known.push(Candidate { name, uscc }),
            (Err(error), _) => fields.fault("candidates", error),
            (_, Err(error)) => fields.fault("candidates", error),
        }
    }
    known
}

const fn abort_reason(code: wire::AbortCode) -> AbortReason {
    match code {
        wire::AbortCode::Failed => AbortReason::Failed,
        wire::AbortCode::TooFewBidders => AbortReason::TooFewBidders,
        wire::AbortCode::Terminated => AbortReason::Terminated,
        wire::AbortCode::Retendered => AbortReason::Retendered,
    }
}
