//! The suspense list (待核款项): money that settled nothing, until it is refunded, honoured, or set aside.

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Id, Known, Looked, Nav, Nothing, PageError, Posted, Web, html};
use app::AppError;
use app::bank_line::list::Suspended;
use app::bank_line::{aside, honour, list, refund};
use app::staff::list::names;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use domain::access::Role;
use domain::bank_line::{BankLine, BankLineState, LineSource, propose_aside as aside_guard};
use domain::id::BankLineId;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
pub(crate) struct Reason {
    #[serde(default)]
    reason: String,
}

#[derive(Template)]
#[template(path = "workbench/suspense.html")]
struct SuspensePage {
    frame: Frame,
    /// The visitor's certificate.
    certificate: String,
    list: Listing,
    rows: Vec<Suspended>,
    /// The institution's people, by certificate.
    people: BTreeMap<String, String>,
    /// Lines that can be honoured now.
    honourable: BTreeSet<BankLineId>,
}

impl SuspensePage {
    fn by(line: &BankLine) -> Option<&String> {
        if let BankLineState::RefundProposed { by, .. } | BankLineState::AsideProposed { by, .. } = &line.state { Some(by) } else { None }
    }
    /// Where what was proposed is decided: to set it aside, or to send it back.
    fn decided_at(&self, line: &BankLine, verb: &str) -> String {
        let aside = if matches!(line.state, BankLineState::AsideProposed { .. }) { "/aside" } else { "" };
        format!("/workbench/suspense/{}{aside}/{verb}", line.facts.id)
    }
    fn agree_word(&self, line: &BankLine) -> &'static str {
        if matches!(line.state, BankLineState::AsideProposed { .. }) { "同意移出" } else { "同意退款" }
    }
    /// Whether it can be set aside: the guard of the command is asked.
    fn settable(&self, line: &BankLine) -> bool {
        aside_guard(line, "利息", "").is_ok()
    }
    /// Who proposed it, as colleagues know that person.
    fn proposer(&self, line: &BankLine) -> &str {
        Self::by(line).and_then(|by| self.people.get(by)).map_or("", String::as_str)
    }
    /// Whether something was proposed, and by the visitor.
    fn proposed(&self, line: &BankLine) -> Option<bool> {
        Self::by(line).map(|by| *by == self.certificate)
    }
    /// Whether the bank refused to send it back.
    fn failed(&self, line: &BankLine) -> bool {
        matches!(line.state, BankLineState::RefundFailed { .. })
    }
    fn refund_word(&self, line: &BankLine) -> &'static str {
        if self.failed(line) { "再次退款" } else { "退款" }
    }
    fn reject_word(own: &bool) -> &'static str {
        if *own { "撤回" } else { "不同意" }
    }
    fn open(&self, line: &BankLine) -> bool {
        matches!(line.state, BankLineState::Suspense { .. })
    }
    fn honourable(&self, line: &BankLine) -> bool {
        self.honourable.contains(&line.facts.id)
    }
    /// Whether the institution's staff has to send it back and say so.
    fn by_hand(&self, line: &BankLine) -> bool {
        matches!(line.state, BankLineState::Refunding { .. }) && line.facts.source == LineSource::Statement
    }
}

const fn tone(line: &BankLine) -> &'static str {
    match line.state {
        BankLineState::Suspense { .. }
        | BankLineState::RefundProposed { .. }
        | BankLineState::AsideProposed { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::Received => "wait",
        BankLineState::RefundFailed { .. } => "bad",
        BankLineState::Honoured { .. } | BankLineState::Matched => "ok",
        BankLineState::Refunded | BankLineState::Aside { .. } => "mute",
    }
}

fn reason(row: &Suspended) -> Cell {
    Cell::Text(match &row.line.state {
        BankLineState::Suspense { reason } => reason.label().into(),
        BankLineState::RefundProposed { suspense, reason, .. } => format!("{}；拟退款：{reason}", suspense.label()),
        BankLineState::AsideProposed { suspense, reason, .. } => format!("{}；拟按与平台无关处理：{reason}", suspense.label()),
        BankLineState::Refunding { reason } => format!("退款原因：{reason}"),
        BankLineState::RefundFailed { reason } => format!("银行拒绝退款：{reason}"),
        BankLineState::Aside { reason } => reason.clone(),
        BankLineState::Received | BankLineState::Matched | BankLineState::Refunded | BankLineState::Honoured { .. } => String::new(),
    })
}

