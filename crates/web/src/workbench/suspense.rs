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
    lines: Vec<BankLine>,
    next: Option<BankLineId>,
}

impl SuspensePage {
    fn reason(&self, line: &BankLine) -> &'static str {
        if let BankLineState::Suspense { reason } = &line.state { reason.label() } else { "" }
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
            BankLineState::Suspense { .. } | BankLineState::Refunding | BankLineState::Received => "wait",
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
    Ok(html(&SuspensePage { frame, lines, next }))
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
