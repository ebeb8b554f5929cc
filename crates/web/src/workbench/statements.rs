//! Bank statements: the list, and taking one in.

use super::statement::tone;
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Faults, Frame, Known, Nav, PageError, Uploaded, Web};
use app::institution::view::own;
use app::statement::{FILE_MAX, import, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::institution::Institution;
use domain::statement::Statement;

const STATES: &[(&str, &str)] =
    &[("", "全部"), ("proposed", "待复核"), ("confirmed", "入账中"), ("taken", "已入账"), ("discarded", "已作废"), ("reading", "读取中断")];

const ABOUT: ListKind =
    ListKind {
        path: "/workbench/statements", search: "", states: STATES, empty: ("没有导入过对账单", "导入后在这里等待另一人核对余额。")
    };

fn link(statement: &Statement) -> Cell {
    let facts = &statement.facts;
    Cell::Link(format!("/workbench/statements/{}", facts.id), "查看", format!("查看 {} 导入的对账单", facts.at.to_seconds()))
}

const COLUMNS: [Column<Statement>; 6] = [
    Column { title: "导入时间", cell: |statement| Cell::Text(statement.facts.at.to_seconds()) },
    Column { title: "到账笔数", cell: |statement| Cell::Number(statement.totals.credits.to_string()) },
    Column { title: "到账金额（元）", cell: |statement| Cell::Number(statement.totals.credited().to_string()) },
    Column { title: "有误（行）", cell: |statement| Cell::Number(statement.totals.faulty.to_string()) },
    Column { title: "状态", cell: |statement| Cell::State(tone(&statement.state), statement.state.label().to_owned()) },
    Column { title: "操作", cell: link },
];

#[derive(Template)]
#[template(path = "workbench/statements.html")]
struct StatementsPage {
    frame: Frame,
    institution: Institution,
    list: Listing,
    faults: Faults,
}

async fn show(web: &Web, known: &Known, question: Question, faults: Faults) -> Result<Response, PageError> {
    let page = list::list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let (institution, frame) = (own(&web.world, &known.caller).await?, known.frame(web, Nav::Suspense)?);
    let page = StatementsPage { frame, institution, list: Listing::new(ABOUT, question, &COLUMNS, &page), faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let question = question.within(STATES);
    if question.is_export() {
        return export("statements", "对账单", &COLUMNS, &list::all(&web.world, &known.caller, question.filter()).await?);
    }
    show(&web, &known, question, Faults::default()).await
}

pub(crate) async fn submit(State(web): State<Web>, uploaded: Uploaded<FILE_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, file, fault, .. } = uploaded;
    if let Some(fault) = fault {
        return show(&web, &known, Question::default(), Faults::one("file", fault)).await;
    }
    match import::import(&web.world, &known.caller, file).await {
        Ok(statement) => Ok(Redirect::to(&format!("/workbench/statements/{}", statement.facts.id)).into_response()),
        Err(error) => show(&web, &known, Question::default(), Faults::of(error, &[])?).await,
    }
}
