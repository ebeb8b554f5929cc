//! All that happened to a credit line.

use crate::history::{COLUMNS, Happened, show};
use crate::listing::{Question, export};
use crate::shell::{Id, Known, Nav, PageError, Web};
use app::AppError;
use app::credit_line::history::{all, list};
use app::listing::Page;
use app::profile::history::Entry;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::credit_line::CreditLineEvent;
use domain::id::CreditLineId;

const TITLE: &str = "办理记录";

fn happened((event, entry): (CreditLineEvent, Entry)) -> Happened {
    Happened { what: event.label(), who: entry.actor, at: entry.at }
}

async fn page(web: &Web, known: &Known, id: CreditLineId, of: (&str, String), question: Question) -> Result<Response, PageError> {
    let question = question.within(&[]);
    if question.is_export() {
        let rows: Vec<Happened> = all(&web.world, &known.caller, id, question.filter()).await?.into_iter().map(happened).collect();
        return export("history", TITLE, &COLUMNS, &rows);
    }
    let Page { rows, next, count } = list(&web.world, &known.caller, id, question.filter(), question.before()).await?;
    let page = Page { rows: rows.into_iter().map(happened).collect(), next, count };
    let (name, address) = of;
    Ok(show(known.frame(web, Nav::Credit)?, (TITLE, format!("{address}/history")), (name.to_owned(), address), question, &page))
}

pub(crate) async fn own(
    State(web): State<Web>,
    known: Known,
    Id(id): Id<CreditLineId>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    page(&web, &known, id, ("我的授信", format!("/credit/{id}")), question).await
}

pub(crate) async fn of_grantor(
    State(web): State<Web>,
    known: Known,
    Id(id): Id<CreditLineId>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    if ![Role::GuarantorStaff, Role::CentreStaff].contains(&known.caller.actor.role) {
        return Err(AppError::NotFound.into());
    }
    page(&web, &known, id, ("授信", format!("/workbench/credit/{id}")), question).await
}
