//! What the institution has said about a run's applications.

use super::payload::{AMOUNT, FEE, expiry, terms};
use super::scenario::{Awaited, Step};
use crate::error::AppError;
use crate::institution::connection::is_below;
use crate::message::content::{Content, FetchedPaper, PushedFile, parse};
use crate::message::guarantee::{Examined, examine};
use crate::message::trial::instruction;
use crate::world::World;
use domain::conformance::ConformanceRun;
use domain::message::{Message, MessageState};
use domain::money::Cny;
use protocol::message as wire;
use serde::de::DeserializeOwned;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing yet.
    Nothing,
    /// What the specification says.
    Right,
    /// Something else.
    Wrong(String),
}

impl Found {
    fn when(right: bool, otherwise: &str) -> Self {
        if right { Self::Right } else { Self::Wrong(otherwise.to_owned()) }
    }
}

fn read<T: DeserializeOwned>(message: &Message) -> Result<T, AppError> {
    serde_json::from_str(&message.payload).map_err(|error| AppError::Bug(error.to_string()))
}

fn same(amount: &str, expected: &str) -> bool {
    Cny::parse_yuan(amount).ok() == Cny::parse_yuan(expected).ok()
}

/// The messages of this topic about the run's application `n`, oldest first.
async fn messages(world: &World, run: &ConformanceRun, n: u8, topic: &str) -> Result<Vec<Message>, AppError> {
    let mut about = store::message::list_of_subject(&mut world.store.reader(), &run.application(n), MessageState::Done).await?;
    about.retain(|message| message.topic == topic && message.institution == Some(run.institution));
    Ok(about)
}

/// The number of the letter of the run's application `n`; empty before it is issued.
pub(super) async fn guarantee(world: &World, run: &ConformanceRun, n: u8) -> Result<String, AppError> {
    let issued = messages(world, run, n, "issued").await?;
    issued.first().map_or_else(|| Ok(String::new()), |message| Ok(read::<wire::IssuedGuarantee>(message)?.guarantee_number))
}

/// Looks for what a step waits for.
pub(super) async fn look(world: &World, run: &ConformanceRun, step: &Step, said: Awaited) -> Result<Found, AppError> {
    match said {
        Awaited::Files => return files(world, run, step).await,
        Awaited::Invoice => return invoice(world, run, step).await,
        Awaited::InvoiceFiles => return invoice_files(world, run, step).await,
        Awaited::Fetched(topic) => return fetched(world, run, step, topic).await,
        Awaited::CreditRead | Awaited::CreditAnswered if !run.receipts.contains_key(&format!("{}/credit", run.number)) => {
            return Ok(Found::Wrong("授信申请推送未收妥".into()));
        }
        Awaited::Accepted
        | Awaited::Again
        | Awaited::Page
        | Awaited::Paid
        | Awaited::Issued
        | Awaited::Result(_)
        | Awaited::CreditRead
        | Awaited::CreditAnswered => {}
    }
    let found = messages(world, run, step.application, step.topic).await?;
    let Some(message) = found.first() else { return Ok(Found::Nothing) };
    Ok(match said {
        Awaited::Accepted => {
            let decision: wire::Decision = read(message)?;
            Found::when(decision.accepted, &format!("机构答复不承保：{}", decision.reason))
        }
        Awaited::Again => {
            let turned_away = store::conformance::turned_away(&mut world.store.reader(), &run.number).await?;
            let same = found.iter().any(|message| Some(&message.key) == turned_away.as_ref());
            Found::when(same, "重新发送时换了 Idempotency-Key")
        }
        Awaited::Page => {
            let page: wire::PaymentPage = read(message)?;
            if same(&page.amount, FEE) {
                Found::when(is_below(&run.address, &page.url), "支付页地址不在接口地址的域名下")
            } else {
                Found::Wrong(format!("支付页金额应为 {FEE} 元，收到 {} 元", page.amount))
            }
        }
        Awaited::Paid => {
            let paid: wire::Paid = read(message)?;
            if same(&paid.amount, FEE) {
                Found::when(paid.payee_account == run.account, "收款账号与登记的不一致")
            } else {
                Found::Wrong(format!("支付金额应为 {FEE} 元，收到 {} 元", paid.amount))
            }
        }
        Awaited::Issued => {
            let issued: wire::IssuedGuarantee = read(message)?;
            let differs = [
                (same(&issued.amount, AMOUNT), "担保金额"),
                (issued.expiry == expiry(run), "有效期"),
                (issued.terms_digest == terms(run, step.application), "要素摘要"),
                (!issued.files.is_empty(), "保函文件清单"),
            ];
            let wrong: Vec<&str> = differs.into_iter().filter(|(right, _)| !right).map(|(_, what)| what).collect();
            Found::when(wrong.is_empty(), &format!("与订单不一致：{}", wrong.join("、")))
        }
        Awaited::Result(topic) => {
            let expected = instruction(run, topic).to_string();
            let own = found.iter().any(|message| {
                let answer: serde_json::Value = serde_json::from_str(&message.payload).unwrap_or_default();
                answer.get("instruction_id").and_then(serde_json::Value::as_str) == Some(expected.as_str())
            });
            Found::when(own, "结果中的指令编号不是所答复的指令")
        }
        Awaited::CreditRead => Found::Right,
        Awaited::CreditAnswered => {
            let decision: wire::CreditDecision = read(message)?;
            Found::when(decision.round == 1, "审核结果中的提交次数不是所答复的一次")
        }
        Awaited::Files | Awaited::Invoice | Awaited::InvoiceFiles | Awaited::Fetched(_) => Found::Nothing,
    })
}

