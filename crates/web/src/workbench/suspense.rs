//! The suspense list (待核款项): money that settled nothing, until a person refunds or honours it.

use crate::shell::{Frame, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::AppError;
use app::bank_line::{honour, list, refund};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Redirect, Response};
use domain::access::Role;
use domain::bank_line::{BankLine, BankLineState, LineSource, SuspenseReason};
use domain::id::BankLineId;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    before: Option<String>,
}

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
    lines: Vec<BankLine>,
    next: Option<BankLineId>,
}

impl SuspensePage {
    fn reason(&self, line: &BankLine) -> String {
        match &line.state {
            BankLineState::Suspense { reason } => reason.label().into(),
            BankLineState::RefundProposed { suspense, reason, .. } => format!("{}；拟退款：{reason}", suspense.label()),
            BankLineState::RefundFailed { reason } => format!("银行拒绝退款：{reason}"),
            BankLineState::Received
            | BankLineState::Matched
            | BankLineState::Refunding
            | BankLineState::Refunded
            | BankLineState::Honoured { .. } => String::new(),
        }
    }
    /// Whether a refund was proposed, and by the visitor.
    fn proposed(&self, line: &BankLine) -> Option<bool> {
        if let BankLineState::RefundProposed { by, .. } = &line.state { Some(*by == self.certificate) } else { None }
    }
    /// Whether the bank refused to send it back.
    fn failed(&self, line: &BankLine) -> bool {
        matches!(line.state, BankLineState::RefundFailed { .. })
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
    fn tone(&self, line: &BankLine) -> &'static str {
        match line.state {
            BankLineState::Suspense { .. } | BankLineState::RefundProposed { .. } | BankLineState::Refunding | BankLineState::Received => {
                "wait"
            }
            BankLineState::RefundFailed { .. } => "bad",
            BankLineState::Honoured { .. } | BankLineState::Matched => "ok",
            BankLineState::Refunded => "mute",
        }
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if !matches!(known.caller.actor.role, Role::GuarantorStaff | Role::CentreStaff) {
        return Err(AppError::NotFound.into());
    }
    let before = question.before.and_then(|text| text.parse().ok());
    let (lines, next) = list::list(&web.world, &known.caller, before).await?;
    let frame = Frame::new(&web, &known.as_guest(), Nav::Suspense, None)?;
    let certificate = known.caller.actor.certificate.clone();
    Ok(html(&SuspensePage { frame, certificate, lines, next }))
}

fn id(text: &str) -> Result<BankLineId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

pub(crate) async fn refund(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Reason>,
) -> Result<Redirect, PageError> {
    refund::refund(&web.world, &known.caller, id(&text)?, &fields.reason).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn approve(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    refund::approve(&web.world, &known.caller, id(&text)?).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn reject(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    refund::reject(&web.world, &known.caller, id(&text)?).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn refunded(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    refund::confirm(&web.world, &known.caller, id(&text)?).await?;
    Ok(Redirect::to("/workbench/suspense"))
}

pub(crate) async fn honour(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    honour::honour(&web.world, &known.caller, id(&text)?).await?;
    Ok(Redirect::to("/workbench/suspense"))
}
