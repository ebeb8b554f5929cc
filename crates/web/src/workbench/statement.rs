//! Bank statements: taken in by one person, confirmed or laid aside by another.

use crate::shell::{Frame, Known, Nav, Nothing, PageError, Posted, Uploaded, Web, html};
use app::statement::{FILE_MAX, Kept, confirm, discard, import, list, view};
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::id::StatementId;
use domain::institution::Institution;
use domain::money::Cny;
use domain::refusal::RefusalKind;
use domain::statement::{Balances, Statement, StatementState};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "workbench/statements.html")]
struct StatementsPage {
    frame: Frame,
    institution: Institution,
    statements: Vec<Statement>,
    next: Option<StatementId>,
    faults: Vec<FieldError>,
}

impl StatementsPage {
    fn tone(&self, statement: &Statement) -> &'static str {
        tone(&statement.state)
    }
    fn fault(&self) -> Option<&str> {
        self.faults.first().map(|fault| fault.message.as_str())
    }
}

#[derive(Template)]
#[template(path = "workbench/statement.html")]
struct StatementPage {
    frame: Frame,
    statement: Statement,
    credits: Vec<(u64, Kept)>,
    /// The visitor's certificate.
    certificate: String,
    /// What was typed, and what is wrong with it.
    typed: Typed,
    fault: Option<String>,
}

/// Balances as they are typed, in yuan.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    opening: String,
    closing: String,
}

#[derive(Deserialize)]
pub(crate) struct Question {
    before: Option<String>,
}

fn tone(state: &StatementState) -> &'static str {
    match state {
        StatementState::Proposed | StatementState::Confirmed { .. } => "wait",
        StatementState::Taken => "ok",
        StatementState::Reading | StatementState::Discarded => "mute",
    }
}

/// Yuan with a sign, of fen that may be below zero.
fn yuan(fen: i64) -> String {
    let amount = Cny::from_fen(fen.saturating_abs()).map_or_else(|_| "超出范围".to_owned(), |amount| amount.to_string());
    if fen < 0 { format!("−{amount}") } else { amount }
}

impl StatementPage {
    fn tone(&self) -> &'static str {
        tone(&self.statement.state)
    }
    fn yuan(&self, fen: &i64) -> String {
        yuan(*fen)
    }
    fn open(&self) -> bool {
        self.statement.state == StatementState::Proposed
    }
    fn own(&self) -> bool {
        self.statement.facts.by == self.certificate
    }
    fn moving(&self) -> bool {
        matches!(self.statement.state, StatementState::Confirmed { .. })
    }
    /// Whether the rows lead from the one balance of the file to the other: `None` where it tells none.
    fn balanced(&self) -> Option<bool> {
        let balances = self.statement.totals.balances?;
        Some(self.statement.totals.net.and_then(|net| balances.opening.checked_add(net)) == Some(balances.closing))
    }
    fn more(&self) -> u64 {
        self.statement.totals.credits.saturating_sub(u64::try_from(self.credits.len()).unwrap_or(0))
    }
}

async fn show(web: &Web, known: &Known, before: Option<&str>, faults: Vec<FieldError>) -> Result<Response, PageError> {
    let before = before.and_then(|text| text.parse().ok());
    let (statements, next) = list::list(&web.world, &known.caller, before).await?;
    let institution = app::institution::view::own(&web.world, &known.caller).await?;
    let frame = Frame::new(web, &known.as_guest(), Nav::Suspense, None)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, html(&StatementsPage { frame, institution, statements, next, faults })).into_response())
}

async fn one(web: &Web, known: &Known, id: StatementId, typed: Typed, fault: Option<String>) -> Result<Response, PageError> {
    let (statement, credits) = view::view(&web.world, &known.caller, id).await?;
    let frame = Frame::new(web, &known.as_guest(), Nav::Suspense, None)?;
    let status = if fault.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let certificate = known.caller.actor.certificate.clone();
    Ok((status, html(&StatementPage { frame, statement, credits, certificate, typed, fault })).into_response())
}

fn id(text: &str) -> Result<StatementId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    show(&web, &known, question.before.as_deref(), Vec::new()).await
}

pub(crate) async fn submit(State(web): State<Web>, uploaded: Uploaded<FILE_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, file, .. } = uploaded;
    match import::import(&web.world, &known.caller, file).await {
        Ok(statement) => Ok(Redirect::to(&format!("/workbench/statements/{}", statement.facts.id)).into_response()),
        Err(AppError::Invalid(faults)) => show(&web, &known, None, faults).await,
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn detail(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    one(&web, &known, id(&text)?, Typed::default(), None).await
}

/// A balance as it was typed, in fen.
fn balance(text: &str, called: &str) -> Result<i64, String> {
    let text = text.trim().replace(['，', '¥', '￥'], "");
    let (sign, plain) = text.strip_prefix(['-', '−', '－']).map_or((1, text.as_str()), |rest| (-1, rest));
    Cny::parse_yuan(plain).map(|amount| sign * amount.fen()).map_err(|error| format!("{called}：{error}"))
}

impl Typed {
    /// What was typed; nothing when nothing was.
    fn read(&self) -> Result<Option<Balances>, String> {
        if self.opening.trim().is_empty() && self.closing.trim().is_empty() {
            return Ok(None);
        }
        Ok(Some(Balances { opening: balance(&self.opening, "期初余额")?, closing: balance(&self.closing, "期末余额")? }))
    }
}

pub(crate) async fn confirm(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Typed>,
) -> Result<Response, PageError> {
    let id = id(&text)?;
    let told = match fields.read() {
        Ok(told) => told,
        Err(fault) => return one(&web, &known, id, fields, Some(fault)).await,
    };
    match confirm::confirm(&web.world, &known.caller, id, told).await {
        Ok(_) => Ok(Redirect::to(&format!("/workbench/statements/{id}")).into_response()),
        // What was typed is wrong: it is shown again beside what the file says.
        Err(AppError::Refused(refusal)) if refusal.kind() == RefusalKind::Unprocessable => {
            one(&web, &known, id, fields, Some(words(refusal))).await
        }
        Err(other) => Err(other.into()),
    }
}

fn words(refusal: Refusal) -> String {
    format!("{}。{}。", refusal.title(), refusal.advice())
}

pub(crate) async fn discard(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    discard::discard(&web.world, &known.caller, id(&text)?).await?;
    Ok(Redirect::to("/workbench/statements"))
}
