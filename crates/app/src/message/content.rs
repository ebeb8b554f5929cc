//! What a message says, parsed once at the edge; every fault is told in the order of the fields.

use super::credit_word::{CreditSaid, word};
use super::fields::{Fields, read};
use super::invoice::said::{SaidInvoice, plain, red};
use super::result::{Reply, result};
use crate::error::{AppError, FieldError};
use crate::lot::LotRecord;
use crate::site::Sites;
use domain::application::Cashier;
use domain::id::{LotId, RANDOM_BYTES};
use domain::lot::{AbortReason, Candidate, LotNumber, LotOrigin, Subject};
use domain::money::Cny;
use domain::party::Uscc;
use domain::site::SiteCode;
use domain::time::{Date, Timestamp};
use protocol::message as wire;

/// What a message says.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Quote { fee: Cny },
    Accepted,
    Refused { reason: String },
    Cashier { cashier: Cashier, amount: Cny },
    Paid(Paid),
    Issued(Box<Issued>),
    Replied(Reply),
    Credit(CreditSaid),
    Invoiced(Box<SaidInvoice>),
    File,
    Fetched,
    Lot(LotContent),
}

/// What a trading centre says of one of its lots.
#[derive(Clone, Debug)]
pub(crate) enum LotContent {
    /// All of it, as it is announced.
    Report { record: Box<LotRecord>, announced_at: Option<Timestamp> },
    /// Something that happened to one that is known.
    Fact(LotFact),
}

/// What happened to a lot, as its trading centre says.
#[derive(Clone, Debug)]
pub(crate) enum LotFact {
    OpeningChange { opens_at: Timestamp, announced_at: Timestamp },
    ValidityChange { valid_days: u32, announced_at: Timestamp },
    Opening { at: Timestamp },
    Candidates { candidates: Vec<Candidate>, announced_at: Timestamp },
    Award { winner: String, at: Timestamp },
    ContractSigned { contractor: String, at: Timestamp },
    Abort { reason: String, code: AbortReason, at: Timestamp },
}

impl From<LotFact> for LotContent {
    fn from(fact: LotFact) -> Self {
        Self::Fact(fact)
    }
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
    /// What it is about: an application's or a lot's number.
    pub(crate) subject: String,
    pub(crate) content: Content,
    /// The fields that version 1.3 of the interface requires and it does without: an institution on an earlier one may.
    pub(crate) lacking: Vec<&'static str>,
}

/// How a message is looked at when it comes; what was recorded has been.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arriving<'a> {
    /// When: what is said to have happened, or to have been announced, did before.
    pub(crate) at: Timestamp,
    /// The site of the centre that sent it, if one did: its lots are looked at as that site's.
    pub(crate) site: Option<(&'a Sites, SiteCode)>,
}

/// Parses the message of this topic.
///
/// # Errors
/// [`AppError::Invalid`] with every fault; [`AppError::NotFound`] for an unknown topic.
pub(crate) fn parse(topic: &str, body: &[u8], arriving: Option<Arriving<'_>>) -> Result<Parsed, AppError> {
    let mut fields = Fields { now: arriving.map(|arriving| arriving.at), ..Fields::default() };
    let site = arriving.and_then(|arriving| arriving.site);
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
        "surrender.result" | "extension.result" | "claim.result" => {
            let (subject, reply) = result(topic, body, &mut fields)?;
            (subject, reply.map(Content::Replied))
        }
        "credit.decision" | "credit.change" | "credit.standing" => {
            let (subject, said) = word(topic, body, &mut fields)?;
            (subject, said.map(Content::Credit))
        }
        "invoice" | "invoice.red" => {
            let parse = if topic == "invoice" { plain } else { red };
            let (subject, said) = parse(body, &mut fields)?;
            (subject, said.map(Box::new).map(Content::Invoiced))
        }
        "file" => {
            let message: PushedFile = read(body)?;
            (message.order_number, Some(Content::File))
        }
        "material" | "credit.material" | "credit.company" => {
            let message: FetchedPaper = read(body)?;
            (message.order_number, Some(Content::Fetched))
        }
        _ => {
            let (subject, content) = lot(topic, body, site, &mut fields)?;
            // One spelling, so that what came too early is found when its lot comes.
            let subject = subject.parse::<LotNumber>().map_or(subject, String::from);
            (subject, content.map(Content::Lot))
        }
    };
    match content {
        Some(content) if fields.faults.is_empty() => Ok(Parsed { subject, content, lacking: fields.lacking }),
        Some(_) | None => Err(AppError::Invalid(fields.faults)),
    }
}

/// A pushed file as its message records it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct PushedFile {
    pub(crate) order_number: String,
    pub(crate) kind: wire::FileKind,
    pub(crate) format: wire::FileFormat,
    pub(crate) file: domain::document::StoredFile,
}

/// That a paper of a conformance run was fetched, or who asks for its credit was read, as its message records it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct FetchedPaper {
    pub(crate) order_number: String,
    /// The instruction's; of credit its own number.
    pub(crate) instruction_id: String,
    pub(crate) digest: String,
}

