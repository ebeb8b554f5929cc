//! One bank statement: confirmed or laid aside by another person than took it in.

use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Posted, Web};
use app::AppError;
use app::statement::{Kept, confirm, discard, view};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::id::StatementId;
use domain::money::Cny;
use domain::refusal::RefusalKind;
use domain::statement::{Balances, Statement, StatementState};
use serde::Deserialize;

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
    faults: Faults,
}

/// Balances as they are typed, in yuan.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    opening: String,
    closing: String,
}

pub(super) fn tone(state: &StatementState) -> &'static str {
    match state {
        StatementState::Proposed | StatementState::Confirmed { .. } => "wait",
        StatementState::Taken => "ok",
        StatementState::Reading | StatementState::Discarded => "mute",
    }
}

/// Yuan with a sign, of fen that may be below zero.
pub(crate) fn yuan(fen: i64) -> String {
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

async fn one(web: &Web, known: &Known, id: StatementId, typed: Typed, faults: Faults) -> Result<Response, PageError> {
    let (statement, credits) = view::view(&web.world, &known.caller, id).await?;
    let frame = known.frame(web, Nav::Suspense)?;
    let certificate = known.caller.actor.certificate.clone();
    let page = StatementPage { frame, statement, credits, certificate, typed, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn detail(State(web): State<Web>, known: Known, Id(id): Id<StatementId>) -> Result<Response, PageError> {
    one(&web, &known, id, Typed::default(), Faults::default()).await
}

/// A balance as it was typed, in fen.
pub(crate) fn balance(field: &'static str, text: &str, called: &str) -> Result<i64, Faults> {
    let text = text.trim().replace('，', ",").replace(['¥', '￥'], "");
    let (sign, plain) = text.strip_prefix(['-', '−', '－']).map_or((1, text.as_str()), |rest| (-1, rest));
    Cny::parse_yuan(plain).map(|amount| sign * amount.fen()).map_err(|error| Faults::one(field, format!("{called}：{error}")))
}

impl Typed {
    /// What was typed; nothing when nothing was.
    fn read(&self) -> Result<Option<Balances>, Faults> {
        if self.opening.trim().is_empty() && self.closing.trim().is_empty() {
            return Ok(None);
        }
        Ok(Some(Balances {
            opening: balance("opening", &self.opening, "期初余额")?,
            closing: balance("closing", &self.closing, "期末余额")?,
        }))
    }
}

pub(crate) async fn confirm(
    State(web): State<Web>,
    Id(id): Id<StatementId>,
    Posted { known, fields }: Posted<Typed>,
) -> Result<Response, PageError> {
    let told = match fields.read() {
        Ok(told) => told,
        Err(faults) => return one(&web, &known, id, fields, faults).await,
    };
    match confirm::confirm(&web.world, &known.caller, id, told).await {
        Ok(_) => Ok(Redirect::to(&format!("/workbench/statements/{id}")).into_response()),
        // What was typed is wrong: it is shown again beside what the file says.
        Err(AppError::Refused(refusal)) if refusal.kind() == RefusalKind::Unprocessable => {
            one(&web, &known, id, fields, Faults::one("opening", words(refusal))).await
        }
        Err(other) => Err(other.into()),
    }
}

fn words(refusal: Refusal) -> String {
    format!("{}。{}。", refusal.title(), refusal.advice())
}

pub(crate) async fn discard(
    State(web): State<Web>,
    Id(id): Id<StatementId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    discard::discard(&web.world, &known.caller, id).await?;
    Ok(Redirect::to("/workbench/statements"))
}