fn order(row: &Suspended) -> Cell {
    row.application.as_ref().map_or_else(
        || Cell::Text("—".into()),
        |(id, number)| Cell::Way(format!("/applications/{id}"), number.clone(), format!("订单 {number}")),
    )
}

const STATES: &[(&str, &str)] = &[
    ("", "全部"),
    ("suspense", "待核"),
    ("refund_proposed", "退款待复核"),
    ("refunding", "退款中"),
    ("refund_failed", "退款失败"),
    ("refunded", "已退款"),
    ("honoured", "已补认"),
    ("aside_proposed", "与平台无关，待复核"),
    ("aside", "与平台无关"),
];

const ABOUT: ListKind = ListKind {
    path: "/workbench/suspense",
    search: "付款人、账号、金额或附言",
    states: STATES,
    empty: ("没有待核款项", "所有到账都已准确入账。"),
};

const COLUMNS: [Column<Suspended>; 7] = [
    Column { title: "到账时间", cell: |row| Cell::Text(row.line.facts.booked_at.to_string()) },
    Column { title: "付款人", cell: |row| Cell::Two(row.line.facts.payer_name.clone(), row.line.facts.payer_account.clone()) },
    Column { title: "金额（元）", cell: |row| Cell::Money(row.line.facts.amount) },
    Column { title: "附言", cell: |row| Cell::Text(row.line.facts.remark.clone()) },
    Column { title: "订单", cell: order },
    Column { title: "原因", cell: reason },
    Column { title: "状态", cell: |row| Cell::State(tone(&row.line), row.line.state.label().to_owned()) },
];

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if known.caller.actor.role != Role::GuarantorStaff {
        return Err(AppError::NotFound.into());
    }
    let question = question.within(STATES);
    if question.is_export() {
        return export("suspense", "待核款项", &COLUMNS, &list::all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list::list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let people = names(&web.world, &known.caller).await?;
    let frame = known.frame(&web, Nav::Suspense)?;
    let lines: Vec<BankLine> = page.rows.iter().map(|row| row.line.clone()).collect();
    let honourable = honour::honourable(&web.world, &known.caller, &lines).await?;
    let certificate = known.caller.actor.certificate.clone();
    let list = Listing::new(ABOUT, question, &COLUMNS, &page);
    Ok(html(&SuspensePage { frame, certificate, list, rows: page.rows, people, honourable }))
}

pub(crate) async fn refund(
    State(web): State<Web>,
    Id(id): Id<BankLineId>,
    Posted { known, fields }: Posted<Reason>,
) -> Result<Redirect, PageError> {
    refund::refund(&web.world, &known.caller, id, &fields.reason).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn approve(
    State(web): State<Web>,
    Id(id): Id<BankLineId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Redirect, PageError> {
    refund::approve(&web.world, &known.caller, id, fields.seen).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn reject(
    State(web): State<Web>,
    Id(id): Id<BankLineId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Redirect, PageError> {
    refund::reject(&web.world, &known.caller, id, fields.seen).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn refunded(
    State(web): State<Web>,
    Id(id): Id<BankLineId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    refund::confirm(&web.world, &known.caller, id).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn honour(
    State(web): State<Web>,
    Id(id): Id<BankLineId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    honour::honour(&web.world, &known.caller, id).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn propose_aside(
    State(web): State<Web>,
    Id(id): Id<BankLineId>,
    Posted { known, fields }: Posted<Reason>,
) -> Result<Redirect, PageError> {
    aside::propose(&web.world, &known.caller, id, &fields.reason).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn set_aside(
    State(web): State<Web>,
    Id(id): Id<BankLineId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Redirect, PageError> {
    aside::approve(&web.world, &known.caller, id, fields.seen).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn reject_aside(
    State(web): State<Web>,
    Id(id): Id<BankLineId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Redirect, PageError> {
    aside::reject(&web.world, &known.caller, id, fields.seen).await?;
    Ok(Redirect::to("/workbench/suspense"))
}