fn issued(fields: &mut Fields, message: wire::IssuedGuarantee) -> Content {
    fields.day("effective", &message.effective);
    fields.digest("terms_digest", &message.terms_digest);
    let mut formats: Vec<_> = message.files.iter().map(|file| file.format).collect();
    formats.sort_unstable();
    formats.dedup();
    let known = !formats.contains(&wire::FileFormat::Xml);
    if message.files.is_empty() || formats.len() != message.files.len() || !known {
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

/// A field of a lot's record by the name it has in the message: a sender is told of what it has sent.
fn as_sent(field: &'static str) -> &'static str {
    match field {
        "section_no" => "lot_number",
        "section_name" => "lot_name",
        "creditor" => "tenderee",
        "creditor_scc" => "tenderee_uscc",
        "guarantee_amount" => "bid_security",
        "bid_open_time" => "opens_at",
        "valid_day" => "valid_days",
        other => other,
    }
}

/// What a trading centre reports.
fn lot(topic: &str, body: &[u8], site: Option<(&Sites, SiteCode)>, fields: &mut Fields) -> Result<(String, Option<LotContent>), AppError> {
    Ok(match topic {
        "lot" => {
            let message: wire::LotReport = read(body)?;
            let record = LotRecord {
                subject: message.subject.map(|subject| subject.code().to_owned()).unwrap_or_default(),
                trade: message.trade.map(|trade| trade.code().to_owned()).unwrap_or_default(),
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
            if let Some((sites, site)) = site
                && let Err(faults) = record.parse(LotId::new(Timestamp::from_micros(0), &[0; RANDOM_BYTES]), sites, site, LotOrigin::Feed)
            {
                fields.faults.extend(faults.into_iter().map(|fault| FieldError { field: as_sent(fault.field), ..fault }));
            }
            let announced_at = message.announced_at.map(|text| fields.past("announced_at", &text));
            (message.lot_number, Some(LotContent::Report { record: Box::new(record), announced_at }))
        }
        "lot.opening_change" => {
            let message: wire::OpeningChange = read(body)?;
            fields.words("reason", &message.reason);
            let opens_at = fields.at("opens_at", &message.opens_at);
            let announced_at = fields.past("announced_at", &message.announced_at);
            (message.lot_number, Some(LotFact::OpeningChange { opens_at, announced_at }.into()))
        }
        "lot.opening" => {
            let message: wire::LotOpening = read(body)?;
            (message.lot_number, Some(LotFact::Opening { at: fields.past("opened_at", &message.opened_at) }.into()))
        }
        "lot.award" => {
            let message: wire::LotAward = read(body)?;
            fields.amount("amount", &message.amount);
            let winner = code(fields, "winner", &message.winner);
            let at = fields.past("awarded_at", &message.awarded_at);
            (message.lot_number, Some(LotFact::Award { winner, at }.into()))
        }
        "lot.validity_change" => {
            let message: wire::ValidityChange = read(body)?;
            fields.words("reason", &message.reason);
            // Which lot it is, is known when the message is acted on; a longer period than any subject has is told at once.
            let most = Subject::ALL.into_iter().map(Subject::period_max).max().unwrap_or_default();
            if !(1..=most).contains(&message.valid_days) {
                fields.fault("valid_days", format!("应为 1 至 {most} 天"));
            }
            let announced_at = fields.past("announced_at", &message.announced_at);
            (message.lot_number, Some(LotFact::ValidityChange { valid_days: message.valid_days, announced_at }.into()))
        }
        "lot.candidates" => {
            let message: wire::LotCandidates = read(body)?;
            let candidates = candidates(fields, &message.candidates);
            let announced_at = fields.past("announced_at", &message.announced_at);
            (message.lot_number, Some(LotFact::Candidates { candidates, announced_at }.into()))
        }
        "lot.contract_signed" => {
            let message: wire::ContractSigned = read(body)?;
            fields.amount("amount", &message.amount);
            let contractor = code(fields, "contractor", &message.contractor);
            let at = fields.past("signed_at", &message.signed_at);
            (message.lot_number, Some(LotFact::ContractSigned { contractor, at }.into()))
        }
        "lot.abort" => {
            let message: wire::LotAbort = read(body)?;
            let reason = fields.words("reason", &message.reason);
            let code = message.code.map_or_else(AbortReason::default, abort_reason);
            (message.lot_number, Some(LotFact::Abort { reason, code, at: fields.past("aborted_at", &message.aborted_at) }.into()))
        }
        _ => return Err(AppError::NotFound),
    })
}

/// The code of an organisation that the centre tells of, and vouches for (E23), as it is kept elsewhere.
fn code(fields: &mut Fields, field: &'static str, told: &wire::Organisation) -> String {
    Uscc::vouched(&told.uscc).map_err(|error| fields.fault(field, error)).map(String::from).unwrap_or_default()
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
        // The centre vouches for them, as for a lot's creditor (E23).
        match (one.name.parse(), Uscc::vouched(&one.uscc)) {
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
