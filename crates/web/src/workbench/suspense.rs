//! The suspense list (待核款项): money that settled nothing, until a person refunds or honours it.

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Id, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::AppError;
use app::bank_line::list::Suspended;
use app::bank_line::{honour, list, refund};
use app::staff::list::names;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use domain::access::Role;
use domain::bank_line::{BankLine, BankLineState, LineSource, SuspenseReason};
use domain::id::BankLineId;
use serde::Deserialize;
use std::collections::BTreeMap;

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
}

impl SuspensePage {
    /// Who proposed a refund, as colleagues know that person.
    fn proposer(&self, line: &BankLine) -> &str {
        if let BankLineState::RefundProposed { by, .. } = &line.state { self.people.get(by).map_or("", String::as_str) } else { "" }
    }
    /// Whether a refund was proposed, and by the visitor.
    fn proposed(&self, line: &BankLine) -> Option<bool> {
        if let BankLineState::RefundProposed { by, .. } = &line.state { Some(*by == self.certificate) } else { None }
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
        self.frame.is(Role::GuarantorStaff) && matches!(line.state, BankLineState::Suspense { reason: SuspenseReason::PaymentClosed })
    }
    /// Whether the institution's staff has to send it back and say so.
    fn by_hand(&self, line: &BankLine) -> bool {
        line.state == BankLineState::Refunding && line.facts.source == LineSource::Statement
    }
}

const fn tone(line: &BankLine) -> &'static str {
    match line.state {
        BankLineState::Suspense { .. } | BankLineState::RefundProposed { .. } | BankLineState::Refunding | BankLineState::Received => {
            "wait"
        }
        BankLineState::RefundFailed { .. } => "bad",
        BankLineState::Honoured { .. } | BankLineState::Matched => "ok",
        BankLineState::Refunded => "mute",
    }
}

fn reason(row: &Suspended) -> Cell {
    Cell::Text(match &row.line.state {
        BankLineState::Suspense { reason } => reason.label().into(),
        BankLineState::RefundProposed { suspense, reason, .. } => format!("{}；拟退款：{reason}", suspense.label()),
        BankLineState::RefundFailed { reason } => format!("银行拒绝退款：{reason}"),
        BankLineState::Received
        | BankLineState::Matched
        | BankLineState::Refunding
        | BankLineState::Refunded
        | BankLineState::Honoured { .. } => String::new(),
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
    if !matches!(known.caller.actor.role, Role::GuarantorStaff | Role::CentreStaff) {
        return Err(AppError::NotFound.into());
    }
    let question = question.within(STATES);
    if question.is_export() {
        return export("suspense", "待核款项", &COLUMNS, &list::all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list::list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let people = names(&web.world, &known.caller).await?;
    let frame = known.frame(&web, Nav::Suspense)?;
    let certificate = known.caller.actor.certificate.clone();
    let list = Listing::new(ABOUT, question, &COLUMNS, &page);
    Ok(html(&SuspensePage { frame, certificate, list, rows: page.rows, people }))
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
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    refund::approve(&web.world, &known.caller, id).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn reject(
    State(web): State<Web>,
    Id(id): Id<BankLineId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    refund::reject(&web.world, &known.caller, id).await?;
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