async fn files(world: &World, run: &ConformanceRun, step: &Step) -> Result<Found, AppError> {
    let issued = messages(world, run, step.application, "issued").await?;
    let Some(message) = issued.first() else { return Ok(Found::Wrong("没有出函结果".into())) };
    let Content::Issued(issued) = parse(&message.topic, message.payload.as_bytes(), None)?.content else {
        return Err(AppError::Bug("an issued message is not one".into()));
    };
    Ok(match examine(world, message, &issued).await? {
        Examined::Missing => Found::Nothing,
        Examined::Bad(reason) => Found::Wrong(reason),
        Examined::Good { .. } => Found::Right,
    })
}

async fn invoice(world: &World, run: &ConformanceRun, step: &Step) -> Result<Found, AppError> {
    let invoices = messages(world, run, step.application, "invoice").await?;
    let Some(message) = invoices.first() else { return Ok(Found::Nothing) };
    let invoice: wire::InvoiceFile = read(message)?;
    if invoice.instruction_id != instruction(run, "invoice.request").to_string() {
        return Ok(Found::Wrong("结果中的指令编号不是所答复的指令".into()));
    }
    if !same(&invoice.amount, FEE) {
        return Ok(Found::Wrong(format!("发票金额应为 {FEE} 元，收到 {} 元", invoice.amount)));
    }
    let files = messages(world, run, step.application, "file").await?;
    let pushed = files.iter().map(read::<PushedFile>).collect::<Result<Vec<_>, _>>()?;
    let came = |named: &wire::IssuedFile| {
        pushed.iter().any(|file| {
            let same = file.file.digest == named.digest && file.file.size == named.size && file.format == named.format;
            same && file.kind == wire::FileKind::Invoice
        })
    };
    Ok(if !invoice.named().is_empty() && invoice.named().iter().all(came) { Found::Right } else { Found::Nothing })
}

/// Whether the invoice names its files as later versions do.
async fn invoice_files(world: &World, run: &ConformanceRun, step: &Step) -> Result<Found, AppError> {
    let invoices = messages(world, run, step.application, "invoice").await?;
    let Some(message) = invoices.first() else { return Ok(Found::Nothing) };
    let files = read::<wire::InvoiceFile>(message)?.files;
    Ok(Found::when(files.iter().any(|file| file.format == wire::FileFormat::Xml), "发票文件没有以 files 报送，或没有 XML"))
}

/// Whether the paper of the instruction of this topic was fetched.
async fn fetched(world: &World, run: &ConformanceRun, step: &Step, topic: &str) -> Result<Found, AppError> {
    let expected = instruction(run, topic).to_string();
    let fetched = messages(world, run, step.application, step.topic).await?;
    let papers = fetched.iter().map(read::<FetchedPaper>).collect::<Result<Vec<_>, _>>()?;
    Ok(if papers.iter().any(|paper| paper.instruction_id == expected) { Found::Right } else { Found::Nothing })
}
